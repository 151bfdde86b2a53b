import type { HeldChat } from '../desk/index.ts';
import { evidenceOf } from './chatEvidence.ts';
import { lookAt } from './run.ts';
import type { BackfillState, Step } from './state.ts';

/** Begins a backfill: the list, then the tail of every open chat. What was under way for the last one is dropped. */
export function begin(step: Step, lostFrom: number | undefined): void {
  const { state, at, clock, effects } = step;
  for (const id of state.requests.keys()) effects.push({ do: 'cancel', request: id });
  state.requests.clear();
  state.list.request = undefined;
  for (const wanted of state.asks.values()) {
    const isOver = hasEnded(step, wanted.chatId);
    Object.assign(wanted, {
      request: undefined,
      dueAt: at,
      isSecond: false,
      lacked: undefined,
      reached: undefined,
    });
    if (!isOver) wanted.tries = 0;
  }
  const earlier = [state.run?.from, state.missing?.from, lostFrom].filter((from) => from !== undefined);
  state.run = {
    from: earlier.length > 0 ? Math.min(...earlier) : undefined,
    startedAt: clock,
    isListPending: true,
    pending: new Set(),
    chatCount: 0,
    messageCount: (state.run ?? state.incomplete)?.messageCount ?? 0,
  };
  state.incomplete = undefined;
  state.givenUp = undefined;
  state.failures = 0;
  state.list.tries = 0;
  state.list.looks = 0;
  state.list.dueAt = at;
  state.list.isGivenUp = false;
  const left = [...state.desk.held()].filter((held) => held.hasEnded && isDoubtful(state, held));
  state.open.clear();
  state.seconds.clear();
  state.second = undefined;
  for (const evidence of state.chats.values()) {
    evidence.reportedTo = -Infinity;
    evidence.isUnavailable = false;
    evidence.lack = undefined;
    evidence.isEndKnown = false;
  }
  for (const { chatId, log } of state.desk.held()) {
    const evidence = evidenceOf(state, chatId);
    // what is only presumed is looked at again, too
    evidence.tailFrom = Math.min(evidence.tailFrom, log.lastIndex ?? 0, evidence.presumed?.above ?? Infinity);
  }
  lookAt(
    step,
    left.map(({ chatId }) => chatId), // no list shows them
  );
}

/** Whether an ended chat may still lack messages: its end was concluded, or something was presumed or to be requested of it. */
const isDoubtful = (
  { open, seconds, second, chats }: BackfillState,
  { chatId, isEndSynthetic }: HeldChat,
): boolean =>
  isEndSynthetic ||
  open.has(chatId) ||
  seconds.has(chatId) ||
  second === chatId ||
  chats.get(chatId)?.presumed !== undefined;

const hasEnded = ({ state }: Step, chatId: string): boolean => state.desk.get(chatId)?.hasEnded === true;
