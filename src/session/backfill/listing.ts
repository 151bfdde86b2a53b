import { type Chat, isFinal, sameData } from '../../model/index.ts';
import { type HeldChat, snapshotOf } from '../desk/index.ts';
import { knownEvidence } from './chatEvidence.ts';
import type { HistoryRequest, Refusal } from './events.ts';
import { againLater, askForTail, lookAgain, lookAt, report, leaveOpen } from './run.ts';
import { ask } from './ask.ts';
import { emit, secondLookAfter, type Step } from './state.ts';

/**
 * Takes a list of the chats. A chat that it lacks has ended only if a second list lacks it too, and nothing live was
 * received since; a chat that had ended goes on only if two lists show it.
 */
export function listed(step: Step, request: HistoryRequest, chats: readonly Chat[]): void {
  const { state, at, effects } = step;
  const { list, run } = state;
  const isFirstList = !list.isKnown;
  list.isOvertaken = false;
  const ids = new Set(chats.map(({ id }) => id));
  const ended = new Map(
    [...state.desk.held()].filter(({ hasEnded }) => hasEnded).map(({ chatId, chat }) => [chatId, chat]),
  );
  const open = chats.filter((chat) => show(step, request, chat, isFirstList)).map(({ id }) => id);
  const gone = [...state.desk.held()].filter((held) => !ids.has(held.chatId) && isGone(step, request, held));
  const lacking = [...list.absent.keys()];
  for (const chatId of list.revived.keys()) if (!ids.has(chatId)) list.revived.delete(chatId); // that list was behind
  list.looks += 1;
  Object.assign(list, { isKnown: true, isGivenUp: false, tries: 0 });
  if (isFirstList) effects.push({ do: 'listed' });
  if (run?.isListPending === true) {
    run.isListPending = false;
    lookAt(step, [...open.reverse(), ...lacking]);
    list.dueAt = request.sentAt + secondLookAfter;
  } else {
    for (const chatId of open) {
      const isNew = knownEvidence(state, chatId) === undefined;
      const shown = state.desk.get(chatId);
      // It has ended, or it had ended and goes on, or it went on and has ended again.
      const hasChanged = ended.has(chatId) ? shown?.chat !== ended.get(chatId) : shown?.hasEnded === true;
      if (!isNew && !hasChanged) continue;
      askForTail(step, chatId, { dueAt: at });
      lookAgain(step, chatId, at);
    }
    const isOpen =
      list.revived.size > 0 || lacking.some((chatId) => !gone.some((held) => held.chatId === chatId));
    if (isOpen || isUndecided(step)) list.dueAt = request.sentAt + secondLookAfter;
  }
  for (const { chatId } of gone) ask(step, chatId, { ends: true, dueAt: at });
}

/** Whether a chat said something while the last list was under way: so often, the next one is waited for. */
const isUndecided = ({ state: { list }, rules }: Step): boolean =>
  list.isOvertaken && list.looks < rules.maxRequests;

/** Emits a listed chat if it is news. Returns whether its messages are to be requested. */
function show(step: Step, request: HistoryRequest, given: Chat, isFirstList: boolean): boolean {
  const { state, clock } = step;
  const { desk, list } = state;
  list.absent.delete(given.id);
  const chat = desk.precede(given, request.seq);
  const held = desk.get(given.id);
  const hasEnded = isFinal(chat.state);
  if (hasEnded && held === undefined && !isFirstList) return false; // ended and evicted
  if (hasEnded || held?.hasEnded !== true || held.isEndSynthetic) list.revived.delete(given.id);
  else if (!isRevived(step, request, held)) return false;
  if (held?.chat === undefined || !sameData({ ...held.chat, ...chat }, held.chat))
    emit(step, snapshotOf(chat, clock));
  return !hasEnded || held !== undefined;
}

/** Whether a chat that had ended is shown to go on for the second time: the first list may have been behind. */
function isRevived({ state: { list } }: Step, { sentAt }: HistoryRequest, { chatId }: HeldChat): boolean {
  const since = list.revived.get(chatId) ?? sentAt;
  list.revived.set(chatId, since);
  if (sentAt - since < secondLookAfter) return false;
  list.revived.delete(chatId);
  return true;
}

/** Whether the list is the second one that lacks a chat. */
function isGone({ state: { list } }: Step, { sentAt, seq }: HistoryRequest, held: HeldChat): boolean {
  const { chatId, hasEnded, liveSeq } = held;
  if (hasEnded) return false;
  if (liveSeq > seq) {
    list.absent.delete(chatId);
    list.isOvertaken = true; // it said something while the list was under way: the next list tells
    return false;
  }
  const known = list.absent.get(chatId);
  const isKnown = known !== undefined && liveSeq <= known.seq;
  const absence = isKnown ? known : { at: sentAt, seq };
  const isConfirmed = sentAt - absence.at >= secondLookAfter;
  list.absent.set(chatId, { ...absence, isConfirmed });
  return isConfirmed;
}

/** The list could not be fetched: the known chats are looked at all the same, and the list is requested again. */
export function listRefused(step: Step, refusal: Refusal): void {
  const { state, at, rules, effects } = step;
  const { list, run } = state;
  list.tries += 1;
  if (!list.isKnown && list.tries === 1) effects.push({ do: 'listed' });
  if (run?.isListPending === true) {
    const open = [...state.desk.held()].filter(({ hasEnded }) => !hasEnded);
    lookAt(
      step,
      open.map(({ chatId }) => chatId),
    );
  }
  if (list.tries >= rules.maxRequests) giveUpList(step, refusal);
  else list.dueAt = at + Math.max(rules.delayAfter(list.tries), refusal.retryAfter ?? 0);
}

/** Reports that the chats are not known, and leaves it to the next backfill. */
export function giveUpList(step: Step, refusal: Refusal): void {
  const { list, run } = step.state;
  list.isGivenUp = true;
  list.dueAt = Infinity;
  list.absent.clear();
  if (run !== undefined) run.isListPending = false;
  leaveOpen(step, step.clock);
  report(step, 'the chats could not be listed', refusal, againLater);
}
