import { type ConnectionRules, type MachineState, noRefusals } from './types.ts';

/**
 * Tries now, instead of waiting: `reconnect` leaves `denied` and `failed` as well and resets the count of attempts; `online` keeps
 * to what the server asked for. Both take effect at most once per `initialDelay`: an earlier one is deferred.
 */
export function hurry(
  state: MachineState,
  type: 'reconnect' | 'online',
  { policy }: ConnectionRules,
): MachineState {
  const { now, hurriedAt, deferred } = state;
  const isReconnect = type === 'reconnect';
  if (!isWaiting(state, isReconnect)) return state;
  const allowedAt = hurriedAt === undefined ? now : hurriedAt + policy.initialDelay;
  if (now < allowedAt) {
    const kept = deferred?.type === 'reconnect' ? deferred.type : type;
    return { ...state, deferred: { at: allowedAt, type: kept } };
  }
  const hurried = isReconnect ? afresh(state) : state;
  const soonest = isReconnect ? now : Math.max(now, state.notBefore);
  return {
    ...hurried,
    hurriedAt: now,
    deferred: undefined,
    retryAt: state.phase === 'open' ? state.retryAt : isReconnect ? now : Math.min(state.retryAt, soonest),
    pollAt: state.pollAt === undefined ? undefined : Math.min(state.pollAt, soonest),
  };
}

/** Whether there is a wait to shorten. */
function isWaiting({ phase, isWanted, pollAt, retryAt, now }: MachineState, isReconnect: boolean): boolean {
  if (phase === 'open') return pollAt !== undefined && pollAt > now;
  if (phase === 'denied' || phase === 'failed' || phase === 'idle') return isReconnect;
  return phase === 'waiting' && isWanted && retryAt > now;
}

/** As if nothing had failed before. */
function afresh(state: MachineState): MachineState {
  const { phase, isWanted } = state;
  const isEnded = phase === 'denied' || phase === 'failed';
  return {
    ...state,
    phase: isEnded ? (isWanted ? 'waiting' : 'idle') : phase,
    attempt: 0,
    abandoned: 0,
    losses: 0,
    refusals: noRefusals,
    mustRenew: state.mustRenew || phase !== 'open',
    reason: isEnded ? undefined : state.reason,
    httpStatus: isEnded ? undefined : state.httpStatus,
  };
}
