import {
  concatMap,
  filter,
  map,
  type MonoTypeOperatorFunction,
  NEVER,
  of,
  type OperatorFunction,
  pipe,
} from 'rxjs';
import {
  awaitingReply,
  byNickname,
  capabilityChanges,
  chatDirectory,
  type ChatView,
  chatViews,
  dedupeByIndex,
  groupByChat,
  hasCapability,
  type RetentionOptions,
  participantChanges,
  responseBreaches,
  responseTimes,
  statusChanges,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
  userDataChanges,
} from '../../operators/index.ts';
import {
  type Chat,
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
} from '../../src/model/index.ts';
import { messageLog, participant } from '../../src/testing/index.ts';

export type NewChats = (options?: RetentionOptions) => OperatorFunction<ChatNotification, string>;

/**
 * Every operator that retains something of an ended chat, made to emit the id of a chat that is new to it. Each
 * notification is turned into what the operator reads.
 */
export const operators: readonly [string, NewChats][] = [
  [
    'statusChanges',
    (options) => (source) =>
      source.pipe(
        statusChanges(options),
        map(({ chatId, previous }) => (previous === undefined ? chatId : '.')),
      ),
  ],
  ['dedupeByIndex', (options) => (source) => source.pipe(bothKinds, dedupeByIndex(options), onlyLogs)],
  [
    'transcriptAccumulator',
    (options) => (source) =>
      source.pipe(
        bothKinds,
        transcriptAccumulator(options),
        map(({ chatId }) => chatId),
      ),
  ],
  [
    'participantChanges',
    (options) => (source) =>
      source.pipe(
        showing({ participants: [participant()] }),
        participantChanges(options),
        map(({ chatId }) => chatId),
      ),
  ],
  [
    'userDataChanges',
    (options) => (source) =>
      source.pipe(
        showing({ userData: { tier: 1 } }),
        userDataChanges(options),
        map(({ chatId }) => chatId),
      ),
  ],
  [
    'groupByChat',
    (options) => (source) =>
      source.pipe(
        groupByChat(options),
        map(({ key }) => key),
      ),
  ],
  [
    // Ignores the start of an author who is known to have written later.
    'typingParticipants',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1, type: 'TypingStarted' }, { index: 2 }),
        typingParticipants({ ...options, expireAfter: 0 }),
        map(({ chatId, participants }) => (participants.length > 0 ? chatId : '.')),
      ),
  ],
  [
    'unreadCount',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1 }),
        unreadCount({ ...options, self: () => false, read$: NEVER }),
        map(({ chatId }) => chatId),
      ),
  ],
  [
    // What is known to be answered does not wait.
    'awaitingReply',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1, from: customer }, { index: 2 }),
        awaitingReply({ ...options, self: byNickname('TestName') }),
        map(({ chatId, waiting }) => (waiting.length > 0 ? chatId : '.')),
      ),
  ],
  [
    'responseTimes',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1, from: customer }, { index: 2 }),
        responseTimes({ ...options, self: byNickname('TestName') }),
        map(({ chatId }) => chatId),
      ),
  ],
  [
    'responseBreaches',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1, from: customer }),
        responseBreaches({ ...options, self: byNickname('TestName'), after: 0 }),
        map(({ chatId }) => chatId),
      ),
  ],
  ['chatViews', (options) => (source) => source.pipe(precededByLog, chatViews(options), map(newView))],
  [
    'chatDirectory',
    (options) => (source) =>
      source.pipe(
        precededByLog,
        chatDirectory(options),
        map((chats) => newView(chats.get(chats.changed[0] ?? ''))),
      ),
  ],
];

/**
 * These retain nothing visible of an ended chat: a final state removes its capabilities, known or not. What the tests
 * expect of `maxChats` and of timers holds for them, too.
 */
export const ofCapabilities: readonly [string, NewChats][] = [
  [
    'capabilityChanges',
    (options) => (source) =>
      source.pipe(
        showing({ capabilities: ['SendMessage'] }),
        capabilityChanges(options),
        map(({ chatId, gained }) => (gained.length > 0 ? chatId : '.')),
      ),
  ],
];

/** Emits no chats: `evictionHasCapability.test.ts` tests its emissions; its timers are as those of all. */
export const timed: readonly [string, NewChats][] = [
  ...operators,
  ...ofCapabilities,
  [
    'hasCapability',
    (options) => (source) =>
      source.pipe(
        showing({ capabilities: ['SendMessage'] }),
        hasCapability('SendMessage', options),
        map((has) => `${has}`),
      ),
  ],
];

const customer = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });

/** Adds to each chat that a notification shows. */
const showing = (more: Partial<Chat>): MonoTypeOperatorFunction<ChatNotification> =>
  map((notification) =>
    notification.kind === 'messages' || notification.chat === undefined
      ? notification
      : { ...notification, chat: { ...notification.chat, ...more } },
  );

/** After each notification of a chat, messages of the chat, each in a log of its own. */
const followedBy = (
  ...messages: readonly Partial<ChatMessage>[]
): MonoTypeOperatorFunction<ChatNotification> =>
  concatMap((notification) => {
    const { chatId, receivedAt } = notification;
    return chatId === undefined
      ? of(notification)
      : [notification, ...messages.map((message) => messageLog({ chatId, receivedAt, messages: [message] }))];
  });

/** Before each notification of a chat, a log with the same message: only a new view has no status. */
const precededByLog: MonoTypeOperatorFunction<ChatNotification> = concatMap((notification) => {
  const { chatId, receivedAt } = notification;
  return chatId === undefined ? of(notification) : of(messageLog({ chatId, receivedAt }), notification);
});

const newView = (view: ChatView | undefined): string =>
  view !== undefined && view.status === undefined ? view.chatId : '.';

/** After each state change, a message log with the same message. */
const bothKinds: MonoTypeOperatorFunction<ChatNotification> = concatMap((notification) => {
  const { chatId, receivedAt } = notification;
  return chatId === undefined ? of(notification) : of(notification, messageLog({ chatId, receivedAt }));
});

const onlyLogs: OperatorFunction<ChatNotification, string> = pipe(
  filter(isMessageLogUpdate),
  map(({ chatId }) => chatId),
);
