import type { ConnectionState, ConnectionStatus } from '../../channel/index.ts';
import { isConnected, type MachineState } from './types.ts';

/** The status that a state of the machine amounts to. */
export function statusOf(state: MachineState): ConnectionStatus {
  const { since, attempt, facts, missing } = state;
  const shown = stateIn(state);
  const isEnded = shown === 'idle' || shown === 'closed';
  const reason = isEnded ? undefined : state.reason;
  const httpStatus = isEnded ? undefined : state.httpStatus;
  const retryAt = retryAtIn(state);
  const hasSession = shown === 'connected' || shown === 'interrupted';
  return {
    state: shown,
    since,
    attempt,
    ...(hasSession && facts.clientId !== undefined && { clientId: facts.clientId }),
    ...(reason !== undefined && { reason }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(retryAt !== undefined && { retryAt }),
    ...(missing !== undefined && !isEnded && { missing }),
  };
}

/** The state of the status. */
export function stateIn(state: MachineState): ConnectionState {
  const { phase, isWanted, wasConnected, connectedAt } = state;
  if (phase === 'closed' || phase === 'denied' || phase === 'failed') return phase;
  if (!isWanted) return 'idle';
  if (isConnected(state)) return 'connected';
  if (phase === 'open' && connectedAt !== undefined) return 'interrupted';
  return wasConnected ? 'reconnecting' : 'connecting';
}

/** When the next attempt starts, where one waits. */
function retryAtIn({ phase, isWanted, now, pollAt, retryAt, deferred }: MachineState): number | undefined {
  if (!isWanted || phase === 'loggingIn' || phase === 'closed') return undefined;
  const planned = phase === 'open' ? pollAt : phase === 'waiting' ? retryAt : deferred?.at;
  if (planned === undefined) return undefined; // one is under way, or none is planned
  const next = Math.min(planned, deferred?.at ?? planned);
  return next > now ? next : undefined;
}
