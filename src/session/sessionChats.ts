import { BehaviorSubject, defer, type Observable, type SchedulerLike, Subject } from 'rxjs';
import { decodeNotification } from '../codec/index.ts';
import type { ChatNotification } from '../model/index.ts';
import { ChatFeed } from './backfill/chatFeed.ts';
import type { Backfilled, ChatHistory } from './backfill/index.ts';
import { rulesOf } from './backfill/rules.ts';
import { CurrentDirectory } from './currentDirectory.ts';
import { type DeskData, Outlet } from './desk/index.ts';
import type { Reports } from './reports.ts';
import type { RetryPolicy } from './retryPolicy.ts';
import type { SessionLog } from './sessionLog.ts';
import type { Clean } from '../transport/replyError.ts';

export interface SessionChatsOptions {
  readonly channel: string;
  readonly scheduler: SchedulerLike;
  readonly policy: RetryPolicy;
  readonly history: ChatHistory | undefined;
  /** How many requests a second go there at most. */
  readonly historyRate: number;
  /** Takes the secrets out of its errors. */
  readonly clean: Clean;
  readonly reports: Reports;
  readonly log: SessionLog;
  /** Called with the window in which something may have been missed; without one, nothing is missing. */
  readonly onMissing: (missing: { readonly from: number; readonly to: number } | undefined) => void;
}

/** What a session goes on from. */
export interface SessionSeed extends DeskData {
  /** Since when something may be missing, if there was a connection before. */
  readonly lostFrom?: number | undefined;
}

/** The chats of a session, from the message on the channel to the subscriber. */
export class SessionChats {
  readonly #options: SessionChatsOptions;
  readonly #outlet = new Outlet();
  #feed: ChatFeed;
  /** Since when something is missing of the seed. */
  #lostFrom: number | undefined;
  /** The current state, then what is live. */
  readonly notifications$: Observable<ChatNotification> = defer(() => this.#feed.replay());
  readonly directory: CurrentDirectory;
  readonly #backfilled$ = new Subject<Backfilled>();
  readonly #isBackfilled$ = new BehaviorSubject(false);

  constructor(options: SessionChatsOptions, seed: SessionSeed | undefined) {
    this.#options = options;
    this.directory = new CurrentDirectory(this.notifications$, options.scheduler);
    this.#feed = this.#newFeed(seed);
    this.#lostFrom = seed?.lostFrom;
  }

  /** What is live alone. */
  get live$(): Observable<ChatNotification> {
    return this.#outlet.live$;
  }

  get backfilled$(): Observable<Backfilled> {
    return this.#backfilled$;
  }

  /** Replays whether the first backfill since the start has ended. */
  get isBackfilled$(): Observable<boolean> {
    return this.#isBackfilled$;
  }

  /** Takes a message of the channel. The hot path. */
  receive(message: unknown): void {
    const { channel, scheduler, reports } = this.#options;
    const result = decodeNotification(message, scheduler.now(), { channel });
    if (result._tag === 'Left') {
      reports.undecoded(result.left);
      return;
    }
    const notification = result.right;
    if (notification.kind !== 'error') notification.rejected?.forEach(reports.undecoded);
    this.#feed.receive(notification);
  }

  /** Something may have been missed since `lostFrom`; it is absent at a start. */
  connected(lostFrom: number | undefined): void {
    this.#feed.connected(lostFrom ?? this.#lostFrom);
    this.#lostFrom = undefined;
  }

  /** The user has left the connection: what is known becomes outdated. */
  reset(): void {
    this.#replaceFeed();
    this.#lostFrom = undefined;
    this.#isBackfilled$.next(false);
    this.directory.reset();
  }

  data(): DeskData {
    return this.#feed.data();
  }

  close(): void {
    this.#replaceFeed();
    this.#outlet.complete();
    this.directory.close();
    this.#backfilled$.complete();
    this.#isBackfilled$.complete();
  }

  #replaceFeed(): void {
    this.#feed.stop();
    this.#feed = this.#newFeed(undefined);
  }

  #newFeed(seed: DeskData | undefined): ChatFeed {
    const { scheduler, policy, history, historyRate, clean, reports, log, onMissing } = this.#options;
    return new ChatFeed({
      outlet: this.#outlet,
      history,
      seed,
      scheduler,
      rules: rulesOf(policy, historyRate),
      clean,
      onListed: () => {
        this.directory.listed();
      },
      onFailure: (failure) => {
        reports.fail('not backfilled', failure);
      },
      onEnded: (missing, backfilled) => {
        onMissing(missing);
        this.#isBackfilled$.next(true);
        if (backfilled === undefined) return;
        log.info(`backfilled: ${backfilled.messageCount} messages of ${backfilled.chatCount} chats`);
        this.#backfilled$.next(backfilled);
      },
    });
  }
}
