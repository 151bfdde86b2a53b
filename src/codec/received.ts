import { isObject, ownFieldsOf } from './ownFields.ts';

/** A message on its way to a notification. */
export interface Received {
  readonly wire: unknown;
  /** The `data` of a Bayeux message, or the whole if it was handed over without its envelope. */
  readonly body: unknown;
  /** The body's own fields; none if it is not an object. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly isEnveloped: boolean;
  readonly channel: unknown;
  readonly receivedAt: number;
}

const none: Readonly<Record<string, unknown>> = {};

/**
 * Tells a Bayeux message (`{ channel, data }`) from bare `data`, which names its `messageType` itself.
 *
 * Wire: the examples of GWS show `data` without `channel`; its table says that `channel` comes along.
 */
export function receive(wire: unknown, receivedAt: number): Received {
  const outer = isObject(wire) ? ownFieldsOf(wire) : none;
  const { data: body, messageType, channel } = outer;
  if (body === undefined || messageType !== undefined) {
    return { wire, body: wire, fields: outer, isEnveloped: false, channel: undefined, receivedAt };
  }
  const fields = isObject(body) ? ownFieldsOf(body) : none;
  return { wire, body, fields, isEnveloped: true, channel, receivedAt };
}
