import type { JetStreamClient, JetStreamManager, JetStreamPublishOptions, PubAck } from '@nats-io/jetstream';
import { lastValueFrom, Subject, takeUntil, timer } from 'rxjs';
import type { Entry } from './entry.ts';
import { partsOf, publishFailure } from './failure.ts';
import { noState, type StoredState, storedState } from './judgeState.ts';
import type { PublishSettings } from './publishOptions.ts';
import type { Published } from './reports.ts';
import { storedIds } from './storedIds.ts';
import { Window } from './window.ts';

/** Thrown where nothing may be published any more. */
export class Stopped extends Error {}

const shortestDelay = 50;
const longestDelay = 5_000;

export interface PublishingOptions {
  readonly js: JetStreamClient;
  /** Rejects if the stream cannot be used. */
  readonly ready: Promise<JetStreamManager>;
  readonly settings: PublishSettings;
  readonly onPublished: (published: Published) => void;
  /** The connection is closed, or publishing is not allowed any more: then without an error. */
  readonly onStopped: (error: unknown) => void;
}

/** What all chats of a publisher share: the window, the repetitions, the reports. */
export class Publishing {
  readonly settings: PublishSettings;
  readonly window: Window;
  readonly #options: PublishingOptions;
  readonly #stopped$ = new Subject<void>();
  #isStopped = false;
  /** Why the broker does not accept, if so. */
  #failure: string | undefined;

  constructor(options: PublishingOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.window = new Window(options.settings.window);
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#stopped$.next();
    this.#stopped$.complete();
    this.window.close();
  }

  /** Stops because of an error; only the first counts. */
  fail(error: unknown): void {
    if (this.#isStopped) return;
    this.stop();
    this.#options.onStopped(error);
  }

  /** Waits; shorter if publishing stops. */
  async delay(milliseconds: number): Promise<void> {
    const wait$ = timer(milliseconds, this.settings.scheduler).pipe(takeUntil(this.#stopped$));
    await lastValueFrom(wait$, { defaultValue: 0 });
  }

  emit(entry: Entry, outcome: Published['outcome'], sequence?: number): void {
    const { kind, chatId, subject, id, since } = entry;
    this.#options.onPublished({
      kind,
      ...(chatId !== undefined && { chatId }),
      subject,
      outcome,
      ...(sequence !== undefined && { sequence }),
      ...(id !== undefined && { id }),
      latency: performance.now() - since,
    });
  }

  acknowledged(entry: Entry, { duplicate, seq }: PubAck): void {
    this.#recovered();
    this.emit(entry, duplicate ? 'duplicate' : 'stored', seq);
  }

  /** Publishes once. Rejects with `Stopped` if nothing may be published any more. */
  attempt({ subject, payload }: Entry, options: Partial<JetStreamPublishOptions>): Promise<PubAck> {
    const { stream: streamName, timeout } = this.settings;
    const expect = { streamName, ...options.expect };
    return new Promise((resolve, reject) => {
      // The client takes two stack traces of each request: on an empty stack they cost half.
      queueMicrotask(() => {
        if (this.#isAllowed())
          resolve(this.#options.js.publish(subject, payload, { timeout, ...options, expect }));
        else reject(new Stopped());
      });
    });
  }

  /**
   * Publishes; repeats with the same options until the broker acknowledges, or gives a reason that repeating does not change.
   *
   * @param failed - why a first attempt failed.
   */
  async publish(
    entry: Entry,
    options: Partial<JetStreamPublishOptions>,
    failed?: { readonly error: unknown },
  ): Promise<PubAck | 'wrong sequence' | 'refused'> {
    let last = failed;
    for (let failures = 0; ;) {
      if (last !== undefined) {
        const failure = publishFailure(last.error);
        if (failure === 'wrong sequence' || failure === 'refused') {
          this.#recovered();
          if (failure === 'refused') this.#refuse(entry, last.error);
          return failure;
        }
        await this.#repeatLater(last.error, failures);
        failures += 1;
      }
      try {
        const ack = await this.attempt(entry, options);
        this.#recovered();
        return ack;
      } catch (error) {
        last = { error };
      }
    }
  }

  /** The last stored state of a chat. */
  readState(subject: string): Promise<StoredState> {
    return this.#repeated(async (jsm) => {
      const last = await jsm.streams.getMessage(this.settings.stream, { last_by_subj: subject });
      return last === null ? noState : storedState(last.seq, last.string());
    });
  }

  /** The ids of the messages that are stored under a subject. */
  readIds(subject: string): Promise<ReadonlySet<string>> {
    const { stream, remember, scheduler } = this.settings;
    return this.#repeated((jsm) =>
      storedIds(this.#options.js, jsm, { stream, subject, since: scheduler.now() - remember }),
    );
  }

  async #repeated<T>(read: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
    const jsm = await this.#options.ready;
    for (let attempt = 0; ; attempt += 1) {
      if (!this.#isAllowed()) throw new Stopped();
      try {
        const result = await read(jsm);
        this.#recovered();
        return result;
      } catch (error) {
        await this.#repeatLater(error, attempt);
      }
    }
  }

  #isAllowed(): boolean {
    if (!this.settings.mayPublish()) this.fail(undefined);
    return !this.#isStopped;
  }

  async #repeatLater(error: unknown, attempt: number): Promise<void> {
    if (this.#isStopped) throw new Stopped();
    if (publishFailure(error) === 'closed') {
      this.fail(error);
      throw new Stopped();
    }
    const { message } = partsOf(error);
    const { stream, onReport } = this.settings;
    if (message !== this.#failure)
      onReport({
        kind: 'retry',
        message: `stream "${stream}" does not accept: ${message}. The publish is repeated.`,
      });
    this.#failure = message;
    await this.delay(Math.min(longestDelay, shortestDelay * 2 ** attempt) * (0.5 + Math.random() / 2));
  }

  #recovered(): void {
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.settings.onReport({ kind: 'recovered', message: `stream "${this.settings.stream}" accepts again.` });
  }

  #refuse(entry: Entry, error: unknown): void {
    const { subject, chatId, payload } = entry;
    this.settings.onReport({
      kind: 'refused',
      message: `${subject}: ${payload.length} characters cannot be stored: ${partsOf(error).message}. Raise max_payload of the broker or max_msg_size of the stream.`,
      ...(chatId !== undefined && { chatId }),
      subject,
    });
    this.emit(entry, 'refused');
  }
}
