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

export type Told = (options?: RetentionOptions) => OperatorFunction<ChatNotification, string>;

/**
 * Every operator that remembers something of an ended chat, made to tell one thing: the id of a chat that is new to it.
 * A notification of each kind is turned into what the operator listens to.
 */
export const operators: readonly [string, Told][] = [
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
    // The start of a writer who is known to have written later is ignored.
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
    // What is known to be answered waits no longer.
    'awaitingReply',
    (options) => (source) =>
      source.pipe(
        followedBy({ index: 1, from: customer }, { index: 2 }),
        awaitingReply({ ...options, self: byNickname('TestName') }),
        map(({ chatId, waiting }) => (waiting.length > 0 ? chatId : '.')),
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
 * Of an ended chat these remember nothing that would show: a final state takes its capabilities, whether it is known
 * or not. All that holds of what is let go of earlier, and of timers, holds for them.
 */
export const ofCapabilities: readonly [string, Told][] = [
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

/** It tells no chats: it has tests of its own for what it tells, and its timers are as those of all. */
export const timed: readonly [string, Told][] = [
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

/** Shows more of each chat that is shown. */
const showing = (more: Partial<Chat>): MonoTypeOperatorFunction<ChatNotification> =>
  map((notification) =>
    notification.kind === 'messages' || notification.chat === undefined
      ? notification
      : { ...notification, chat: { ...notification.chat, ...more } },
  );

/** After each notification of a chat, messages of it, each in a log of its own. */
const followedBy = (
  ...messages: readonly Partial<ChatMessage>[]
): MonoTypeOperatorFunction<ChatNotification> =>
  concatMap((notification) => {
    const { chatId } = notification;
    return chatId === undefined
      ? of(notification)
      : [notification, ...messages.map((message) => messageLog({ chatId, messages: [message] }))];
  });

/** Before each notification of a chat, a log with the same message: new is a view that knows nothing else. */
const precededByLog: MonoTypeOperatorFunction<ChatNotification> = concatMap((notification) =>
  notification.chatId === undefined
    ? of(notification)
    : of(messageLog({ chatId: notification.chatId }), notification),
);

const newView = (view: ChatView | undefined): string =>
  view !== undefined && view.status === undefined ? view.chatId : '.';

/** After each state change, a message log with the same message. */
const bothKinds: MonoTypeOperatorFunction<ChatNotification> = concatMap((notification) =>
  notification.chatId === undefined
    ? of(notification)
    : of(notification, messageLog({ chatId: notification.chatId })),
);

const onlyLogs: OperatorFunction<ChatNotification, string> = pipe(
  filter(isMessageLogUpdate),
  map(({ chatId }) => chatId),
);
