import {
  asapScheduler,
  concatMap,
  filter,
  map,
  type MonoTypeOperatorFunction,
  NEVER,
  of,
  type OperatorFunction,
  pipe,
  Subject,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
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
  type KeyedOptions,
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
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

type Told = (options?: KeyedOptions) => OperatorFunction<ChatNotification, string>;

/**
 * Every operator that remembers something of an ended chat, made to tell one thing: the id of a chat that is new to it.
 * A notification of each kind is turned into what the operator listens to.
 */
const operators: readonly [string, Told][] = [
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
const ofCapabilities: readonly [string, Told][] = [
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
const timed: readonly [string, Told][] = [
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

const onlyNew: MonoTypeOperatorFunction<string> = filter((chatId) => chatId !== '.');

const state = (id: string, status: string): ChatNotification =>
  chatStateChange({ chat: { id, state: status } });

const notifications = {
  a: state('A', 'Chatting'),
  b: state('B', 'Chatting'),
  c: state('C', 'Chatting'),
  A: state('A', 'Completed'),
  R: state('A', 'Revoked'),
  B: state('B', 'Completed'),
  E: operationError({ chat: { id: 'A', state: 'Completed' } }),
  X: state('A', 'Archived'),
};

/** The chats that were new to the operator, in the order in which they were. */
const expectNewTo =
  (operator: Told) =>
  (source: string, expected: string, options?: KeyedOptions): void => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot(source, notifications);
      const fresh = input.pipe(operator(options), onlyNew);
      expectObservable(fresh).toBe(expected, { a: 'A', b: 'B', c: 'C', d: 'D' });
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  };

/** The timers of graces; what is typed here expires at once. */
const graces = ({ actions }: VirtualTimeScheduler): readonly unknown[] =>
  actions.filter(({ delay }) => delay > 0);

describe.each(operators)('%s lets go', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L1] what is kept for a chat goes when its grace after a final state is over, 60 seconds by default', () => {
    expectNew('a A 59s a   ', 'a              ');
    expectNew('a A 59998ms a', 'a              ');
    expectNew('a A 60s a   ', 'a 60001ms a    ');
    expectNew('a R 60s a   ', 'a 60001ms a    ');
    expectNew('a E 60s a   ', 'a 60001ms a    ');
  });

  it('[L2] retainEnded sets the grace: 0 lets go at once, Infinity never', () => {
    expectNew('a A 5ms a', 'a 6ms a  ', { retainEnded: 5 });
    expectNew('a A 4ms a', 'a        ', { retainEnded: 6 });
    expectNew('a A - a  ', 'a--a     ', { retainEnded: 0 });
    expectNew('a A 60m a ', 'a        ', { retainEnded: Infinity });
  });

  it('[L3] a non-final state within the grace cancels it, and a later end starts another', () => {
    expectNew('a A 5ms a 100ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 9ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 10ms a     ', 'a 18ms a         ', { retainEnded: 10 });
  });

  it('[L4] the grace is counted from the first final state, and chats end on their own', () => {
    expectNew('a b A 5ms R 3ms a b   ', 'ab             ', { retainEnded: 10 });
    expectNew('a b A 5ms R 4ms a b   ', 'a b 11ms a     ', { retainEnded: 10 });
  });

  it('[L5] isFinal says what ends a chat', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    expectNew('a A 60m a    ', 'a          ', { isFinal });
    expectNew('a X 60s a   ', 'a 60001ms a', { isFinal });
  });

  it('[L11] a grace longer than a timer can run is kept, too', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(operator({ scheduler, retainEnded: 30 * 86_400_000 }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    expect(Math.max(...scheduler.actions.map(({ delay }) => delay))).toBeLessThan(2 ** 31);
    scheduler.flush();
    expect(scheduler.frame).toBe(30 * 86_400_000);
    source.next(notifications.a);
    expect(fresh).toEqual(['A', 'A']);
  });

  it('[L10] a scheduler of another kind times the grace', async () => {
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(operator({ retainEnded: 0, scheduler: asapScheduler }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    await Promise.resolve();
    source.next(notifications.a);
    expect(fresh).toEqual(['A', 'A']);
  });
});

describe.each([...operators, ...ofCapabilities])('%s keeps no more than it should', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L6] of more than maxChats chats the ended go first, then the least recently changed', () => {
    expectNew('a b a c a b', 'ab-c-b', { maxChats: 2 });
    expectNew('a b B c a  ', 'ab-c  ', { maxChats: 2 });
    expectNew('a b B c b  ', 'ab-cb ', { maxChats: 2 });
    expectNew('a b a      ', 'aba   ', { maxChats: 1 });
  });

  it('[L8] completion cancels graces: the source ends, the operator ends', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-|', notifications);
      const subs = '      ^----!';
      expectObservable(source.pipe(operator(), onlyNew)).toBe('-a---|', { a: 'A' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[L9] one timer serves all chats, and 10,000 chats are kept by default', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source.pipe(operator({ scheduler }), onlyNew).subscribe((chatId) => fresh.push(chatId));
    const chats = Array.from({ length: 10_001 }, (_, position) => String(position));
    for (const id of chats) source.next(state(id, 'Chatting'));
    expect(fresh).toHaveLength(10_001);
    source.next(state('10000', 'Idle'));
    source.next(state('1', 'Idle'));
    expect(fresh).toHaveLength(10_001);
    source.next(state('0', 'Idle'));
    expect(fresh.at(-1)).toBe('0');
    for (const id of chats.slice(3)) source.next(state(id, 'Completed'));
    expect(graces(scheduler)).toHaveLength(1);
    scheduler.flush();
    expect(scheduler.frame).toBe(60_000);
    source.next(state('10000', 'Chatting'));
    expect(fresh.at(-1)).toBe('10000');
  });
});

describe('hasCapability lets go', () => {
  const can = (id: string, more: Partial<Chat> = {}): ChatNotification =>
    chatStateChange({ chat: { id, capabilities: ['SendMessage'], ...more } });
  const shown = {
    a: can('A'),
    b: can('B'),
    c: can('C', { capabilities: ['Accept'] }),
    d: can('D', { capabilities: ['Accept'] }),
    i: can('A', { capabilities: ['Accept'] }),
    B: can('B', { state: 'Completed' }),
    X: can('B', { state: 'Archived' }),
  };
  const answers = { t: true, f: false };
  const expectAnswers = (source: string, expected: string, options?: KeyedOptions): void => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot(source, shown);
      expectObservable(input.pipe(hasCapability('SendMessage', options))).toBe(expected, answers);
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  };

  it('[L6] of more than maxChats chats the ended go first, then the least recently changed', () => {
    expectAnswers('a c d   ', 't-f     ', { maxChats: 2 });
    expectAnswers('a b c d ', 't--f    ', { maxChats: 2 });
    expectAnswers('a c a d ', 't       ', { maxChats: 2 });
    expectAnswers('a b B c i', 't---f  ', { maxChats: 2 });
    expectAnswers('a c     ', 'tf      ', { maxChats: 1 });
  });

  it('[L5] isFinal says what ends a chat', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    expectAnswers('b B 60m c', 't      ', { isFinal });
    expectAnswers('b X      ', 'tf     ', { isFinal });
  });

  it('[L8] completion cancels graces: the source ends, the operator ends', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-B-|', shown);
      const subs = '      ^----!';
      expectObservable(source.pipe(hasCapability('SendMessage'))).toBe('-t-f-|', answers);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});

describe.each(timed)('%s leaves nothing', (name, operator) => {
  it('[L7] unsubscribing and completion free everything: no timer is left', () => {
    for (const leave of ['unsubscribe', 'complete', 'error'] as const) {
      const scheduler = new VirtualTimeScheduler();
      const source = new Subject<ChatNotification>();
      const subscription = source.pipe(operator({ scheduler })).subscribe({ error: () => undefined });
      source.next(notifications.a);
      source.next(notifications.A);
      expect(graces(scheduler), name).toHaveLength(1);
      if (leave === 'unsubscribe') subscription.unsubscribe();
      else if (leave === 'complete') source.complete();
      else source.error(new Error('gone'));
      scheduler.flush();
      expect(scheduler.frame, leave).toBe(0);
      expect(source.observed).toBe(false);
    }
  });
});
