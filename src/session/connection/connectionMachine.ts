import { afterEvent } from '../../channel/connectionFacts.ts';
import { delayAfter, end, leave, startableAt } from './ending.ts';
import { finished } from './finished.ts';
import { hurry } from './hurry.ts';
import { rebased } from './rebased.ts';
import {
  onConnect,
  onDisconnect,
  onFailed,
  onHandshake,
  onSubscribe,
  pollOverdueAt,
  replyTime,
} from './replying.ts';
import type { ConnectionEvent } from './events.ts';
import {
  andThen,
  type ConnectionRules,
  type MachineState,
  type MachineStep,
  noSession,
  only,
} from './types.ts';

/**
 * Decides everything about the connection: login, handshake, subscription, polls, retries, status. Plain data in, plain
 * data out; no clock, no I/O. The shell performs the effects in their order.
 */
export function step(before: MachineState, event: ConnectionEvent, rules: ConnectionRules): MachineStep {
  const state = rebased(before, event);
  if (state.phase === 'closed') return only(state);
  if ('session' in event && event.session !== state.session) return finished(before, only(state));
  // Timers alone make something overdue, and each only what it was set for: a clock that is set forward does not.
  const fired = event.type === 'wake' ? Math.min(state.now, before.wakeAt ?? state.now) : -Infinity;
  const handled = andThen(onEvent(state, event, rules), (next) => whatIsDue(next, fired, rules));
  return finished(before, handled);
}

function onEvent(state: MachineState, event: ConnectionEvent, rules: ConnectionRules): MachineStep {
  switch (event.type) {
    case 'wanted':
      return onWanted(state);
    case 'unwanted':
      return onUnwanted(state, rules);
    case 'reconnect':
    case 'online':
      return only(hurry(state, event.type, rules));
    case 'close':
      return andThen(leave(state, true), (left) =>
        only({ ...left, phase: 'closed', isWanted: false, leftBy: undefined, deferred: undefined }),
      );
    case 'missing':
      return only({ ...state, missing: event.window });
    case 'wake':
      return only(state);
    case 'left':
      return only({ ...state, leftBy: undefined });
    default:
      return onSessionEvent(state, event, rules);
  }
}

function onSessionEvent(
  state: MachineState,
  event: Extract<ConnectionEvent, { readonly session: number }>,
  rules: ConnectionRules,
): MachineStep {
  if (event.type === 'loggedIn') return state.phase === 'loggingIn' ? opened(state, rules) : only(state);
  if (event.type === 'loginFailed') {
    return state.phase === 'loggingIn' ? end(state, event.failure, rules) : only(state);
  }
  if (state.phase !== 'open') return only(state);
  switch (event.type) {
    case 'progress':
      return only(withProgress(state));
    case 'openFailed':
      return end(state, event.failure, rules);
    case 'handshake':
      return onHandshake(state, event, rules);
    case 'subscribe':
      return onSubscribe(state, event, rules);
    case 'connect':
      return onConnect(state, event, rules);
    case 'disconnect':
      return onDisconnect(state, event, rules);
    case 'failed':
      return onFailed(state, event, rules);
  }
}

/** A start: nothing that was known before counts any more, but for when it may start. */
function onWanted(state: MachineState): MachineStep {
  if (state.isWanted) return only(state);
  const wanted: MachineState = {
    ...state,
    isWanted: true,
    phase: state.phase === 'idle' ? 'waiting' : state.phase,
    wasConnected: false,
    receivedUntil: undefined,
    lostFrom: undefined,
    missing: undefined,
  };
  return only(wanted);
}

/** Leaves what there is. What comes back soon waits as long as it would have waited here. */
function onUnwanted(state: MachineState, rules: ConnectionRules): MachineStep {
  if (!state.isWanted) return only(state);
  const { phase, startedAt = state.now, attempt, connectedAt, pollAt = 0 } = state;
  const unwanted = { ...state, isWanted: false };
  if (phase === 'waiting') return only({ ...unwanted, phase: 'idle' });
  if (phase !== 'loggingIn' && phase !== 'open') return only(unwanted);
  const abandoned = state.abandoned + (connectedAt === undefined ? 1 : 0);
  const backoff = connectedAt === undefined ? startedAt + delayAfter(rules, attempt + abandoned) : pollAt;
  const retryAt = Math.max(state.retryAt, backoff, startableAt(state, rules.policy.initialDelay));
  return andThen(leave(unwanted, false), (left) => only({ ...left, phase: 'idle', abandoned, retryAt }));
}

/** Logged in: the client is next. */
function opened(state: MachineState, { transports }: ConnectionRules): MachineStep {
  const sent = afterEvent(noSession.facts, { type: 'handshakeSent' });
  const isLess = state.isWebSocketOff && transports.some((name) => name !== 'websocket');
  const used = isLess ? transports.filter((name) => name !== 'websocket') : transports;
  return only(
    {
      ...state,
      ...noSession,
      phase: 'open',
      facts: afterEvent(sent, { type: 'pending', pending: 1 }),
      overdueAt: state.now + replyTime,
    },
    { do: 'open', session: state.session, transports: used },
  );
}

/** Does what its time has come for; `fired` is the instant that a timer was set for. */
function whatIsDue(before: MachineState, fired: number, rules: ConnectionRules): MachineStep {
  const { deferred, now } = before;
  const isHurried = deferred !== undefined && now >= deferred.at;
  const hurried = isHurried ? hurry({ ...before, deferred: undefined }, deferred.type, rules) : before;
  const isLeft = hurried.leftBy !== undefined && fired >= hurried.leftBy;
  const state = isLeft ? { ...hurried, leftBy: undefined } : hurried;
  const { phase, leftBy, retryAt, pollAt, overdueAt, session } = state;
  if (phase === 'waiting' && leftBy === undefined && now >= retryAt) return started(state);
  if (phase !== 'open') return only(state);
  if (overdueAt !== undefined && fired >= overdueAt) {
    return andThen(end(state, { kind: 'failed', message: overdue }, rules), (ended) =>
      whatIsDue(ended, -Infinity, rules),
    );
  }
  if (pollAt === undefined || now < pollAt) return only(state);
  const polling = { ...state, pollAt: undefined };
  return only(
    { ...polling, overdueAt: state.facts.pending === 0 ? pollOverdueAt(polling) : overdueAt },
    { do: 'poll', session },
  );
}

/** A poll whose reply still arrives is not overdue; a subscription has its own time. */
function withProgress(state: MachineState): MachineState {
  const { now, facts, overdueAt } = state;
  if (overdueAt === undefined || facts.pending > 0) return state;
  return { ...state, overdueAt: Math.max(overdueAt, now + replyTime) };
}

const overdue = 'the client has stopped polling, or its subscription is not answered';

function started(state: MachineState): MachineStep {
  const session = state.session + 1;
  return only(
    { ...state, session, phase: 'loggingIn', startedAt: state.now, mustRenew: false },
    { do: 'login', session, renew: state.mustRenew },
  );
}
