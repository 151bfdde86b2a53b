import type { ConnectionEvent } from './events.ts';
import type { MachineState } from './types.ts';

/**
 * The state at the instant of an event. A clock that was set back takes all instants along, so that no wait becomes
 * longer than it was meant to be. The status shows some of these instants, so they stay those of the local clock; the
 * instants of the backfill are internal, and its time just does not go back.
 */
export function rebased(state: MachineState, { type, at }: ConnectionEvent): MachineState {
  // Timers run by a clock of their own: when one fires, its instant has come.
  const due = type === 'wake' ? Math.max(state.wakeAt ?? state.now, state.now) : state.now;
  const woken = type === 'wake' ? { ...state, wakeAt: undefined } : state;
  if (at >= due) return { ...woken, now: at };
  const shift = at - due;
  const moved = (instant: number): number => instant + shift;
  const shifted = (instant: number | undefined): number | undefined =>
    instant === undefined ? undefined : moved(instant);
  return {
    ...woken,
    now: at,
    leftBy: shifted(state.leftBy),
    retryAt: moved(state.retryAt),
    notBefore: moved(state.notBefore),
    startedAt: shifted(state.startedAt),
    hurriedAt: shifted(state.hurriedAt),
    deferred: state.deferred && { ...state.deferred, at: moved(state.deferred.at) },
    connectedAt: shifted(state.connectedAt),
    failingFrom: shifted(state.failingFrom),
    pollAt: shifted(state.pollAt),
    overdueAt: shifted(state.overdueAt),
    receivedUntil: shifted(state.receivedUntil),
    lostFrom: shifted(state.lostFrom),
    since: moved(state.since),
  };
}
