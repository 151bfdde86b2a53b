import fc from 'fast-check';
import type {
  Chat,
  ChatMessage,
  ChatNotification,
  DecodeFailure,
  MessageLogUpdate,
  NotificationCommon,
  Participant,
} from '../../src/model/index.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const id = fc.string({ minLength: 1, maxLength: 8 });
const userData = fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 });

/** A value as a parser of JSON gives it: without `-0`, with the usual prototypes. */
function asParsed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Optional fields are absent half of the time, never `undefined`. */
const participant: fc.Arbitrary<Participant> = fc.record(
  {
    participantId: id,
    nickname: text,
    type: fc.constantFrom('Agent', 'Customer', 'External', 'Other'),
    visibility: fc.constantFrom('All', 'Agents', 'Int'),
    uri: text,
    path: text,
    userId: text,
  },
  { requiredKeys: ['participantId', 'nickname', 'type'] },
);

const chat: fc.Arbitrary<Chat> = fc.record(
  {
    id,
    state: fc.constantFrom('Invited', 'Chatting', 'Completed', 'Other'),
    uri: text,
    capabilities: fc.array(text, { maxLength: 3 }),
    participants: fc.array(participant, { maxLength: 3 }),
    userData,
    chatType: text,
    receivedDate: text,
    myParticipantId: id,
    isHeld: fc.boolean(), // not named by the model
  },
  { requiredKeys: ['id', 'state'] },
);

const message: fc.Arbitrary<ChatMessage> = fc.record(
  {
    index: fc.integer(),
    type: fc.constantFrom('Text', 'PushUrl', 'CustomNotice', 'TypingStarted', 'Other'),
    from: participant,
    text,
    visibility: fc.constantFrom('All', 'Agents', 'Int'),
    sentAt: fc.oneof(fc.nat(), fc.integer({ min: 1e12, max: 2e12 })),
    userData,
    url: text,
    noticeText: text,
    messageType: text,
    epoch: fc.integer({ min: 2, max: 9 }),
    occurrence: fc.integer({ min: 2, max: 9 }),
    priority: fc.integer(), // not named by the model
  },
  { requiredKeys: ['index', 'type', 'from'] },
);

const messages = fc.array(message, { maxLength: 3 });

const failures: fc.Arbitrary<readonly DecodeFailure[]> = fc.array(
  fc.record(
    {
      kind: fc.constant<'invalid'>('invalid'),
      message: text,
      path: fc.constantFrom('messages[0].index', 'chat.participants[1].nickname', 'x'),
      problems: fc.array(fc.record({ path: text, expected: text, actual: text }), { maxLength: 2 }),
      raw: fc.jsonValue(),
      channel: text,
    },
    { requiredKeys: ['kind', 'message', 'path', 'problems', 'raw'] },
  ),
  { minLength: 1, maxLength: 2 },
);

const common = {
  referenceId: fc.integer(),
  operationId: text,
  channel: text,
};
const required = {
  notificationType: fc.constantFrom('StatusChange', 'NewMessages', 'Other'),
  origin: fc.constantFrom<NotificationCommon['origin']>('live', 'snapshot', 'history'),
  receivedAt: fc.double({ noNaN: true, noDefaultInfinity: true }),
};

const stateChange: fc.Arbitrary<ChatNotification> = fc
  .record(
    { ...required, ...common, chat, synthetic: fc.constant<true>(true), rejected: failures },
    { requiredKeys: ['notificationType', 'origin', 'receivedAt', 'chat'] },
  )
  .map((fields) => ({
    ...fields,
    kind: 'chat',
    messageType: 'ChatStateChangeMessage',
    chatId: fields.chat.id,
  }));

const operationError: fc.Arbitrary<ChatNotification> = fc
  .record(
    {
      ...required,
      ...common,
      chat,
      errorMessage: text,
      statusCode: fc.integer(),
      errorCode: fc.oneof(fc.integer(), text),
    },
    { requiredKeys: ['origin', 'receivedAt'] },
  )
  .map((fields) => ({
    ...fields,
    kind: 'error',
    messageType: 'ChatStateChangeMessage',
    notificationType: 'Error',
    ...(fields.chat !== undefined && { chatId: fields.chat.id }),
  }));

const log: fc.Arbitrary<MessageLogUpdate> = fc
  .record(
    {
      ...required,
      ...common,
      chatId: id,
      messages,
      rejected: failures,
      replaces: messages,
      isPartial: fc.constant<true>(true),
    },
    { requiredKeys: ['notificationType', 'origin', 'receivedAt', 'chatId', 'messages'] },
  )
  .map((fields) => ({ ...fields, kind: 'messages', messageType: 'MessageLogUpdated' }));

/** A notification of any kind, with any of the fields that the model names, and some that it does not. */
export const anyNotification: fc.Arbitrary<ChatNotification> = fc
  .oneof(stateChange, operationError, log)
  .map(asParsed);
