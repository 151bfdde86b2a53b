import type { BayeuxMessage } from './bayeuxClient.ts';
import type { ClientEvent } from './clientEvents.ts';
import {
  clientIdOf,
  errorOf,
  failureOf,
  isAdvisedToStop,
  isSessionUnknown,
  isWithoutTransport,
} from './replies.ts';

/**
 * - `idle`: not connected and not trying to be
 * - `connecting`: on the way to the first connection
 * - `connected`: handshaken, the last `/meta/connect` succeeded, and every channel held is acknowledged
 * - `interrupted`: the connection was lost and the server does not answer; of a `chatSession`: polls of the same session fail
 * - `reconnecting`: the connection was lost, and a new one is on its way
 * - `denied`: the server refused the handshake and wants no other; of a `chatSession`: nothing is sent until `reconnect()`
 * - `failed`: all attempts of a `chatSession` are used up; nothing is sent until `reconnect()`
 * - `closed`: ended, by the client's own `disconnect()`, by the server, or by `close()` of a `chatSession`
 */
export type ConnectionState =
  'idle' | 'connecting' | 'connected' | 'interrupted' | 'reconnecting' | 'denied' | 'failed' | 'closed';

/** What is known of a client's connection: the fold of its events. */
export interface ConnectionFacts {
  readonly phase: 'idle' | 'handshaking' | 'handshaken' | 'denied' | 'closed';
  /** Whether the last `/meta/connect` succeeded: a client still calls itself connected inside the first that fails. */
  readonly isAlive: boolean;
  /** Whether it was ever connected since it was idle, and whether that was lost since. */
  readonly wasConnected: boolean;
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

const nothing = {
  isAlive: false,
  wasConnected: false,
  isLost: false,
  isUnanswered: false,
  attempt: 0,
} as const;

/**
 * What can be known of a client that was not listened to before. It calls itself `connecting` for an instant between
 * two polls, too, and so is taken to be alive.
 */
export function initialFacts(status: string, clientId: string | null | undefined): ConnectionFacts {
  const isAlive = status === 'connected' || status === 'connecting';
  const facts: ConnectionFacts = {
    ...nothing,
    pending: 0,
    phase: status === 'handshaking' ? 'handshaking' : 'idle',
  };
  if (!isAlive) return facts;
  const id = clientIdOf(clientId);
  const known = id === undefined ? {} : { clientId: id };
  return whenConnected({ ...facts, phase: 'handshaken', isAlive, ...known });
}

export const afterEvent = (facts: ConnectionFacts, event: ClientEvent): ConnectionFacts =>
  whenConnected(stepped(facts, event));

export function stateOf({ phase, isAlive, isLost, isUnanswered, pending }: ConnectionFacts): ConnectionState {
  if (phase === 'idle' || phase === 'denied' || phase === 'closed') return phase;
  if (phase === 'handshaken' && isAlive && pending === 0) return 'connected';
  if (!isLost) return 'connecting';
  return isUnanswered ? 'interrupted' : 'reconnecting';
}

const whenConnected = (facts: ConnectionFacts): ConnectionFacts =>
  stateOf(facts) === 'connected' ? { ...facts, wasConnected: true, isLost: false, attempt: 0 } : facts;

function stepped(facts: ConnectionFacts, event: ClientEvent): ConnectionFacts {
  if (event.type === 'subscribe') return facts;
  if (event.type === 'pending') return { ...facts, pending: event.pending };
  const { wasConnected, attempt, pending, clientId } = facts;
  const lost = { ...nothing, wasConnected, isLost: wasConnected, attempt, pending };
  if (event.type === 'handshakeSent') {
    const { clientId: _, ...kept } = facts; // there is no session any more
    return { ...kept, ...lost, isUnanswered: facts.isUnanswered, phase: 'handshaking' };
  }

  const { type, reply } = event;
  if (type === 'givenUp') {
    // The status already says that the client was refused, or has disconnected.
    if (facts.phase !== 'handshaking') return facts;
    return { ...nothing, phase: 'closed', pending, ...failureFields(reply) };
  }
  const isRefused = type === 'handshake' && reply.successful !== true;
  if (type === 'disconnect' || isAdvisedToStop(reply) || (isRefused && isWithoutTransport(reply))) {
    return { ...nothing, phase: isRefused ? 'denied' : 'closed', pending, ...failureFields(reply) };
  }
  if (reply.successful === true) {
    const isConnect = type === 'connect';
    const id = isConnect ? clientId : clientIdOf(reply.clientId);
    const isLost = isConnect ? facts.isLost : wasConnected;
    return {
      ...lost,
      isLost,
      isAlive: isConnect,
      phase: 'handshaken',
      ...(id !== undefined && { clientId: id }),
    };
  }
  const isSessionKept = type === 'connect' && !isSessionUnknown(reply);
  return {
    ...lost,
    isUnanswered: failureOf(reply) !== undefined,
    attempt: attempt + 1,
    phase: type === 'handshake' ? 'handshaking' : facts.phase,
    ...(isSessionKept && clientId !== undefined && { clientId }),
    ...failureFields(reply),
  };
}

function failureFields(reply: BayeuxMessage): Pick<ConnectionFacts, 'reason' | 'httpStatus'> {
  const { reason: failed = '', httpCode: httpStatus } = failureOf(reply) ?? {};
  const reason = errorOf(reply) || failed;
  return {
    ...(reason !== '' && { reason }),
    ...(httpStatus !== undefined && httpStatus > 0 && { httpStatus }),
  };
}
