import { withoutStop } from '../explained.ts';
import { syntheticEnd } from '../desk/index.ts';
import { evidenceOf, missingOf } from './chatEvidence.ts';
import { hasMixedIndices } from './evidence.ts';
import type { HistoryFailure } from './chatHistory.ts';
import type { Refusal, Window } from './events.ts';
import { ask } from './ask.ts';
import { type Ask, emit, type Run, secondLookAfter, type Step } from './state.ts';

/** Makes chats part of the first look, in this order. */
export function lookAt(step: Step, chatIds: Iterable<string>): void {
  const { run } = step.state;
  if (run === undefined) return;
  for (const chatId of chatIds) {
    if (run.pending.has(chatId)) continue;
    run.pending.add(chatId);
    run.chatCount += 1;
    askForTail(step, chatId, { isFirst: true, dueAt: step.at });
  }
}

/** Asks for the tail of a chat, or for its whole log where the tail does not show what is missing. */
export function askForTail(step: Step, chatId: string, what: Partial<Ask> & Pick<Ask, 'dueAt'>): void {
  const wanted = ask(step, chatId, what);
  const log = step.state.desk.get(chatId)?.log;
  if (log !== undefined && hasMixedIndices(log)) wanted.lacked = log.at(-1);
}

/** Ends the backfill if its first looks are done, and says what is missing, also of what was given up without one. */
export function endIfDone(step: Step): void {
  const { state } = step;
  const { run, missing, givenUp, incomplete } = state;
  if (run === undefined) {
    if (!isComplete(step)) {
      if (givenUp !== undefined) ended(step, incomplete, spanOf(missing, givenUp));
    } else if (missing !== undefined) ended(step, incomplete, undefined);
    return;
  }
  if (run.isListPending || run.pending.size > 0) return;
  state.run = undefined;
  const { from, startedAt } = run;
  const lost = spanOf(givenUp, { from: from ?? startedAt, to: startedAt });
  ended(step, run, isComplete(step) ? undefined : lost);
}
const isComplete = ({ state }: Step): boolean => state.open.size === 0 && !state.list.isGivenUp;

function ended({ state, clock, effects }: Step, run: Run | undefined, missing: Window | undefined): void {
  Object.assign(state, { missing, givenUp: undefined, incomplete: missing === undefined ? undefined : run });
  if (missing !== undefined || run?.from === undefined) effects.push({ do: 'ended', missing });
  else {
    const { from, chatCount, messageCount } = run;
    effects.push({ do: 'ended', missing, backfilled: { from, to: clock, chatCount, messageCount } });
  }
}

/** The window from the start of the first to the end of the last. */
const spanOf = (window: Window | undefined, other: Window): Window =>
  window === undefined
    ? other
    : { from: Math.min(window.from, other.from), to: Math.max(window.to, other.to) };

/** Adds what was wanted since an instant, and is left to the next backfill, to what is missing. */
export function leaveOpen({ state, clock }: Step, since: number): void {
  state.givenUp = spanOf(state.givenUp, { from: Math.min(since, clock), to: clock });
}

/** Nothing more is requested of a chat for now. */
export function finished(step: Step, { chatId, isSecond, isFirst, ends }: Ask): void {
  const { state, at } = step;
  state.asks.delete(chatId);
  if (state.second === chatId) state.second = undefined;
  if (ends) endChat(step, chatId);
  if (isFirst && !isSecond) lookAgain(step, chatId, at);
  state.run?.pending.delete(chatId);
  forgetEvicted(step);
}

/** Evidence about chats that the desk has evicted is of no use. */
function forgetEvicted({ state: { chats, desk, seconds } }: Step): void {
  if (chats.size < 2 * desk.size + 100) return;
  for (const chatId of chats.keys())
    if (desk.get(chatId) === undefined && !seconds.has(chatId)) chats.delete(chatId);
}

/** A second look at the tail of a chat, for the first answer may have been behind. */
export function lookAgain({ state }: Step, chatId: string, at: number): void {
  if (!state.seconds.has(chatId)) state.seconds.set(chatId, at + secondLookAfter);
}

/** Ends a chat that two lists lacked, unless something was heard of it since. */
function endChat(step: Step, chatId: string): void {
  const { state, clock } = step;
  const absence = state.list.absent.get(chatId);
  const held = state.desk.get(chatId);
  state.list.absent.delete(chatId);
  if (absence?.isConfirmed !== true || held === undefined || held.hasEnded || held.liveSeq > absence.seq)
    return;
  emit(step, syntheticEnd(chatId, clock));
  evidenceOf(state, chatId).isUnavailable = false; // its messages may have been refused only because it was over
}

/** Reports history that could not be fetched. */
export function report(
  { effects }: Step,
  what: string,
  { reason, httpStatus }: Refusal,
  next: string,
  about: Pick<HistoryFailure, 'chatId' | 'from' | 'to'> = {},
): void {
  effects.push({
    do: 'fail',
    failure: {
      kind: 'history',
      message: `${what}: ${withoutStop(reason)}; ${next}`,
      ...about,
      ...(httpStatus !== undefined && { httpStatus }),
    },
  });
}

/** What follows when something was given up. */
export const againLater = 'requested again with the next backfill';

/** Nothing more is requested of an evicted chat. What it may lack is reported. */
export function evicted(step: Step, wanted: Ask, reason: string): void {
  const { chatId } = wanted;
  report(step, `messages of chat "${chatId}" may be missing`, { reason }, 'the chat has ended', { chatId });
  finished(step, wanted);
}

/** Reports what is missing of a chat and leaves it to the next backfill. */
export function giveUp(step: Step, wanted: Ask, refusal: Refusal): void {
  const { state } = step;
  const { chatId } = wanted;
  const log = state.desk.get(chatId)?.log;
  if (log === undefined) evicted(step, wanted, refusal.reason);
  else {
    const evidence = evidenceOf(state, chatId);
    const to = log.lastIndex ?? 0;
    const tail = Number.isFinite(evidence.tailFrom) ? evidence.tailFrom : to;
    const from = missingOf(state, evidence, log) ?? tail;
    evidence.reportedTo = to;
    report(step, `messages of chat "${chatId}" may be missing`, refusal, againLater, { chatId, from, to });
    state.open.add(chatId);
    leaveOpen(step, wanted.since);
    finished(step, wanted);
  }
}
