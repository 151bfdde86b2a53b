import { capabilityNames } from '../codec/v3/toCapability.ts';
import type { Chat, Participant } from '../model/index.ts';
import { caused, type Dialect } from './dialect.ts';
import { isObject } from './readObject.ts';
import type { LoggedMessage } from './wire.ts';

/** Wire: ISO timestamps, and true seconds. */
const wireMessage = ({ sentAt, ...told }: LoggedMessage): object => ({
  ...told,
  timestamp: new Date(sentAt).toISOString(),
  timestampSeconds: Math.floor(sentAt / 1_000),
});

const kebabs: ReadonlyMap<string, string> = new Map(
  Array.from(capabilityNames, ([kebab, capability]) => [capability, kebab]),
);

/** Deeper than this, user data is sent as it is: no chat can exhaust the stack. */
const MOST_LEVELS = 50;

/** Wire: user data are a list, in which a `kvlist` nests. */
const entriesOf = (userData: object, levels = MOST_LEVELS): readonly object[] =>
  Object.entries(userData).map(([key, value]: [string, unknown]) =>
    isObject(value) && levels > 0
      ? { key, type: 'kvlist', value: entriesOf(value, levels - 1) }
      : { key, type: typeof value === 'number' ? 'int' : 'str', value },
  );

/** Wire: the id is `id` here, but `participantId` in `messages[].from`, which names no user. */
const participantOf = ({ participantId, userId: personId, ...rest }: Participant): object => ({
  id: participantId,
  ...rest,
  personId,
});

/** Wire: capabilities are in kebab case. */
const interactionOf = ({
  id,
  state,
  capabilities = [],
  participants = [],
  userData = {},
  myParticipantId,
}: Chat): object => ({
  capabilities: capabilities.map((capability) => kebabs.get(capability) ?? capability),
  interactionType: 'Inbound',
  interactionSubtype: 'InboundNew',
  id,
  mediatype: 'chat',
  tenantId: 1,
  userData: entriesOf(userData),
  isOnline: true,
  chat: { participants: participants.map(participantOf), myParticipantId },
  state,
});

/** Workspace v3. */
export const dialectV3: Dialect = {
  channel: '/workspace/v3/media/chat',
  participant: (participant) => ({ ...participant, visibility: 'All' }),
  userFields: ({ id }) => ({ userId: id }),
  author: ({ userId: _, ...author }) => author,
  ownFields: ({ participantId }) => ({ myParticipantId: participantId }),
  joining: ({ type }, userData) => (type === 'Customer' && userData !== undefined ? { userData } : {}),
  stateChange: (notificationType, told) => ({
    interaction: interactionOf(told.chat),
    notificationType,
    messageType: 'InteractionStateChanged',
    ...caused(told),
  }),
  operationError: (statusCode, errorMessage, told) => ({
    interaction: interactionOf(told.chat),
    notificationType: 'Error',
    messageType: 'EventError',
    errorMessage,
    statusCode,
    ...caused(told),
  }),
  messageLog: (messages, told) => ({
    id: told.chat.id,
    messages: messages.map(wireMessage),
    notificationType: 'NewMessages',
    messageType: 'MessageLogUpdated',
    ...caused(told),
  }),
};
