import { isSameStatus } from '../../channel/status.ts';
import { stateIn, statusOf } from './statusOf.ts';
import type { ConnectionEffect } from './events.ts';
import type { MachineState, MachineStep } from './types.ts';

/** Adds what follows from the state alone: the status and the next instant to wake up. */
export function finished(before: MachineState, { state, effects }: MachineStep): MachineStep {
  const since = stateIn(state) === stateIn(before) ? state.since : state.now;
  const next: MachineState = { ...state, since, wakeAt: wakeAtIn(state) };
  const status = statusOf(next);
  const added: ConnectionEffect[] = [];
  if (!isSameStatus(statusOf(before), status)) added.push({ do: 'status', status });
  if (next.wakeAt !== state.wakeAt) added.push({ do: 'wakeAt', at: next.wakeAt });
  const rank = ({ do: name }: ConnectionEffect): number => order.indexOf(name);
  return { state: next, effects: [...effects, ...added].sort((a, b) => rank(a) - rank(b)) };
}

/** A subscriber of the status has received the reason, finds everything as the status says, and what follows still to come. */
const order: readonly ConnectionEffect['do'][] = [
  'refused',
  'status',
  'wakeAt',
  'leave',
  'login',
  'open',
  'poll',
  'connected',
];

function wakeAtIn({ phase, leftBy, retryAt, pollAt, overdueAt, deferred }: MachineState): number | undefined {
  if (phase === 'closed') return undefined;
  const instants = [
    deferred?.at,
    phase === 'waiting' ? (leftBy ?? retryAt) : undefined,
    ...(phase === 'open' ? [pollAt, overdueAt] : []),
  ].filter((at) => at !== undefined);
  return instants.length === 0 ? undefined : Math.min(...instants);
}
