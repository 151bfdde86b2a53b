import { evidenceOf, missingOf } from './chatEvidence.ts';
import { anchorAt } from './evidence.ts';
import { evicted, finished } from './run.ts';
import { ask } from './ask.ts';
import { type Ask, type BackfillState, type Step, width } from './state.ts';

/** Sends what is due, a few requests at a time, and says when to look again. */
export function pump(step: Step): void {
  const { state, at } = step;
  while (!isFull(state) && allowedFrom(step) <= at && sendNext(step));
  const wakeAt = isFull(state) ? Infinity : Math.max(nextDue(state), allowedFrom(step));
  if (wakeAt === state.wakeAt) return;
  state.wakeAt = wakeAt;
  step.effects.push({ do: 'wakeAt', at: wakeAt - state.time.shift });
}

/** While nothing succeeds only one request is under way. */
const isFull = ({ requests, failures }: BackfillState): boolean =>
  requests.size >= (failures > 0 ? 1 : width);

/** When the next request may be sent: a server is neither flooded nor asked while it fails. */
function allowedFrom({ state: { sentAt, pausedUntil }, rules: { rate }, at }: Step): number {
  while (sentAt[0] !== undefined && sentAt[0] <= at - 1_000) sentAt.shift();
  const [oldest = -Infinity] = sentAt;
  return sentAt.length < rate ? pausedUntil : Math.max(pausedUntil, oldest + 1_000);
}

/** Whether the list has yet to say which chats there are. */
const isListAwaited = ({ run, list }: BackfillState): boolean =>
  run?.isListPending === true && list.tries === 0;

/** The list first, then chats in their order, then second looks. Returns whether something was due. */
function sendNext(step: Step): boolean {
  const { state, at } = step;
  const { list, asks, seconds } = state;
  if (list.request === undefined && list.dueAt <= at) {
    list.dueAt = Infinity;
    list.askedAt = at;
    list.request = send(step, undefined, 0);
    return true;
  }
  if (isListAwaited(state)) return false;
  for (const wanted of asks.values()) {
    if (wanted.request !== undefined || wanted.dueAt > at) continue;
    fetchMessages(step, wanted);
    return true;
  }
  const [second] = seconds;
  if (second === undefined || second[1] > at || state.second !== undefined) return false;
  const [chatId] = second;
  seconds.delete(chatId);
  if (state.desk.get(chatId) === undefined || evidenceOf(state, chatId).isUnavailable) return true;
  state.second = chatId;
  ask(step, chatId, { isSecond: true, dueAt: at });
  return true;
}

/** Requests the messages of a chat from the lowest index on of which something may be missing. */
function fetchMessages(step: Step, wanted: Ask): void {
  const { state } = step;
  const held = state.desk.get(wanted.chatId);
  if (held === undefined) {
    evicted(step, wanted, 'the server did not give them in time');
    return;
  }
  const evidence = evidenceOf(state, wanted.chatId);
  const missing = missingOf(state, evidence, held.log);
  if (wanted.isForGap && (missing === undefined || (held.log.lastIndex ?? 0) <= evidence.reportedTo)) {
    finished(step, wanted); // filled meanwhile
    return;
  }
  const { returnedTypes } = state;
  const isReturned = (type: string): boolean => returnedTypes.size === 0 || returnedTypes.has(type);
  const lowest = Math.min(evidence.tailFrom, (missing ?? Infinity) - 1, wanted.reached ?? Infinity);
  const anchor = wanted.lacked !== undefined ? undefined : anchorAt(held.log, lowest, isReturned);
  wanted.anchor = anchor;
  wanted.request = send(step, wanted.chatId, anchor?.index ?? 0);
}

function send({ state, at, effects }: Step, chatId: string | undefined, from: number): number {
  const id = (state.requestCount += 1);
  const request = { id, from, sentAt: at, seq: state.desk.seq, ...(chatId !== undefined && { chatId }) };
  state.requests.set(id, request);
  state.sentAt.push(at);
  effects.push({ do: 'fetch', request });
  return id;
}

/** When the next request is due; `Infinity` if nothing is to be requested. */
function nextDue(state: BackfillState): number {
  const { list, asks, seconds, second } = state;
  let due = list.request === undefined ? list.dueAt : Infinity;
  if (isListAwaited(state)) return due;
  for (const { request, dueAt } of asks.values()) if (request === undefined) due = Math.min(due, dueAt);
  const [next] = seconds.values();
  return second === undefined ? Math.min(due, next ?? Infinity) : due;
}
