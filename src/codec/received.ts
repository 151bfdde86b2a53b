import { isObject, own } from './recordCodec.ts';

/** A message on its way to a notification. */
export interface Received {
  readonly wire: unknown;
  /** The `data` of a Bayeux message, or the whole if it was handed over without its envelope. */
  readonly body: unknown;
  readonly isEnveloped: boolean;
  readonly channel: unknown;
  readonly receivedAt: number;
}

/**
 * Tells a Bayeux message (`{ channel, data }`) from bare `data`, which names its `messageType` itself.
 *
 * Wire: the examples of GWS show `data` without `channel`; its table says that `channel` comes along.
 */
export function receive(wire: unknown, receivedAt: number): Received {
  const isEnveloped = isObject(wire) && Object.hasOwn(wire, 'data') && !Object.hasOwn(wire, 'messageType');
  return isEnveloped
    ? { wire, body: own(wire, 'data'), isEnveloped, channel: own(wire, 'channel'), receivedAt }
    : { wire, body: wire, isEnveloped, channel: undefined, receivedAt };
}
