import { afterEvent } from '../../channel/connectionFacts.ts';
import { ending } from '../../channel/errors.ts';
import { failureOf, isAbout } from '../../channel/replies.ts';
import { adviceAfter } from './advice.ts';
import type { Failure } from '../connectionFailure.ts';
import { countAttempt, delayAfter, end, explain, leave } from './ending.ts';
import { handshakeDefect, judge } from './judge.ts';
import type { ConnectionEvent } from './events.ts';
import {
  andThen,
  type ConnectionRules,
  isConnected,
  type MachineState,
  type MachineStep,
  noRefusals,
  only,
} from './types.ts';

type Of<T extends ConnectionEvent['type']> = Extract<ConnectionEvent, { readonly type: T }>;

/** How long the reply to a handshake or a subscription may take, and the margin of a poll: CometD's own clocks come first. */
export const replyTime = 12_000;
/** A WebSocket that was cut for longer may not be let through any more. */
const longestCut = 10_000;

/** When the poll that is sent now is overdue. */
export const pollOverdueAt = ({ now, advice }: MachineState): number =>
  now + advice.timeout + advice.interval + replyTime;

export function onHandshake(
  before: MachineState,
  event: Of<'handshake'>,
  rules: ConnectionRules,
): MachineStep {
  const { reply } = event;
  if (reply.successful !== true) return onFailed(before, asFailed(event, false), rules);
  const defect = handshakeDefect(reply);
  if (defect !== undefined) return end(before, { kind: 'failed', message: defect }, rules);
  const state = advised(before, reply.advice);
  if (reply.advice?.reconnect === 'none') return end(state, { kind: 'lost', message: ending(reply) }, rules);
  return only({
    ...state,
    facts: afterEvent(state.facts, { type: 'handshake', reply }),
    isAcknowledged: rules.ack && isAcknowledging(reply.ext),
    overdueAt: state.now + replyTime,
  });
}

export function onSubscribe(
  before: MachineState,
  event: Of<'subscribe'>,
  rules: ConnectionRules,
): MachineStep {
  const { reply } = event;
  const { channel } = rules;
  const isOurs = channel === undefined || reply.subscription === undefined || isAbout(channel, reply);
  // A subscription that was acknowledged stays so, whatever else is said about it.
  if (!isOurs || before.facts.pending === 0) return only(before);
  if (reply.successful !== true) return end(before, judged(event), rules);
  const state = advised(before, reply.advice);
  const facts = afterEvent(state.facts, { type: 'pending', pending: 0 });
  const overdueAt = state.pollAt === undefined ? pollOverdueAt(state) : undefined;
  return whenConnected(before, { ...state, facts, overdueAt });
}

export function onConnect(before: MachineState, event: Of<'connect'>, rules: ConnectionRules): MachineStep {
  const { reply } = event;
  if (reply.successful !== true) return onFailed(before, asFailed(event, true), rules);
  const state = advised(before, reply.advice);
  const next = reply.advice?.reconnect;
  if (next === 'none' || next === 'handshake') {
    const message = next === 'none' ? ending(reply) : 'the server wants a new session';
    const receivedUntil = isConnected(before) ? state.now : state.receivedUntil;
    const retryAfter = state.advice.interval;
    return end({ ...state, receivedUntil }, { kind: 'lost', message, retryAfter }, rules);
  }
  const facts = afterEvent(state.facts, { type: 'connect', reply });
  return whenConnected(before, {
    ...state,
    facts,
    failingFrom: undefined,
    pollAt: undefined,
    isWebSocketOff: false,
    overdueAt: facts.pending === 0 ? pollOverdueAt(state) : state.overdueAt,
  });
}

/** The server ended the session without being asked to. */
export const onDisconnect = (
  state: MachineState,
  { reply }: Of<'disconnect'>,
  rules: ConnectionRules,
): MachineStep => end(state, { kind: 'lost', message: ending(reply) }, rules);

/** A handshake or a poll has failed: the same session again, or another. */
export function onFailed(before: MachineState, event: Of<'failed'>, rules: ConnectionRules): MachineStep {
  const { reply, transport } = event;
  const failure = judged(event);
  const isOverWebSocket = transport === 'websocket' && rules.transports.some((name) => name !== 'websocket');
  if (reply.channel !== '/meta/connect') {
    const isStuck = isOverWebSocket && failureOf(reply) !== undefined && !before.isWebSocketOff;
    return isStuck ? withoutWebSocket(before, failure) : end(before, failure, rules);
  }
  return failure.kind === 'failed'
    ? pollFailed(before, event, failure, isOverWebSocket, rules)
    : end(before, failure, rules);
}

/** A WebSocket is not let through: the next session goes without, at once. */
function withoutWebSocket(before: MachineState, failure: Failure): MachineStep {
  return andThen(leave(explain(before, failure), false), (state) =>
    only({ ...state, phase: 'waiting', isWebSocketOff: true, retryAt: state.now, notBefore: state.now }),
  );
}

/** No answer, or one that may be another next time: polls on for as long as the server keeps the session. */
function pollFailed(
  before: MachineState,
  { reply, canPollAgain }: Of<'failed'>,
  failure: Failure,
  isOverWebSocket: boolean,
  rules: ConnectionRules,
): MachineStep {
  const { now, facts, failingFrom = now } = before;
  const failing: MachineState = {
    ...explain(advised(before, reply.advice), failure),
    facts: afterEvent(facts, { type: 'connect', reply: { ...reply, successful: false, advice: {} } }),
    failingFrom,
  };
  const { advice } = failing;
  const isStuck = isOverWebSocket && now - failingFrom >= longestCut;
  const hasGivenUp = isStuck || !canPollAgain || now - failingFrom >= advice.maxInterval;
  const lost = { ...failing, isWebSocketOff: failing.isWebSocketOff || isStuck };
  // What was never connected counts its attempts when it ends.
  if (hasGivenUp && before.connectedAt === undefined) return end(lost, failure, rules);
  const counted = countAttempt(lost, rules);
  if (counted.phase === 'failed') return exhausted(counted, before);
  if (hasGivenUp) return end(counted, failure, rules);
  const notBefore = now + Math.max(failure.retryAfter ?? 0, advice.interval);
  const { isAcknowledged, lostFrom, receivedUntil, overdueAt, attempt } = counted;
  return only({
    ...counted,
    notBefore,
    pollAt: Math.max(now + delayAfter(rules, attempt), notBefore),
    overdueAt: facts.pending === 0 ? undefined : overdueAt,
    lostFrom: isAcknowledged ? lostFrom : (lostFrom ?? receivedUntil),
  });
}

/** The last attempt allowed has failed in a session that is still open. */
const exhausted = (state: MachineState, { phase }: MachineState): MachineStep =>
  andThen(leave({ ...state, phase }, false), (left) =>
    only({ ...left, phase: 'failed', lostFrom: left.lostFrom ?? left.receivedUntil }),
  );

/** It was connected by this event, or is still. */
function whenConnected(before: MachineState, state: MachineState): MachineStep {
  if (!isConnected(state)) return only(state);
  const isNew = state.connectedAt === undefined;
  const { now, connectedAt = now, lostFrom } = state;
  const connected: MachineState = {
    ...state,
    connectedAt,
    wasConnected: true,
    attempt: 0,
    abandoned: 0,
    refusals: noRefusals,
    receivedUntil: now,
    lostFrom: undefined,
    reason: undefined,
    httpStatus: undefined,
  };
  const mayHaveMissed = isNew || (!isConnected(before) && lostFrom !== undefined);
  return mayHaveMissed ? only(connected, { do: 'connected', lostFrom }) : only(connected);
}

const advised = (state: MachineState, advice: unknown): MachineState => ({
  ...state,
  advice: adviceAfter(state.advice, typeof advice === 'object' ? advice : undefined),
});

const asFailed = (event: Of<'handshake' | 'connect'>, canPollAgain: boolean): Of<'failed'> => ({
  ...event,
  type: 'failed',
  transport: undefined,
  canPollAgain,
});

/** Credentials that were renewed meanwhile are not those that were refused. */
function judged({ reply, isOutdated = false }: Of<'failed' | 'subscribe'>): Failure {
  const failure = judge(reply);
  return isOutdated && isRefusal(failure) ? { ...failure, kind: 'lost', renew: false } : failure;
}

const isRefusal = ({ kind, renew }: Failure): boolean =>
  kind === 'unauthorized' || kind === 'forbidden' || renew === true;

/** Whether the server has the ack extension, too. */
const isAcknowledging = (ext: unknown): boolean =>
  typeof ext === 'object' && ext !== null && 'ack' in ext && ext.ack === true;
