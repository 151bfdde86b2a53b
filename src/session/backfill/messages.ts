import { type ChatMessage } from '../../model/index.ts';
import type { MessageLog } from '../../state/messageLog.ts';
import { type HeldChat, pastMessages } from '../desk/index.ts';
import { evidenceOf, missingOf } from './chatEvidence.ts';
import {
  firstMissing,
  hasMixedIndices,
  highestOf,
  highestReturned,
  holdsAnchor,
  isOfEarlierEpoch,
} from './evidence.ts';
import type { HistoryRequest, Refusal } from './events.ts';
import { evicted, finished, giveUp, lookAgain, report } from './run.ts';
import { type Ask, type BackfillState, emit, secondLookAfter, type Step } from './state.ts';

/** An answer of so many messages may be one page of several. */
const page = 20;
/** Before a further page, where the last one brought no news, in milliseconds. */
const pagePause = 150;

/** Takes the messages of an answer, and decides by what they prove whether more has to be requested. */
export function fetched(
  step: Step,
  request: HistoryRequest,
  wanted: Ask,
  messages: readonly ChatMessage[],
): void {
  const { state, at } = step;
  const { chatId, anchor } = wanted;
  Object.assign(wanted, { request: undefined, deniedAt: undefined });
  for (const { type } of messages) state.returnedTypes.add(type);
  const chat = state.desk.get(chatId);
  if (anchor !== undefined && chat !== undefined && chat.openedSeq > request.seq) {
    again(step, wanted, at); // it was evicted meanwhile: nothing is held of it any more
    return;
  }
  if (anchor !== undefined && !holdsAnchor(messages, anchor)) {
    wanted.lacked = anchor; // the indices may have restarted: only the whole log shows it
    again(step, wanted, at);
    return;
  }
  if (chat !== undefined && isOfEarlierEpoch(messages, chat.log)) {
    retry(step, wanted, { reason: 'the server has not seen yet that the indices restarted' });
    return;
  }
  const news = messages.length > 0 ? newsOf(step, request, messages) : 0;
  const counted = state.run ?? state.incomplete;
  if (counted !== undefined) counted.messageCount += news;
  const log = state.desk.get(chatId)?.log;
  if (log === undefined) {
    evicted(step, wanted, 'the server did not give them in time');
    return;
  }
  const before = missingOf(state, evidenceOf(state, chatId), log) ?? Infinity;
  const isStale = prove(step, request, log, messages);
  const evidence = evidenceOf(state, chatId);
  const { lack } = evidence;
  const missing = missingOf(state, evidence, log);
  if (missing === undefined && !isStale) state.open.delete(chatId);
  const highest = highestOf(messages, log);
  const start = anchor?.index ?? (news > 0 || hasMixedIndices(log) ? -Infinity : Infinity); // else the first page is enough
  const isAdvance = highest > (wanted.reached ?? start); // a page may follow
  const pause = wanted.reached === undefined ? 0 : pagePause;
  if (isAdvance) wanted.reached = highest;
  const isProgress = news > 0 || (missing ?? Infinity) > before;
  if (isProgress) wanted.tries = 0;
  const { lacked } = wanted;
  const isBehind = lacked !== undefined && holdsAnchor(messages, lacked); // not this answer, the one before
  wanted.lacked = undefined; // of many messages it is the first page only
  if (news > 0 && missing === undefined && !isStale && !wanted.isSecond && messages.length < page) {
    evidence.tailFrom = Math.min(evidence.tailFrom, highest); // a page can end between two messages of one index
    lookAgain(step, chatId, at);
    finished(step, wanted);
  } else if ((isProgress || isAdvance) && (news > 0 || missing !== undefined || !wanted.isForGap)) {
    if (isStale) wanted.isForGap = false; // also between two messages of one index
    again(step, wanted, isProgress ? at : at + pause); // an answer can be one page: the next request starts where this one ended, or at the tail
  } else if (missing !== undefined && !isStale && lack !== undefined) {
    again(step, wanted, lack.sentAt + secondLookAfter);
  } else if (missing !== undefined || ((isStale || isBehind) && wanted.isSecond)) {
    retry(step, wanted, { reason: 'the server does not have them, or not yet' });
  } else {
    if (wanted.isSecond) evidence.tailFrom = Infinity;
    finished(step, wanted);
  }
}

/** Notes what an answer proves about the log of a chat. Returns whether it is behind what was pushed. */
function prove(
  step: Step,
  request: HistoryRequest,
  log: MessageLog,
  messages: readonly ChatMessage[],
): boolean {
  const { state } = step;
  const evidence = evidenceOf(state, request.chatId ?? '');
  const highest = highestOf(messages, log);
  evidence.settledTo = Math.max(evidence.settledTo, highest - 1);
  evidence.tailFrom = Math.max(evidence.tailFrom, highest);
  const returned = highestReturned(log, (type) => state.returnedTypes.has(type));
  if (highest < returned) return true;
  const { sentAt } = request;
  const { lack } = evidence;
  const isSecond = lack !== undefined && sentAt - lack.sentAt >= secondLookAfter;
  if (isSecond) {
    const above = (firstMissing(log, evidence.settledTo) ?? lack.to) - 1;
    evidence.presumed = { above, to: lack.to - 1, returned };
  }
  if (missingOf(state, evidence, log) === undefined) evidence.lack = undefined;
  else if (lack === undefined || isSecond) evidence.lack = { sentAt, to: log.lastIndex ?? 0 };
  return false;
}

/** How many messages of an answer are new. What does not start at the beginning is not the whole log. */
function newsOf(step: Step, { chatId = '', from }: HistoryRequest, messages: readonly ChatMessage[]): number {
  const log = pastMessages(chatId, messages, step.clock);
  const told = emit(step, from > 1 ? { ...log, isPartial: true } : log);
  return told?.kind === 'messages' ? told.messages.length : 0;
}

/** Requests the same once more, behind all others. */
function again({ state }: Step, wanted: Ask, dueAt: number): void {
  wanted.dueAt = dueAt;
  state.asks.delete(wanted.chatId);
  state.asks.set(wanted.chatId, wanted);
}

function retry(step: Step, wanted: Ask, refusal: Refusal): void {
  const { at, rules } = step;
  wanted.tries += 1;
  if (wanted.tries >= rules.maxRequests) giveUp(step, wanted, refusal);
  else again(step, wanted, at + Math.max(rules.delayAfter(wanted.tries), refusal.retryAfter ?? 0));
}

/** Decides what a refused request for the messages of a chat means. */
export function refused(step: Step, wanted: Ask, refusal: Refusal): void {
  const { state, at } = step;
  wanted.request = undefined;
  const held = state.desk.get(wanted.chatId);
  if (held === undefined) {
    evicted(step, wanted, refusal.reason);
  } else if (!isDenial(refusal)) {
    retry(step, wanted, refusal);
  } else if ((wanted.ends || held.hasEnded) && !isMissing(state, held)) {
    finished(step, wanted); // the server no longer knows a chat that is over
  } else if (wanted.deniedAt === undefined || at - wanted.deniedAt < secondLookAfter) {
    wanted.deniedAt ??= at;
    again(step, wanted, wanted.deniedAt + secondLookAfter);
  } else {
    unavailable(step, wanted, refusal);
  }
}

const isMissing = (state: BackfillState, { chatId, log }: HeldChat): boolean =>
  missingOf(state, evidenceOf(state, chatId), log) !== undefined;

/** The server refuses for good: what is missing is reported once, and requested again with the next backfill only. */
function unavailable(step: Step, wanted: Ask, refusal: Refusal): void {
  const { state } = step;
  const { chatId } = wanted;
  const held = state.desk.get(chatId);
  const log = held?.log;
  const evidence = evidenceOf(state, chatId);
  evidence.isEndKnown ||= held?.hasEnded === true; // where it goes on later, it is requested again
  const to = log?.lastIndex ?? 0;
  evidence.isUnavailable = true;
  if (to > evidence.unavailableTo) {
    evidence.unavailableTo = to;
    const from = log === undefined ? 0 : (missingOf(state, evidence, log) ?? to);
    const what = `messages of chat "${chatId}" are not available`;
    report(step, what, refusal, 'see `paths` of `history`', { chatId, from, to });
  }
  finished(step, wanted);
}

/** The server knows what is asked for, and does not give it. */
export const isDenial = ({ httpStatus }: Refusal): boolean =>
  httpStatus === 403 || httpStatus === 404 || httpStatus === 410;
