import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { lastValueFrom, type Observable, Subscription, toArray } from 'rxjs';
import type { ChatNotification } from 'rx-chat-notifications';
import {
  fromJetStream,
  type JetStreamReport,
  type StoredNotification,
} from 'rx-chat-notifications/jetstream';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { type NatsServer, startNats } from './natsServer.ts';

const open: NatsConnection[] = [];
const subscriptions: Subscription[] = [];

/** A broker for all tests of a file, and what tests do with it. */
export interface Broker {
  server: NatsServer;
  /** A connection of its own, closed after the test. */
  connect: () => Promise<NatsConnection>;
  js: () => Promise<JetStreamClient>;
  jsm: () => Promise<JetStreamManager>;
  /** A stream for `gws.>`, empty. */
  stream: (config?: Partial<StreamConfig>) => Promise<string>;
}

let count = 0;

export function broker(config?: string): Broker {
  const made: Partial<Broker> = {};
  beforeAll(async () => {
    made.server = await startNats(config);
  });
  afterEach(async () => {
    for (const subscription of subscriptions.splice(0)) subscription.unsubscribe();
    for (const nc of open.splice(0)) await nc.close();
  });
  afterAll(async () => {
    await made.server?.stop();
  });
  const connected = async (): Promise<NatsConnection> => {
    const nc = await connect({
      servers: made.server?.url ?? '',
      reconnectTimeWait: 50,
      maxReconnectAttempts: -1,
    });
    open.push(nc);
    return nc;
  };
  return Object.assign(made as Broker, {
    connect: connected,
    js: async () => jetstream(await connected()),
    jsm: async () => jetstreamManager(await connected()),
    stream: async (stream: Partial<StreamConfig> = {}) => {
      const jsm = await jetstreamManager(await connected());
      for await (const {
        config: { name },
      } of jsm.streams.list())
        await jsm.streams.delete(name);
      count += 1;
      const name = `S${count}`;
      await jsm.streams.add({ name, subjects: ['gws.>'], duplicate_window: 120e9, ...stream });
      return name;
    },
  });
}

export interface Collected<T> {
  readonly values: T[];
  readonly errors: unknown[];
  readonly subscription: Subscription;
  isComplete: boolean;
}

export function collect<T>(stream$: Observable<T>): Collected<T> {
  const collected = { values: [] as T[], errors: [] as unknown[], isComplete: false };
  const subscription = stream$.subscribe({
    next: (value) => collected.values.push(value),
    error: (error: unknown) => collected.errors.push(error),
    complete: () => {
      collected.isComplete = true;
    },
  });
  subscriptions.push(subscription);
  return Object.assign(collected, { subscription });
}

export const eventually = (assertion: () => unknown, timeout = 20_000): Promise<void> =>
  vi.waitFor(
    async () => {
      await assertion();
    },
    { timeout, interval: 10 },
  );

export const all = <T>(stream$: Observable<T>): Promise<T[]> =>
  lastValueFrom(stream$.pipe(toArray()), { defaultValue: [] });

/** Reports that a test expects none of. */
export function reports(): {
  readonly list: JetStreamReport[];
  readonly onReport: (report: JetStreamReport) => void;
} {
  const list: JetStreamReport[] = [];
  return { list, onReport: (report) => list.push(report) };
}

/** What a stream holds, once it holds so much. */
export async function stored(
  js: JetStreamClient,
  stream: string,
  size: number,
): Promise<StoredNotification[]> {
  const { values } = collect(fromJetStream(js, { stream }));
  await eventually(() => {
    if (values.length < size) throw new Error(`${values.length} of ${size}`);
  });
  return values;
}

/** What a stream counts, whatever is in it. */
export const sizeOf = async (jsm: JetStreamManager, stream: string): Promise<number> =>
  (await jsm.streams.info(stream)).state.messages;

export const textsOf = (notifications: readonly ChatNotification[]): readonly (string | undefined)[] =>
  notifications.flatMap((notification) =>
    notification.kind === 'messages' ? notification.messages.map(({ text, type }) => text ?? type) : [],
  );

export const statesOf = (notifications: readonly ChatNotification[]): readonly string[] =>
  notifications.flatMap((notification) => (notification.kind === 'chat' ? [notification.chat.state] : []));
