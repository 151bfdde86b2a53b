import type * as t from 'io-ts';
import type { Fields } from './ownFields.ts';
import type { Received } from './received.ts';

/** The channels of chats, which count as subscribed unless the caller names another. */
const chatChannels: readonly unknown[] = ['/v2/me/chats', '/workspace/v3/media/chat'];

/** Whether a message arrived on the channel that was subscribed to: then it is of a chat, whatever its medium. */
export const isOnSubscribed = ({ channel }: Received, subscribed: string | undefined): boolean =>
  typeof channel === 'string' &&
  (subscribed === undefined ? chatChannels.includes(channel) : channel === subscribed);

/** What a session medium calls its session, and what it is for a chat. */
export interface SessionField {
  readonly key: string;
  readonly chatKey: 'chat' | 'chatUri' | 'chatPath';
}

/**
 * The field in which a message of a session medium other than chat names its session; `undefined` in other messages.
 *
 * Wire: state changes of Facebook, SMS and IM sessions have the session in the place of `chat`, and a `messageType` such
 * as `FacebooksessionStateChangeMessage`. Their logs are `MessageLogUpdated` or `IMLogUpdateMessage`.
 */
export function sessionFieldOf(fields: Fields): SessionField | undefined {
  const { messageType } = fields;
  if (typeof messageType !== 'string' || chatFields.some((key) => isPresent(fields[key]))) return undefined;
  const candidates = messageType.includes('Log')
    ? logFields
    : messageType.includes('StateChange')
      ? stateFields
      : [];
  return candidates.find(({ key }) => isPresent(fields[key]));
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

const chatFields = ['chat', 'chatUri', 'chatPath', 'id', 'interactionId', 'interaction'];
const media = ['facebooksession', 'smssession', 'imSession'];
const stateFields = /* @__PURE__ */ media.map((key): SessionField => ({ key, chatKey: 'chat' }));
const logFields = /* @__PURE__ */ media.flatMap((medium): readonly SessionField[] => [
  { key: `${medium}Uri`, chatKey: 'chatUri' },
  { key: `${medium}Path`, chatKey: 'chatPath' },
]);

/** A message of a session as the message of a chat that it equals. Wire: the log of an IM session can lack `messages`. */
export function asChat(received: Received, { key, chatKey }: SessionField): Received {
  const { [key]: session, messages, ...rest } = received.fields;
  const messageType = chatKey === 'chat' ? 'ChatStateChangeMessage' : 'MessageLogUpdated';
  return {
    ...received,
    fields: { ...rest, messageType, [chatKey]: session, messages: messages ?? [] },
  };
}

/** The errors of the message of a session, with the name that the session has there. */
export const errorsOfSession = (errors: t.Errors, { key, chatKey }: SessionField, depth: number): t.Errors =>
  errors.map((error) => ({
    ...error,
    context: error.context.map((entry, at) =>
      at === depth && entry.key === chatKey ? { ...entry, key } : entry,
    ),
  }));
