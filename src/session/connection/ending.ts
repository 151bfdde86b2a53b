import type { Failure } from '../connectionFailure.ts';
import { shortReason } from '../shortReason.ts';
import { statusOf } from './statusOf.ts';
import {
  andThen,
  type ConnectionRules,
  type MachineState,
  type MachineStep,
  noSession,
  only,
} from './types.ts';

/** How long to wait for `left` at most, in milliseconds: longer than the shell takes to leave. */
const leavingTime = 15_000;

/** Ends the current session, if there is one; the next waits until that is done. */
export function leave(state: MachineState, forgetCookies: boolean): MachineStep {
  const { session, now, phase } = state;
  const left = { ...state, ...noSession };
  // A login under way is everybody's, and goes on.
  if (phase !== 'open' && !forgetCookies) return only(left);
  return only({ ...left, leftBy: now + leavingTime }, { do: 'leave', session, forgetCookies });
}

/** Records why something failed. */
export function explain(
  state: MachineState,
  { message, httpStatus }: Pick<Failure, 'message' | 'httpStatus'>,
): MachineState {
  return { ...state, reason: shortReason(message), httpStatus };
}

/** The current session, or the login before it, has failed: decides what follows. */
export function end(before: MachineState, failure: Failure, rules: ConnectionRules): MachineStep {
  const { kind, retryAfter = 0, renew = false } = failure;
  // A sticky cookie may pin to a node that is dead, which answers badly, with a page, or not at all.
  const mayBePinned = kind === 'failed' || kind === 'loginPage';
  const ended = leave(explain(before, failure), mayBePinned);
  return andThen(ended, (left) => {
    const state: MachineState = {
      ...left,
      phase: 'waiting',
      lostFrom: left.lostFrom ?? left.receivedUntil,
      notBefore: left.now + retryAfter,
      mustRenew: left.mustRenew || renew,
    };
    switch (kind) {
      case 'denied':
        return only({ ...state, phase: 'denied' });
      case 'unusable':
        return only({ ...state, phase: 'failed', attempt: state.attempt + 1 });
      case 'unauthorized':
      case 'forbidden':
      case 'loginPage':
        return refused(before, state, { ...failure, kind }, rules);
      default:
        return only(afterFailure(before, state, rules));
    }
  });
}

/** A session that was connected is followed by the next at once; else the backoff applies. */
const afterFailure = (before: MachineState, state: MachineState, rules: ConnectionRules): MachineState =>
  before.connectedAt === undefined ? backOff(state, rules) : afterLoss(state, before.connectedAt, rules);

/** Counts a failed attempt and waits, or gives up. */
function backOff(before: MachineState, rules: ConnectionRules): MachineState {
  const state = countAttempt(before, rules);
  if (state.phase === 'failed') return state;
  const { now, attempt, abandoned, notBefore } = state;
  return { ...state, retryAt: Math.max(now + delayAfter(rules, attempt + abandoned), notBefore) };
}

/** Counts a failed attempt; the phase is `failed` if it was the last one allowed. */
export function countAttempt(before: MachineState, { policy }: ConnectionRules): MachineState {
  const state = { ...before, attempt: before.attempt + 1 };
  const isLast = state.attempt >= policy.maxAttempts || !policy.shouldRetry(statusOf(state));
  return isLast ? { ...state, phase: 'failed' } : state;
}

/** The first loss in a while is followed by a start at once, the following ones wait. */
function afterLoss(before: MachineState, connectedAt: number, rules: ConnectionRules): MachineState {
  const { policy } = rules;
  const { now, notBefore } = before;
  const isSoon = now - connectedAt < policy.maxDelay;
  const losses = isSoon ? before.losses + 1 : 1;
  const delay = losses === 1 ? 0 : delayAfter(rules, losses - 1);
  const retryAt = Math.max(now + delay, notBefore, startableAt(before, policy.initialDelay));
  return { ...before, losses, retryAt };
}

/** Even after healthy sessions, starts are so far apart. */
export const startableAt = ({ startedAt, now }: MachineState, initialDelay: number): number =>
  startedAt === undefined ? now : startedAt + initialDelay;

/** The credentials or the CSRF token were refused, or a login page came: once more, or denied. */
function refused(
  before: MachineState,
  state: MachineState,
  failure: Failure & { readonly kind: 'unauthorized' | 'forbidden' | 'loginPage' },
  rules: ConnectionRules,
): MachineStep {
  const { kind } = failure;
  const count = state.refusals[kind] + 1;
  const isDenied = count > allowed(before, failure);
  const next: MachineState = {
    ...state,
    refusals: { ...state.refusals, [kind]: count },
    mustRenew: state.mustRenew || kind !== 'forbidden',
  };
  // A token that is too old is no refusal: the next login brings another.
  const effects =
    kind === 'unauthorized' || isDenied ? ([{ do: 'refused', failure: shown(failure, state) }] as const) : [];
  if (isDenied) return only({ ...next, phase: 'denied' }, ...effects);
  if (before.connectedAt !== undefined) return only(afterFailure(before, next, rules), ...effects);
  const isAtOnce = count === 1 && kind !== 'loginPage';
  return only(isAtOnce ? { ...next, retryAt: next.notBefore } : backOff(next, rules), ...effects);
}

/** How many refusals of a kind in a row are no denial. */
function allowed({ phase, facts }: MachineState, { kind, httpStatus }: Failure): number {
  if (kind === 'loginPage') return 2; // it may be a maintenance page
  // A server that has taken a handshake and refuses what follows has forgotten the login meanwhile: a restart, say.
  const wasWelcome = phase === 'open' && facts.phase === 'handshaken';
  return wasWelcome && httpStatus !== undefined ? 2 : 1;
}

const shown = (failure: Failure, { reason }: MachineState): Failure => ({
  kind: failure.kind,
  message: reason ?? failure.message,
  ...(failure.httpStatus !== undefined && { httpStatus: failure.httpStatus }),
});

/** The backoff after so many failures, in whole milliseconds: a timer that fires early by a fraction is early all the same. */
export const delayAfter = ({ policy }: ConnectionRules, failures: number): number =>
  Math.ceil(policy.delayAfter(failures));
