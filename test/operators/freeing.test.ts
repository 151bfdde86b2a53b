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
  ['chatViews', chatViews],
  ['chatDirectory', chatDirectory],
];

/** Frees what nobody holds. Without a collector that obeys, the tests prove nothing: they fail. */
const collect = async (): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const gc = globalThis.gc ?? (runInNewContext('globalThis.gc') as typeof globalThis.gc);
  if (gc === undefined) throw new Error('V8 gives no gc to call');
  for (let round = 0; round < 5; round += 1) {
    await setImmediate();
    gc();
  }
};

type Refs = ReadonlyMap<string, WeakRef<object>>;

/** Tells all there is of a chat, ending it; what was told is held by nobody else when this returns. */
function tellAll(source: Subject<ChatNotification>, id: string): Refs {
  const refs = new Map<string, WeakRef<object>>();
  const noted = <T extends object>(name: string, value: T): T => {
    refs.set(name, new WeakRef(value));
    return value;
  };
  const customer = noted(
    'participant',
    participant({ participantId: '1', nickname: 'Ann', type: 'Customer' }),
  );
  const tell = (name: string, notification: ChatNotification): void => {
    noted(name, notification);
    if (notification.kind === 'messages') noted(`messages of ${name}`, notification.messages);
    else if (notification.chat !== undefined) noted(`chat of ${name}`, notification.chat);
    source.next(notification);
  };
  const shown = {
    id,
    participants: noted('participants', [customer]),
    capabilities: noted('capabilities', ['SendMessage']),
    userData: noted('userData', { of: noted('value in userData', { tier: 1 }) }),
  };
  tell('state', chatStateChange({ chat: shown }));
  tell('typing', messageLog({ chatId: id, messages: [{ index: 1, type: 'TypingStarted', from: customer }] }));
  const log = messageLog({ chatId: id, messages: [{ index: 2, from: customer }, { index: 5 }] });
  for (const message of log.messages) noted(`message ${message.index}`, message);
  tell('log', log);
  tell(
    'more typing',
    messageLog({ chatId: id, messages: [{ index: 6, type: 'TypingStarted', from: customer }] }),
  );
  tell('error', operationError({ chatId: id }));
  tell('end', chatStateChange({ chat: { ...shown, state: 'Completed' } }));
  return refs;
}

const alive = (refs: Refs): readonly string[] =>
  [...refs].filter(([, ref]) => ref.deref() !== undefined).map(([name]) => name);

/** A subscriber that keeps nothing of what it hears. */
const hear = (
  source: Subject<ChatNotification>,
  operator: OperatorFunction<ChatNotification, unknown>,
): Subscription => source.pipe(operator).subscribe(() => undefined);

describe('the collector', () => {
  it('[FR1] frees what is held no longer, and nothing that is: what is kept within the grace is there', async () => {
    const held = [{}];
    const [kept, gone] = [new WeakRef(held[0] ?? {}), new WeakRef({})];
    const source = new Subject<ChatNotification>();
    const scheduler = new VirtualTimeScheduler();
    const subscriptions = [
      hear(source, userDataChanges({ scheduler })),
      hear(source, transcriptAccumulator({ scheduler })),
      hear(source, chatViews({ scheduler })),
    ];
    const refs = tellAll(source, 'A');
    tellAll(source, 'B');
    await collect();
    expect([kept.deref(), gone.deref()]).toEqual([held[0], undefined]);
    expect(alive(refs)).toEqual(expect.arrayContaining(['userData', 'message 2', 'message 5', 'error']));
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
});

describe.each(operators)('%s frees', (_, operator) => {
  it('[FR2] all that was told of a chat, when its grace is over', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const subscription = hear(source, operator({ scheduler }));
    const refs = tellAll(source, 'A');
    scheduler.flush();
    tellAll(source, 'B');
    await collect();
    expect(refs.size).toBeGreaterThan(15);
    expect(alive(refs)).toEqual([]);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });

  it('[FR3] all that was told of a chat that too many others displace', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const subscription = hear(source, operator({ scheduler, maxChats: 1, retainEnded: Infinity }));
    const refs = tellAll(source, 'A');
    tellAll(source, 'B');
    await collect();
    expect(alive(refs)).toEqual([]);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });

  it('[FR4] everything, when it is left: the source lives on, and so does what can be subscribed to', async () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const told = source.pipe(operator({ scheduler }));
    const subscription = told.subscribe(() => undefined);
    const refs = tellAll(source, 'A');
    subscription.unsubscribe();
    await collect();
    expect(alive(refs)).toEqual([]);
    expect([source.closed, source.observed, scheduler.actions.length]).toEqual([false, false, 0]);
    const again = told.subscribe(() => undefined);
    expect([subscription.closed, source.observed]).toEqual([true, true]);
    again.unsubscribe();
  });

  it('[FR5] the timers of chats that ended one after another, as they have fired', async () => {
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
    const subscription = hear(source, operator({ scheduler }));
    for (let chat = 0; chat < 20; chat += 1) {
      source.next(chatStateChange({ chat: { id: String(chat), state: 'Completed' } }));
      virtual.flush();
    }
    expect(timers).toHaveLength(20);
    await collect();
    expect(timers.filter((timer) => timer.deref() !== undefined).length).toBeLessThan(3);
    expect([subscription.closed, source.observed]).toEqual([false, true]);
    subscription.unsubscribe();
  });
});
