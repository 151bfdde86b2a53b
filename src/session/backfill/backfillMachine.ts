import { type ChatNotification, isSystemMessage } from '../../model/index.ts';
import type { HeldChat } from '../desk/index.ts';
import { type ChatEvidence, evidenceOf, knownEvidence, missingOf } from './chatEvidence.ts';
import type { BackfillEffect, BackfillEvent, HistoryRequest, Refusal } from './events.ts';
import { giveUpList, listed, listRefused } from './listing.ts';
import { fetched, isDenial, refused } from './messages.ts';
import { timeOf } from './machineTime.ts';
import { pump } from './requests.ts';
import { endIfDone, giveUp, lookAgain } from './run.ts';
import { ask } from './ask.ts';
import { begin } from './begin.ts';
import {
  type BackfillRules,
  type BackfillState,
  maxFailures,
  patience,
  secondLookAfter,
  type Step,
} from './state.ts';

/**
 * One step of the backfill: what to request, what to emit, and when to look again, by the evidence that the answers of the
 * server are. It changes the state in place, and has no clock and no I/O.
 */
export function stepBackfill(
  state: BackfillState,
  event: BackfillEvent,
  rules: BackfillRules,
): { readonly state: BackfillState; readonly effects: readonly BackfillEffect[] } {
  const at = timeOf(state.time, event.at, state.wakeAt);
  const step: Step = { state, rules, at, clock: event.at, effects: [] };
  react(step, event);
  if (state.isOver) dropSecondLooks(state);
  if (event.type !== 'received' || state.asks.size > 0 || state.list.dueAt < state.wakeAt) pump(step);
  endIfDone(step);
  return step;
}

function react(step: Step, event: BackfillEvent): void {
  const { state } = step;
  switch (event.type) {
    case 'connected':
      begin(step, event.lostFrom);
      break;
    case 'received':
      received(step, event.notification);
      break;
    case 'listed':
    case 'fetched':
    case 'refused':
      answered(step, event);
      break;
    case 'wake':
      state.wakeAt = Infinity;
      break;
    case 'completed':
      state.isOver = true;
      for (const wanted of state.asks.values()) if (wanted.isForGap) wanted.dueAt = step.at;
      break;
  }
}

/** Nothing is pushed any more that could prove an answer stale. */
function dropSecondLooks({ seconds, list, run }: BackfillState): void {
  seconds.clear();
  if (run?.isListPending !== true) list.dueAt = Infinity;
}

/** Ignores answers to requests of an earlier backfill. */
function answered(
  step: Step,
  event: BackfillEvent & { readonly type: 'listed' | 'fetched' | 'refused' },
): void {
  const { state } = step;
  const request = state.requests.get(event.request);
  if (request === undefined) return;
  state.requests.delete(event.request);
  const wanted = state.asks.get(request.chatId ?? '');
  if (request.chatId === undefined) state.list.request = undefined;
  if (event.type === 'refused') {
    wasRefused(step, request, event.refusal);
    return;
  }
  state.failures = 0;
  if (event.type === 'listed') listed(step, request, event.chats);
  else if (wanted !== undefined) fetched(step, request, wanted, event.messages);
}

/** What is wrong with the server, not with one chat, makes all requests wait. */
function wasRefused(step: Step, { chatId }: HistoryRequest, refusal: Refusal): void {
  const { state, at, rules } = step;
  if (!isDenial(refusal) || chatId === undefined) {
    state.failures += 1;
    const pause = Math.max(rules.delayAfter(state.failures), refusal.retryAfter ?? 0);
    state.pausedUntil = Math.max(state.pausedUntil, at + pause);
  }
  const wanted = state.asks.get(chatId ?? '');
  if (chatId === undefined) listRefused(step, refusal);
  else if (wanted !== undefined) refused(step, wanted, refusal);
  if (state.failures < maxFailures) return;
  for (const left of [...state.asks.values()]) if (left.request === undefined) giveUp(step, left, refusal);
  state.failures = 0;
  state.seconds.clear();
  if (state.list.dueAt < Infinity) giveUpList(step, refusal);
}

/** Looks for hints that something is missing. */
function received(step: Step, notification: ChatNotification): void {
  const { state, at, rules } = step;
  const { chatId } = notification;
  const held = chatId === undefined ? undefined : state.desk.get(chatId);
  if (held === undefined) return;
  if (state.list.absent.delete(held.chatId) && state.list.looks < rules.maxRequests)
    hintAtList(step, secondLookAfter); // the next list tells whether it goes on
  state.list.revived.delete(held.chatId);
  if (state.open.has(held.chatId) && isWhole(state, held)) state.open.delete(held.chatId); // what was missing was pushed late
  if (notification.kind === 'messages') {
    if (isStrange(held) && !notification.messages.every(isSystemMessage))
      hintAtList(step, held.isEndSynthetic ? secondLookAfter : strangePatience);
    const isBroken = notification.rejected !== undefined;
    if (isBroken || hasGap(step, held)) ask(step, held.chatId, { isForGap: !isBroken, dueAt: at + patience });
  } else if (held.hasEnded && !evidenceOf(state, held.chatId).isEndKnown) {
    evidenceOf(state, held.chatId).isEndKnown = true;
    ask(step, held.chatId, { dueAt: at + patience }); // it may have said something last
    state.seconds.delete(held.chatId); // one that is pending would come too soon after the end
    lookAgain(step, held.chatId, at);
  } else if (!held.hasEnded) {
    const evidence = knownEvidence(state, held.chatId);
    if (evidence === undefined) return;
    if (evidence.isEndKnown) evidence.isUnavailable = false; // the server may have forgotten it only while it was over
    evidence.isEndKnown = false;
    if (hasGap(step, held)) ask(step, held.chatId, { isForGap: true, dueAt: at + patience });
    if (!isTailOpen(state, evidence, held.chatId)) return;
    ask(step, held.chatId, { dueAt: at + patience }); // it was over when something may have been missed
    lookAgain(step, held.chatId, at);
  }
}

/** Whether the tail of a chat is not known since the last reconnection, and nobody looks at it. */
const isTailOpen = (
  { asks, seconds, open }: BackfillState,
  { tailFrom, isUnavailable }: ChatEvidence,
  chatId: string,
): boolean =>
  tailFrom < Infinity && !isUnavailable && !asks.has(chatId) && !seconds.has(chatId) && !open.has(chatId);

/** Whether no message of a chat is missing, neither between others nor at its tail. */
function isWhole(state: BackfillState, { chatId, log }: HeldChat): boolean {
  const evidence = evidenceOf(state, chatId);
  return evidence.tailFrom === Infinity && missingOf(state, evidence, log) === undefined;
}

/** Whether messages are missing that nobody has asked for. */
function hasGap({ state }: Step, { chatId, log }: HeldChat): boolean {
  const evidence = knownEvidence(state, chatId);
  if (log.gaps.length === 0 && (log.at(0)?.index ?? 0) <= 1) return false;
  const known = evidence ?? evidenceOf(state, chatId);
  if (known.isUnavailable || state.asks.has(chatId)) return false;
  const missing = missingOf(state, known, log);
  return missing !== undefined && (log.lastIndex ?? 0) > known.reportedTo;
}

/** A chat that speaks although its end was concluded, or whose state was never shown. */
const isStrange = ({ chat, isEndSynthetic }: HeldChat): boolean => chat === undefined || isEndSynthetic;

/** How long the list is left alone because of a chat that it does not show, in milliseconds. */
const strangePatience = 60_000;

/** Requests the list, unless that is due anyway, and not sooner than so long after the last one. */
function hintAtList({ state: { list }, at }: Step, pause: number): void {
  if (!list.isKnown || list.request !== undefined || list.dueAt < Infinity) return;
  list.dueAt = Math.max(at + patience, list.askedAt + pause);
}
