import type { BayeuxExtension, BayeuxMessage } from './bayeuxClient.ts';

/**
 * A Bayeux extension that keeps a CometD client from acting on advice that it cannot bear: register it on a client of
 * your own, and no server can make it storm or stop in silence. `chatSession` has it built in.
 *
 * Measured with CometD 5 to 9: a refused handshake that advises `retry` makes the client handshake some 150 times a
 * second; a successful reply that advises `handshake`, or what no client knows, stops the polling for good while the
 * client calls itself connected.
 *
 * - a failed handshake is followed by another handshake, after the client's backoff, never by a retry
 * - a `/meta/connect` that succeeds and advises `handshake` counts as failed, so that the handshake follows
 * - any other advice that the client cannot follow counts as `retry`
 * - `none` stays what it is: the server wants no further attempt
 *
 * @example
 * import { CometD } from 'cometd';
 * import { adviceGuard } from 'rx-chat-notifications';
 *
 * const protect = (client: CometD) => client.registerExtension('adviceGuard', adviceGuard());
 */
export const adviceGuard = (): BayeuxExtension => ({ incoming: bearable });

function bearable<M extends BayeuxMessage>(message: M): M {
  const { channel, successful, advice } = message;
  const reconnect = advice?.reconnect;
  if (reconnect === undefined || reconnect === 'none') return message;
  const isHandshakeNext = channel === '/meta/handshake' ? successful !== true : reconnect === 'handshake';
  if (channel === '/meta/connect' && isHandshakeNext) return { ...message, successful: false };
  const isOfHandshake = channel === '/meta/handshake' && isHandshakeNext;
  return { ...message, advice: { ...advice, reconnect: isOfHandshake ? 'handshake' : 'retry' } };
}
