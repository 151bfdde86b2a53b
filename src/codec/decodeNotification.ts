import type { either } from 'fp-ts';
import type * as t from 'io-ts';
import type { ChatNotification, DecodeFailure, DecodeProblem } from '../model/index.ts';
import { messageTypes } from './notificationWire.ts';
import { PlainObject } from './primitives.ts';
import { decodeReceived } from './decodeReceived.ts';
import { type Fields, isObject, isPrototypeExtended, own } from './ownFields.ts';
import { readNotification } from './readNotification.ts';
import { receive } from './received.ts';
import { failure, failureOf, quoted } from './failure.ts';
import { isOnSubscribed, sessionFieldOf } from './sessionMedia.ts';

const root: t.Context = /* @__PURE__ */ [{ key: '', type: PlainObject }];

/** What a decoder has to know of the subscription. */
export interface DecodeOptions {
  /**
   * The channel that was subscribed to. Default: the channels of chats, `/v2/me/chats` and `/workspace/v3/media/chat`.
   * What arrives on it is of a chat, also if its medium is Facebook, SMS or IM; on other channels it is `foreign`.
   */
  readonly channel?: string | undefined;
}

/**
 * Decodes one message of the chat topic: a Bayeux message (`{ channel, data }`) or its bare `data`. Never throws, and
 * never changes what it is given.
 *
 * One bad message of a log, and one bad participant of a chat, does not cost the others: it is in `rejected`. `Left`
 * only if the notification itself, or every message in it, is bad.
 *
 * Wire: `ChatStateChangeMessage` and `MessageLogUpdated`, as GWS v2 publishes them on `/v2/me/chats`, and
 * `InteractionStateChanged`, `MessageLogUpdated` and `EventError` of Workspace v3 on `/workspace/v3/media/chat`: both
 * decode to the same notifications. So do the sessions of other media, whose messages have the same shapes.
 *
 * @param receivedAt - the instant to note as `receivedAt`, in epoch milliseconds.
 * @param options - on which channel a session of another medium is a chat.
 *
 * @example
 * import { decodeNotification } from 'rx-chat-notifications';
 *
 * const decoded = decodeNotification({
 *   channel: '/v2/me/chats',
 *   data: {
 *     messageType: 'ChatStateChangeMessage',
 *     notificationType: 'StatusChange',
 *     chat: { id: '0000Wa9CAM6W00J', state: 'Chatting' },
 *   },
 * });
 * if (decoded._tag === 'Right' && decoded.right.kind === 'chat') console.log(decoded.right.chat.state);
 * // → Chatting
 *
 * const failed = decodeNotification({ messageType: 'MessageLogUpdated', notificationType: 'NewMessages' });
 * if (failed._tag === 'Left') console.log(failed.left.message);
 * // → messages: expected array, got undefined
 */
export function decodeNotification(
  message: unknown,
  receivedAt: number = Date.now(),
  options: DecodeOptions = {},
): either.Either<DecodeFailure, ChatNotification> {
  try {
    const read = isPrototypeExtended() ? undefined : readNotification(message, receivedAt);
    if (read !== undefined) return { _tag: 'Right', right: read };
    const received = receive(message, receivedAt);
    const channel = typeof received.channel === 'string' ? received.channel : undefined;
    const foreign = foreignProblem(received.fields, isOnSubscribed(received, options.channel));
    if (foreign !== undefined) return left(failure('foreign', [foreign], message, channel));
    const result = decodeReceived(received, root);
    return result._tag === 'Left' ? left(failureOf(result.left, message, channel)) : result;
  } catch (error) {
    const problem = { path: '', expected: 'readable data', actual: quoted(errorText(error)) };
    return left(failure('invalid', [problem], message, undefined));
  }
}

/**
 * Why a message is foreign: it belongs to calls, devices or another medium, and did not arrive on the subscribed channel.
 *
 * Wire: a subscription to `/v2/me/*` or `/workspace/v3/**` also receives calls, devices, emails and sessions of other
 * media: well-formed, but foreign.
 */
function foreignProblem(fields: Fields, isOnSubscribed: boolean): DecodeProblem | undefined {
  const { messageType, interaction } = fields;
  if (typeof messageType !== 'string' || messageType === '') return undefined;
  const session = sessionFieldOf(fields);
  if (isOnSubscribed && session !== undefined) return undefined;
  if (!messageTypes.is(messageType)) {
    return { path: 'messageType', expected: messageTypes.name, actual: quoted(messageType) };
  }
  if (isOnSubscribed) return undefined;
  if (session !== undefined) {
    return { path: session.key, expected: `${session.chatKey} or the subscribed channel`, actual: 'another' };
  }
  const medium = isObject(interaction) ? own(interaction, 'mediatype') : undefined;
  return typeof medium === 'string' && medium !== 'chat'
    ? { path: 'interaction.mediatype', expected: '"chat"', actual: quoted(medium) }
    : undefined;
}

function errorText(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'something that cannot be read either';
  }
}

const left = (failed: DecodeFailure): either.Either<DecodeFailure, never> => ({ _tag: 'Left', left: failed });
