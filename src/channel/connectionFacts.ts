import type { BayeuxMessage } from './bayeuxClient.ts';
import type { ClientEvent } from './clientEvents.ts';
import { isAdvisedToStop } from './replies.ts';

/**
 * - `idle`: not connected and not trying to be
 * - `connecting`: on the way to the first connection
 * - `connected`: handshaken, the last `/meta/connect` succeeded, and every channel held is acknowledged
 * - `restoring`: the connection was lost and is being put together again
 * - `interrupted`: the connection was lost and the server does not answer
 * - `denied`: the server refused the handshake and wants no other
 * - `closed`: ended, by the client's own `disconnect()` or by the server
 */
export type ConnectionState =
  'idle' | 'connecting' | 'connected' | 'restoring' | 'interrupted' | 'denied' | 'closed';

/** What is known of a client's connection: the fold of its events. */
export interface ConnectionFacts {
  readonly phase: 'idle' | 'handshaking' | 'handshaken' | 'denied' | 'closed';
  /** Whether the last `/meta/connect` succeeded: a client still calls itself connected inside the first that fails. */
  readonly isAlive: boolean;
  /** Whether it was connected and has not been since. */
  readonly isLost: boolean;
  /** Whether the last request got no Bayeux reply. */
  readonly isUnanswered: boolean;
  /** How many channels wait for the server's acknowledgement. */
  readonly pending: number;
  /** How many attempts failed since it was last connected. */
  readonly attempt: number;
  readonly clientId?: string;
  readonly reason?: string;
  readonly httpStatus?: number;
}

const nothing = { isAlive: false, isLost: false, isUnanswered: false, attempt: 0 } as const;

/** What can be known of a client that was not listened to before. */
export function initialFacts(
  status: string,
  clientId: string | null | undefined,
  pending: number,
): ConnectionFacts {
  const isHandshaken = status === 'connected' || status === 'connecting';
  return {
    ...nothing,
    phase: isHandshaken ? 'handshaken' : status === 'handshaking' ? 'handshaking' : 'idle',
    isAlive: status === 'connected',
    pending,
    ...(isHandshaken && typeof clientId === 'string' && { clientId }),
  };
}

export function afterEvent(facts: ConnectionFacts, event: ClientEvent): ConnectionFacts {
  const next = stepped(facts, event);
  return stateOf(next) === 'connected' ? { ...next, isLost: false, attempt: 0 } : next;
}

export function stateOf({ phase, isAlive, isLost, isUnanswered, pending }: ConnectionFacts): ConnectionState {
  if (phase === 'idle' || phase === 'denied' || phase === 'closed') return phase;
  if (phase === 'handshaken' && isAlive && pending === 0) return 'connected';
  if (!isLost) return 'connecting';
  return isUnanswered ? 'interrupted' : 'restoring';
}

function stepped(facts: ConnectionFacts, event: ClientEvent): ConnectionFacts {
  if (event.type === 'pending') return { ...facts, pending: event.pending };
  const { isLost, attempt, pending, clientId } = facts;
  const lost = { ...nothing, isLost: isLost || facts.isAlive, attempt, pending };
  if (event.type === 'handshakeSent')
    return { ...facts, ...lost, isUnanswered: facts.isUnanswered, phase: 'handshaking' };

  const { reply } = event;
  if (event.type === 'disconnect') return { ...nothing, phase: 'closed', pending, ...troubleOf(reply) };
  if (reply.successful === true) {
    const id = event.type === 'handshake' ? reply.clientId : clientId;
    return {
      ...lost,
      isAlive: event.type === 'connect',
      phase: 'handshaken',
      ...(id !== undefined && { clientId: id }),
    };
  }
  if (isAdvisedToStop(reply)) {
    return {
      ...nothing,
      phase: event.type === 'handshake' ? 'denied' : 'closed',
      pending,
      ...troubleOf(reply),
    };
  }
  return {
    ...lost,
    isUnanswered: reply.failure !== undefined,
    attempt: attempt + 1,
    phase: event.type === 'handshake' ? 'handshaking' : facts.phase,
    ...(clientId !== undefined && event.type === 'connect' && { clientId }),
    ...troubleOf(reply),
  };
}

function troubleOf({ error, failure }: BayeuxMessage): Pick<ConnectionFacts, 'reason' | 'httpStatus'> {
  const reason = error ?? failure?.reason;
  const httpStatus = failure?.httpCode;
  return {
    ...(reason !== undefined && reason !== '' && { reason }),
    ...(httpStatus !== undefined && httpStatus > 0 && { httpStatus }),
  };
}
