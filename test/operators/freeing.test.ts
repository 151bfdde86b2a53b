import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  mergeMap,
  NEVER,
  type OperatorFunction,
  type SchedulerAction,
  type SchedulerLike,
  Subject,
  type Subscription,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  awaitingReply,
  capabilityChanges,
  chatDirectory,
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
import type { ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';

type Operator = (options: RetentionOptions) => OperatorFunction<ChatNotification, unknown>;

const self = (): boolean => false;

/** Every operator that folds per chat. */
const operators: readonly [string, Operator][] = [
  ['statusChanges', statusChanges],
  ['participantChanges', participantChanges],
  ['userDataChanges', userDataChanges],
  ['capabilityChanges', capabilityChanges],
  ['hasCapability', (options) => hasCapability('SendMessage', options)],
  [
    'groupByChat',
    (options) => (source) =>
      source.pipe(
        groupByChat(options),
        mergeMap((chat) => chat),
      ),
  ],
  ['dedupeByIndex', dedupeByIndex],
  ['transcriptAccumulator', transcriptAccumulator],
  ['typingParticipants', typingParticipants],
  ['unreadCount', (options) => unreadCount({ ...options, self, read$: NEVER })],
  ['awaitingReply', (options) => awaitingReply({ ...options, self })],
  ['responseTimes', (options) => responseTimes({ ...options, self })],
  ['responseBreaches', (options) => responseBreaches({ ...options, self, after: 5_000 })],
  ['chatViews', chatViews],
  ['chatDirectory', chatDirectory],
];

/** Frees what nobody holds, in several rounds at most. The tests fail where the collector cannot be called: they would prove nothing. */
const collectGarbage = async (isFree = (): boolean => false): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const gc = globalThis.gc ?? (runInNewContext('globalThis.gc') as typeof globalThis.gc);
  if (gc === undefined) throw new Error('V8 exposes no gc');
  for (let round = 0; round < 5 && !isFree(); round += 1) {
    await setImmediate();
    gc();
  }
};

type Refs = ReadonlyMap<string, WeakRef<object>>;

/** Emits everything of a chat and ends it. Nothing else holds the notifications when this returns. */
function emitAll(source: Subject<ChatNotification>, id: string): Refs {
  const refs = new Map<string, WeakRef<object>>();
  const tracked = <T extends object>(name: string, value: T): T => {
    refs.set(name, new WeakRef(value));
    return value;
  };
  const customer = tracked(
    'participant',
    participant({ participantId: '1', nickname: 'Ann', type: 'Customer' }),
  );
  const emit = (name: string, notification: ChatNotification): void => {
    tracked(name, notification);
    if (notification.kind === 'messages') tracked(`messages of ${name}`, notification.messages);
    else if (notification.chat !== undefined) tracked(`chat of ${name}`, notification.chat);
    source.next(notification);
  };
  const shown = {
    id,
    participants: tracked('participants', [customer]),
    capabilities: tracked('capabilities', ['SendMessage']),
    userData: tracked('userData', { of: tracked('value in userData', { tier: 1 }) }),
  };
  emit('state', chatStateChange({ chat: shown }));
  emit('typing', messageLog({ chatId: id, messages: [{ index: 1, type: 'TypingStarted', from: customer }] }));
  const log = messageLog({ chatId: id, messages: [{ index: 2, from: customer }, { index: 5 }] });
  for (const message of log.messages) tracked(`message ${message.index}`, message);
  emit('log', log);
  emit(
    'more typing',
    messageLog({ chatId: id, messages: [{ index: 6, type: 'TypingStarted', from: customer }] }),
  );
  emit('error', operationError({ chatId: id }));
  emit('end', chatStateChange({ chat: { ...shown, state: 'Completed' } }));
  return refs;
}

const alive = (refs: Refs): readonly string[] =>
  [...refs].filter(([, ref]) => ref.deref() !== undefined).map(([name]) => name);

/** A subscriber that keeps nothing. */
const listen = (
  source: Subject<ChatNotification>,
  operator: OperatorFunction<ChatNotification, unknown>,
): Subscription => source.pipe(operator).subscribe(() => undefined);

describe('the collector', () => {
  it('frees what nothing holds, and nothing that is retained', async () => {
    const held = [{}];
    const [kept, gone] = [new WeakRef(held[0] ?? {}), new WeakRef({})];
    const source = new Subject<ChatNotification>();
    const scheduler = new VirtualTimeScheduler();
    const subscriptions = [
      listen(source, userDataChanges({ scheduler })),
      listen(source, transcriptAccumulator({ scheduler })),
      listen(source, chatViews({ scheduler })),
    ];
    const refs = emitAll(source, 'A');
    emitAll(source, 'B');
    await collectGarbage();
    expect([kept.deref(), gone.deref()]).toEqual([held[0], undefined]);
    expect(alive(refs)).toEqual(expect.arrayContaining(['userData', 'message 2', 'message 5', 'error']));
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
});

describe.each(operators)('%s releases', (_, operator) => {
  it('everything of a chat when its retention ends', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const subscription = listen(source, operator({ scheduler }));
    const refs = emitAll(source, 'A');
    scheduler.flush();
    emitAll(source, 'B');
    await collectGarbage(() => alive(refs).length === 0);
    expect(refs.size).toBeGreaterThan(15);
    expect(alive(refs)).toEqual([]);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });

  it('everything of a chat that is evicted because of maxChats', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const subscription = listen(source, operator({ scheduler, maxChats: 1, retainEnded: Infinity }));
    const refs = emitAll(source, 'A');
    emitAll(source, 'B');
    await collectGarbage(() => alive(refs).length === 0);
    expect(alive(refs)).toEqual([]);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });

  it('everything on unsubscribing: the source continues, and can be subscribed to again', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const emitted$ = source.pipe(operator({ scheduler }));
    const subscription = emitted$.subscribe(() => undefined);
    const refs = emitAll(source, 'A');
    subscription.unsubscribe();
    await collectGarbage(() => alive(refs).length === 0);
    expect(alive(refs)).toEqual([]);
    expect([source.closed, source.observed, scheduler.actions.length]).toEqual([false, false, 0]);
    const again = emitted$.subscribe(() => undefined);
    expect([subscription.closed, source.observed]).toEqual([true, true]);
    again.unsubscribe();
  });

  it('the timers of chats that end one after another, once they have fired', async () => {
    const virtual = new VirtualTimeScheduler();
    const timers: WeakRef<Subscription>[] = [];
    const scheduler: SchedulerLike = {
      now: () => virtual.now(),
      schedule: <T>(
        work: (this: SchedulerAction<T>, state?: T) => void,
        delay?: number,
        state?: T,
      ): Subscription => {
        const timer = virtual.schedule(work, delay, state);
        timers.push(new WeakRef(timer));
        return timer;
      },
    };
    const source = new Subject<ChatNotification>();
    const subscription = listen(source, operator({ scheduler }));
    for (let chat = 0; chat < 20; chat += 1) {
      source.next(chatStateChange({ chat: { id: String(chat), state: 'Completed' } }));
      virtual.flush();
    }
    expect(timers).toHaveLength(20);
    const held = (): number => timers.filter((timer) => timer.deref() !== undefined).length;
    await collectGarbage(() => held() < 3);
    expect(held()).toBeLessThan(3);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });
});

it.each<[string, Operator]>([
  ['statusChanges', statusChanges],
  ['transcriptAccumulator', transcriptAccumulator],
  ['chatDirectory', chatDirectory],
])(
  '%s has one timer for a chat that ends and reopens 100,000 times, and the heap stays level',
  async (_, operator) => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const subscription = listen(source, operator({ scheduler }));
    const cycle = [
      chatStateChange({ chat: { id: 'A', state: 'Completed' } }),
      messageLog({ chatId: 'A' }),
      chatStateChange({ chat: { id: 'A' } }),
    ];
    const heapAfter = async (cycles: number): Promise<number> => {
      for (let at = 0; at < cycles; at += 1) for (const notification of cycle) source.next(notification);
      await collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(1_000);
    expect((await heapAfter(50_000)) - before).toBeLessThan(2e6);
    expect(scheduler.actions).toHaveLength(0);
    source.next(chatStateChange({ chat: { id: 'A', state: 'Completed' } }));
    expect(scheduler.actions).toHaveLength(1);
    subscription.unsubscribe();
  },
);
