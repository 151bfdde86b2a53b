import type { BayeuxClient, BayeuxFailure, BayeuxMessage } from './bayeuxClient.ts';

/** Whether it was a success is yes or no: a client takes `"true"` for one where another takes it for none. */
export function decided<M extends BayeuxMessage>(message: M): M {
  const successful: unknown = message.successful;
  if (successful === undefined || typeof successful === 'boolean') return message;
  return { ...message, successful: Boolean(successful) };
}

/** The error text of a reply: some servers send `null`, or more than a text. */
export function errorOf({ error }: { readonly error?: unknown }): string {
  if (typeof error === 'string') return error;
  if (error == null) return '';
  try {
    return JSON.stringify(error);
  } catch {
    return 'an error that cannot be read';
  }
}

/** How a request failed that got no reply; not what a server calls so. */
export const failureOf = ({ failure }: BayeuxMessage): BayeuxFailure | undefined => failure ?? undefined;

/**
 * Whether the server no longer knows the session, so that a new handshake follows.
 *
 * Wire: `402::Unknown client` of the Java server, `402::session_unknown` of the Node one, `401:<id>:Unknown client` of Faye.
 */
export const isSessionUnknown = (reply: BayeuxMessage): boolean =>
  /^402:|^401:[^:]*:unknown client/i.test(errorOf(reply));

/** Whether the server has refused a request, of which another of its kind would change nothing. */
export const isDenied = (reply: BayeuxMessage): boolean =>
  reply.successful !== true && failureOf(reply) === undefined && !isSessionUnknown(reply);

/** Whether the server wants no further attempt; a client then gives up, whether the reply was successful or not. */
export const isAdvisedToStop = ({ advice }: BayeuxMessage): boolean => advice?.reconnect === 'none';

/** Whether a handshake that the server took failed all the same: there is no transport in common, and the client gives up. */
export const isWithoutTransport = (reply: BayeuxMessage): boolean =>
  isDenied(reply) && clientIdOf(reply.clientId) !== undefined;

/** Whether a `/meta/disconnect` was not asked for: the reply to a request bears its id. */
export const isUnsolicited = ({ id }: BayeuxMessage): boolean => id == null;

/** Whether a reply to `/meta/subscribe` is about this channel. */
export const isAbout = (channel: string, { subscription }: BayeuxMessage): boolean =>
  [subscription].flat().includes(channel);

/** The id of a session; some servers give a number. */
export const clientIdOf = (id: unknown): string | undefined =>
  (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;

/** Whether there is a session to subscribe in; inside the callbacks of its handshake a client still says `handshaking`. */
export function isHandshaken(client: BayeuxClient): boolean {
  const status = client.getStatus();
  const isUnderWay = status === 'handshaking' && clientIdOf(client.getClientId()) !== undefined;
  return status === 'connected' || status === 'connecting' || isUnderWay;
}
