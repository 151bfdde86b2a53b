import { caused, type Dialect } from './dialect.ts';
import type { LoggedMessage } from './wire.ts';

const ZONE = { offset: 2 * 60 * 60 * 1_000, suffix: '+0200' };

/** Wire: `2014-01-09 11:58:12.035+0200`, without `T` and without a colon in the offset. */
const wireTimestamp = (at: number): string =>
  new Date(at + ZONE.offset).toISOString().replace('T', ' ').replace('Z', ZONE.suffix);

/** An entry of a message log as GWS v2 writes it. */
export const wireMessage = ({
  sentAt,
  index,
  from,
  text,
  visibility,
  type,
  ...rest
}: LoggedMessage): object => ({
  index,
  from,
  text,
  visibility,
  timestamp: wireTimestamp(sentAt),
  type,
  // Wire: milliseconds, in spite of the name.
  timestampSeconds: sentAt,
  ...rest,
});

/** GWS v2. */
export const dialectV2: Dialect = {
  channel: '/v2/me/chats',
  participant: (participant) => participant,
  // Wire: `uri` names the user of an agent; a customer is no user.
  userFields: ({ uri }) => ({ uri }),
  author: (participant) => participant,
  ownFields: () => ({}),
  joining: () => ({}),
  stateChange: (notificationType, context) => ({
    notificationType,
    messageType: 'ChatStateChangeMessage',
    chat: context.chat,
    ...caused(context),
  }),
  operationError: (statusCode, errorMessage, context) => ({
    notificationType: 'Error',
    messageType: 'ChatStateChangeMessage',
    errorMessage,
    statusCode,
    chat: context.chat,
    ...caused(context),
  }),
  // Wire: it names its chat by `chatUri`, never by an id.
  messageLog: (messages, context) => ({
    notificationType: 'NewMessages',
    messageType: 'MessageLogUpdated',
    messages: messages.map(wireMessage),
    chatUri: context.chat.uri,
    ...caused(context),
  }),
};
