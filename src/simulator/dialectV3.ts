import { capabilityNames } from '../codec/v3/capabilities.ts';
import type { Chat } from '../model/index.ts';
import { caused, type Dialect } from './dialect.ts';
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

function typeOf(value: unknown): string {
  if (typeof value === 'number') return 'int';
  return typeof value === 'object' ? 'kvlist' : 'str';
}

/** Wire: capabilities are in kebab case, user data are a list. */
const interactionOf = ({ id, state, capabilities = [], participants = [], userData = {} }: Chat): object => ({
  capabilities: capabilities.map((capability) => kebabs.get(capability) ?? capability),
  interactionType: 'Inbound',
  interactionSubtype: 'InboundNew',
  id,
  mediatype: 'chat',
  tenantId: 1,
  userData: Object.entries(userData).map(([key, value]) => ({ key, type: typeOf(value), value })),
  isOnline: true,
  chat: { participants },
  state,
});

/** Workspace v3. */
export const dialectV3: Dialect = {
  channel: '/workspace/v3/media/chat',
  participant: (participant) => ({ ...participant, visibility: 'All' }),
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
