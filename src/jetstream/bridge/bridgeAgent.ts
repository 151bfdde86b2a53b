import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { filter, firstValueFrom, from, map, mergeMap, race, Subscription, take, timer } from 'rxjs';
import { chatViews } from '../../../operators/chatViews.ts';
import { redact } from '../../../operators/redact.ts';
import type { ConnectionStatus } from '../../channel/index.ts';
import type { ChatNotification } from '../../model/index.ts';
import { type Backfilled, gwsHistory } from '../../session/backfill/index.ts';
import { type DeskData, pastMessages } from '../../session/desk/index.ts';
import { startSession } from '../../session/startSession.ts';
import type { ChatSession, SessionOptions } from '../../session/types.ts';
import { partsOf } from '../failure.ts';
import type { PublishSettings } from '../publishOptions.ts';
import { startPublisher } from '../publisher.ts';
import type { Published } from '../reports.ts';
import type { Source } from '../subjects.ts';
import type { Window } from '../window.ts';
import { currentViews } from './currentViews.ts';
import { reconnectDenied } from './reconnectDenied.ts';
import { storedChats } from './storedChats.ts';
import { inOrder } from './inOrder.ts';
import { unseeded } from './unseeded.ts';

export interface BridgedAgentOptions {
  readonly js: JetStreamClient;
  readonly ready: Promise<JetStreamManager>;
  readonly source: Source;
  readonly session: SessionOptions;
  readonly settings: PublishSettings;
  /** The fencing token of the lease. */
  readonly token: number;
  readonly current: KV | undefined;
  /** Lets only some sessions open at once, so that the leases of the others are renewed in time. */
  readonly opening: Window;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly onNotification: (notification: ChatNotification) => void;
  readonly onPublished: (published: Published) => void;
  readonly onBackfilled: (backfilled: Backfilled) => void;
  /** Publishing has ended: the connection is closed, or the lease has expired. */
  readonly onStopped: (error: unknown) => void;
}

/** The session of one agent, and the way of its notifications into the stream. */
export interface BridgedAgent {
  readonly session: () => ChatSession | undefined;
  /** Publishes nothing from now on, and leaves the server. */
  readonly stop: () => Promise<void>;
}

/** Starts the session of an agent where the stream ends, and publishes what it emits. */
export function bridgeAgent(options: BridgedAgentOptions): BridgedAgent {
  const subscriptions = new Subscription();
  let session: ChatSession | undefined;
  let isStopped = false;

  async function start(): Promise<void> {
    const seed = isStopped ? undefined : await readSeed(options, () => isStopped);
    if (seed === undefined || isStopped) return;
    session = startSession({ logger: () => undefined, ...options.session }, seed).session;
    subscriptions.add(follow(session, seed, options));
    await hasOpened(session);
  }

  async function startInTurn(): Promise<void> {
    await options.opening.take();
    try {
      await start();
    } finally {
      options.opening.release();
    }
  }

  startInTurn().catch(options.onStopped);
  return {
    session: () => session,
    stop: async () => {
      isStopped = true;
      subscriptions.unsubscribe();
      await session?.close();
    },
  };
}

/** How long to wait for a session before the next starts, in milliseconds. */
const patience = 2_000;

/** Resolves when a session is connected or has been refused, or when it takes long. */
async function hasOpened({ status$ }: ChatSession): Promise<void> {
  const opened$ = status$.pipe(filter(({ state }) => !['idle', 'connecting'].includes(state)));
  await firstValueFrom(race(opened$, timer(patience)), { defaultValue: undefined });
}

/** What the stream has of the agent's chats; reads again until it is known. */
async function readSeed(
  { js, source, settings, ready }: BridgedAgentOptions,
  isStopped: () => boolean,
): Promise<DeskData | undefined> {
  const { stream, subject, remember, scheduler, onReport } = settings;
  await ready;
  for (let attempt = 0; !isStopped(); attempt += 1) {
    try {
      return await storedChats(js, stream, subject, source, scheduler.now() - remember);
    } catch (error) {
      const { agent } = source;
      if (attempt === 0)
        onReport({
          kind: 'retry',
          message: `agent ${agent}: the stored chats cannot be read: ${partsOf(error).message}`,
          agent,
        });
      await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 100 * 2 ** attempt)));
    }
  }
  return undefined;
}

function follow(session: ChatSession, seed: DeskData, options: BridgedAgentOptions): Subscription {
  const { source, settings, token, current, js, ready, onPublished, onStopped } = options;
  const { agent } = source;
  const publisher = startPublisher({
    js,
    ready,
    settings: { ...settings, ...source, refill: refillFrom(session, options.session) },
    onPublished,
    onStopped,
  });
  const subscription = new Subscription(publisher.stop);
  const fresh$ = session.notifications$.pipe(mergeMap(unseeded(seed)));
  const { onReport, mayPublish } = settings;
  if (current !== undefined) {
    const write = currentViews(current, source, token, {
      mayWrite: () => mayPublish() && !subscription.closed,
      onReport,
    });
    const masked$ =
      settings.redact === false
        ? session.notifications$
        : session.notifications$.pipe(redact(settings.redact));
    subscription.add(masked$.pipe(chatViews()).subscribe({ next: write, error: onStopped }));
  }
  subscription.add(
    fresh$.pipe(inOrder(seed, settings.scheduler)).subscribe({
      next: (notification) => {
        options.onNotification(notification);
        publisher.take(notification);
      },
      error: onStopped,
    }),
  );
  subscription.add(session.status$.subscribe({ next: options.onStatus, error: onStopped }));
  subscription.add(session.backfilled$.subscribe({ next: options.onBackfilled, error: onStopped }));
  subscription.add(
    session.failures$.subscribe({
      next: ({ message }) => {
        onReport({ kind: 'session', message: `agent ${agent}: ${message}`, agent });
      },
      error: onStopped,
    }),
  );
  subscription.add(reconnectDenied(session, onStopped));
  return subscription;
}

/** What overflowed is fetched as the session fetches it. */
function refillFrom(session: ChatSession, { url, history = {} }: SessionOptions): PublishSettings['refill'] {
  if (history === false) return undefined;
  const source =
    'chats' in history
      ? history
      : url === undefined
        ? undefined
        : gwsHistory({ ...history, url, fetch: session.fetch });
  if (source === undefined) return undefined;
  return (chatId, fromIndex) =>
    from(source.messages(chatId, fromIndex)).pipe(
      take(1),
      map((messages) => ({ ...pastMessages(chatId, messages, Date.now()), isPartial: true as const })),
    );
}
