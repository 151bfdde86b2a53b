import type { either } from 'fp-ts';
import type * as t from 'io-ts';
import type { ChatNotification, DecodeFailure, DecodeProblem } from '../model/index.ts';
import { messageTypes } from './notificationWire.ts';
import { PlainObject } from './primitives.ts';
import { readNotification } from './readNotification.ts';
import { type Received, receive } from './received.ts';
import { isObject, own } from './ownFields.ts';
import { failure, failureOf, quoted } from './report.ts';

const root: t.Context = /* @__PURE__ */ [{ key: '', type: PlainObject }];

/**
 * Decodes one message of the chat topic: a Bayeux message (`{ channel, data }`) or its bare `data`. Never throws, and
 * never changes what it is given.
 *
 * One bad message of a batch does not cost the others: they are in `messages`, it is in `rejected`. `Left` only if the
 * notification itself, or every message in it, is bad.
 *
 * Wire: `ChatStateChangeMessage` and `MessageLogUpdated`, as GWS v2 publishes them on `/v2/me/chats`, and
 * `InteractionStateChanged`, `MessageLogUpdated` and `EventError` of Workspace v3 on `/workspace/v3/media/chat`: the same
 * notification comes of both.
 *
 * @param receivedAt - the instant to note as `receivedAt`, in epoch milliseconds.
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
): either.Either<DecodeFailure, ChatNotification> {
  try {
    const received = receive(message, receivedAt);
    const channel = typeof received.channel === 'string' ? received.channel : undefined;
    const result = readNotification(received, root);
    const foreign =
      result._tag === 'Left' || result.right.kind !== 'messages'
        ? foreignProblem(received.fields)
        : undefined;
    if (foreign !== undefined) return left(failure('foreign', [foreign], message, channel));
    return result._tag === 'Left' ? left(failureOf(result.left, message, channel)) : result;
  } catch (error) {
    const problem = { path: '', expected: 'readable data', actual: quoted(textOf(error)) };
    return left(failure('invalid', [problem], message, undefined));
  }
}

/**
 * Wire: who subscribes to `/v2/me/*` gets calls, devices and emails, too, and to `/workspace/v3/**` interactions of other
 * media: well-formed, but somebody else's.
 */
function foreignProblem({ messageType, interaction }: Received['fields']): DecodeProblem | undefined {
  if (typeof messageType !== 'string' || messageType === '') return undefined;
  if (!messageTypes.is(messageType)) {
    return { path: 'messageType', expected: messageTypes.name, actual: quoted(messageType) };
  }
  const medium = isObject(interaction) ? own(interaction, 'mediatype') : undefined;
  return typeof medium === 'string' && medium !== 'chat'
    ? { path: 'interaction.mediatype', expected: '"chat"', actual: quoted(medium) }
    : undefined;
}

function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'something that cannot be read either';
  }
}

const left = (failed: DecodeFailure): either.Either<DecodeFailure, never> => ({ _tag: 'Left', left: failed });
