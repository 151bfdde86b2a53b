import { jetstream } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { type Observable, Subject, Subscription, timer } from 'rxjs';
import { checkOptions } from '../../fold/checkOptions.ts';
import { checkStream } from '../checkStream.ts';
import { explainedFailure, isClosed, partsOf } from '../failure.ts';
import { openBucket } from './openBucket.ts';
import { leaseReport } from '../leases/leaseReport.ts';
import { leaseBucket } from '../leases/leaseBucket.ts';
import { leaseKeeper, type LeaseKeeper } from '../leases/leaseKeeper.ts';
import type { LeaseEffect } from '../leases/leaseTypes.ts';
import type { Published } from '../reports.ts';
import { filterSubject, type Source } from '../subjects.ts';
import { tokenOf } from '../tokenOf.ts';
import { Window } from '../window.ts';
import { type BridgedAgent, bridgeAgent } from './bridgeAgent.ts';
import { BridgeCounters, type BridgeMetrics } from './bridgeMetrics.ts';
import { bridgeSettings, type BridgeSettings, type ChatBridgeOptions } from './bridgeOptions.ts';

/** Many sessions in one process, whose notifications go to one stream. */
export interface ChatBridge {
  readonly id: string;
  /** What became of each notification. Hot. */
  readonly published$: Observable<Published>;
  /** What the bridge has done and how it is, every `metricsInterval`. */
  readonly metrics$: Observable<BridgeMetrics>;
  readonly metrics: BridgeMetrics;
  /** The agents whose sessions run here now. */
  readonly agents: readonly Required<Source>[];
  /** Resolves when the bridge takes part: the stream and the buckets can be used. Rejects with a `JetStreamSetupError`. */
  readonly started: Promise<void>;
  /** Resolves when the bridge has ended, after `close()` or because the connection is closed; then it rejects. */
  readonly ended: Promise<void>;
  /** Closes all sessions and gives the leases back: other bridges take them over at once. */
  close(): Promise<void>;
}

const keyOf = ({ tenant, agent }: Source): string => `${tokenOf(tenant)}.${tokenOf(agent)}`;

/** How many sessions open at once. */
const openingAtOnce = 16;

export class Bridge implements ChatBridge {
  readonly id: string;
  readonly #published$ = new Subject<Published>();
  readonly #metrics$ = new Subject<BridgeMetrics>();
  readonly published$: Observable<Published> = this.#published$.asObservable();
  readonly metrics$: Observable<BridgeMetrics> = this.#metrics$.asObservable();
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly #options: ChatBridgeOptions;
  readonly #settings: BridgeSettings;
  readonly #js: ReturnType<typeof jetstream>;
  readonly #ready: ReturnType<typeof checkStream>;
  readonly #counters = new BridgeCounters();
  readonly #running = new Map<string, BridgedAgent>();
  readonly #states = new Map<string, string>();
  readonly #timers = new Subscription();
  readonly #opening = new Window(openingAtOnce);
  #end: (error?: unknown) => void = () => undefined;
  #leases: LeaseKeeper | undefined;
  #current: KV | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ChatBridgeOptions) {
    this.#options = options;
    this.#settings = bridgeSettings(checkOptions('chatBridge', options), options, keyOf);
    const { id, publish } = this.#settings;
    this.id = id;
    this.#js = jetstream(options.connection);
    this.ended = new Promise((resolve, reject) => {
      this.#end = (error) => {
        if (error === undefined) resolve();
        else reject(explainedFailure(error, `Bridge "${id}"`));
      };
    });
    this.ended.catch(() => undefined);
    this.#ready = checkStream(this.#js, publish.stream, filterSubject(publish.subject), (message) => {
      publish.onReport({ kind: 'limit', message });
    });
    this.started = this.#start();
    this.started.catch((error: unknown) => {
      void this.#finish(error);
    });
  }

  get metrics(): BridgeMetrics {
    const sessions: Record<string, number> = {};
    let openGaps = 0;
    for (const [key, agent] of this.#running) {
      const state = this.#states.get(key) ?? 'idle';
      sessions[state] = (sessions[state] ?? 0) + 1;
      for (const { transcript } of agent.session()?.chats.values() ?? []) openGaps += transcript.gaps.length;
    }
    return this.#counters.metrics({ sessions, openGaps, owned: this.#leases?.state().own.size ?? 0 });
  }

  get agents(): readonly Required<Source>[] {
    return [...this.#running.keys()].flatMap((key) => this.#settings.agents.get(key) ?? []);
  }

  close(): Promise<void> {
    return this.#finish(undefined);
  }

  async #start(): Promise<void> {
    const { id, lifetime, bucket, current, agents, metricsInterval, publish } = this.#settings;
    await this.#ready;
    const kv = await openBucket(this.#js, bucket);
    if (current !== false) this.#current = await openBucket(this.#js, current);
    if (this.#closing !== undefined) return;
    this.#leases = leaseKeeper({
      id,
      lifetime,
      bucket: leaseBucket(this.#js, kv, { bucket, id, onReport: publish.onReport }),
      onOpen: (key, token) => {
        this.#open(key, token);
      },
      onClose: (key, reason) => {
        this.#stop(key, reason);
      },
    });
    this.#leases.agents([...agents.keys()]);
    this.#timers.add(
      timer(metricsInterval, metricsInterval, publish.scheduler).subscribe({
        next: () => {
          this.#metrics$.next(this.metrics);
        },
        error: this.#end,
      }),
    );
  }

  #open(key: string, token: number): void {
    const source = this.#settings.agents.get(key);
    if (source === undefined) return;
    this.#counters.count({ type: 'lease', change: 'acquired' });
    const { publish } = this.#settings;
    const agent = bridgeAgent({
      js: this.#js,
      ready: this.#ready,
      source,
      session: this.#options.session(source),
      settings: { ...publish, mayPublish: () => this.#leases?.has(key) === true },
      token,
      current: this.#current,
      opening: this.#opening,
      onStatus: ({ state }) => {
        this.#states.set(key, state);
      },
      onNotification: () => {
        this.#counters.count({ type: 'notification' });
      },
      onPublished: (published) => {
        this.#counters.count({ type: 'published', ...published });
        this.#published$.next(published);
      },
      onBackfilled: () => {
        this.#counters.count({ type: 'backfilled' });
      },
      onStopped: (error) => {
        if (isClosed(error)) void this.#finish(error);
        else if (error !== undefined)
          publish.onReport({
            kind: 'session',
            message: `agent ${source.agent}: ${partsOf(error).message}`,
            agent: source.agent,
          });
      },
    });
    this.#running.set(key, agent);
  }

  #stop(key: string, reason: Extract<LeaseEffect, { do: 'close' }>['reason']): void {
    const { agent = key } = this.#settings.agents.get(key) ?? {};
    if (reason === 'moved' || reason === 'lost' || reason === 'expired')
      this.#counters.count({ type: 'lease', change: reason });
    const report = leaseReport(agent, reason);
    if (report !== undefined) this.#settings.publish.onReport(report);
    const running = this.#running.get(key);
    this.#running.delete(key);
    this.#states.delete(key);
    void running?.stop();
  }

  #finish(error: unknown): Promise<void> {
    return (this.#closing ??= this.#closed(error));
  }

  async #closed(error: unknown): Promise<void> {
    this.#timers.unsubscribe();
    const running = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(running.map((agent) => agent.stop()));
    if (!isClosed(error)) await this.#leases?.close();
    this.#published$.complete();
    this.#metrics$.complete();
    this.#end(error);
  }
}
