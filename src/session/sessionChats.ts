import { BehaviorSubject, type Observable, type SchedulerLike, Subject } from 'rxjs';
import { decodeNotification } from '../codec/index.ts';
import type { ChatNotification } from '../model/index.ts';
import { type Backfill, type Backfilled, type ChatHistory, runBackfill } from './backfill/index.ts';
import { rulesOf } from './backfill/rules.ts';
import { type CurrentDirectory, currentDirectory } from './currentDirectory.ts';
import { Desk, type DeskData, Outlet, Retirement } from './desk/index.ts';
import type { Reports } from './reports.ts';
import type { RetryPolicy } from './retryPolicy.ts';
import type { SessionLog } from './sessionLog.ts';

export interface SessionChatsOptions {
  readonly channel: string;
  readonly scheduler: SchedulerLike;
  readonly policy: RetryPolicy;
  readonly history: ChatHistory | undefined;
  readonly seed: DeskData | undefined;
  readonly reports: Reports;
  readonly log: SessionLog;
  /** Called with the window in which something may have been missed; without one, nothing is missing. */
  readonly onMissing: (missing: { readonly from: number; readonly to: number } | undefined) => void;
}

/** What a session knows of its chats, from the message on the channel to the subscriber. */
export interface SessionChats {
  /** A message of the channel. The hot path. */
  readonly receive: (message: unknown) => void;
  /** A connection begins. */
  readonly start: () => void;
  /** Something may have been missed since `lostFrom`; at a start it is absent. */
  readonly connected: (lostFrom: number | undefined) => void;
  /** The connection was left on purpose: what is known gets old. */
  readonly forget: () => void;
  /** What is current, then what is live. */
  readonly notifications$: Observable<ChatNotification>;
  /** What is live alone. */
  readonly live$: Observable<ChatNotification>;
  readonly directory: CurrentDirectory;
  readonly backfilled$: Subject<Backfilled>;
  /** Whether the first backfill since the start has ended. */
  readonly isBackfilled$: BehaviorSubject<boolean>;
  readonly data: () => DeskData;
  readonly close: () => void;
}

export function sessionChats(options: SessionChatsOptions): SessionChats {
  const { channel, scheduler, policy, history, seed, reports, log, onMissing } = options;
  const backfilled$ = new Subject<Backfilled>();
  const isBackfilled$ = new BehaviorSubject(false);
  const outlet = new Outlet();
  let desk = seed === undefined ? new Desk() : Desk.from(seed);
  let retirement = new Retirement(desk, scheduler);
  let backfill: Backfill | undefined;
  let missingFrom: number | undefined;
  const notifications$ = outlet.replayed(() => ({ notifications: desk.replay(), seq: desk.seq }));
  const directory = currentDirectory(notifications$, scheduler);

  function receive(message: unknown): void {
    const result = decodeNotification(message, scheduler.now(), { channel });
    if (result._tag === 'Left') {
      reports.undecoded(result.left);
      return;
    }
    const notification = result.right;
    if (notification.kind !== 'error') notification.rejected?.forEach(reports.undecoded);
    const news = desk.take(notification);
    if (news !== undefined) outlet.enqueue(news, desk.seq);
    retirement.check();
    outlet.flush();
    backfill?.heard(notification);
  }

  function start(): void {
    backfill?.stop();
    missingFrom = undefined;
    if (history === undefined) return;
    backfill = runBackfill({
      desk,
      outlet,
      history,
      scheduler,
      rules: rulesOf(policy),
      onTaken: () => {
        retirement.check();
      },
      onListed: directory.listed,
      onFailure: (failure) => {
        reports.fail('not backfilled', failure);
      },
      onEnded: (missing, backfilled) => {
        onMissing(missing);
        isBackfilled$.next(true);
        if (backfilled === undefined) return;
        log.info(`backfilled: ${backfilled.messageCount} messages of ${backfilled.chatCount} chats`);
        backfilled$.next(backfilled);
      },
    });
  }

  function connected(lostFrom: number | undefined): void {
    if (backfill !== undefined) {
      backfill.connected(lostFrom);
      return;
    }
    // Nobody fetches what was missed: the status tells of it from now on.
    missingFrom ??= lostFrom;
    if (missingFrom !== undefined) onMissing({ from: missingFrom, to: scheduler.now() });
    outlet.then(directory.listed);
    isBackfilled$.next(true);
  }

  /** Lets go of everything that is known. */
  function drop(): void {
    backfill?.stop();
    backfill = undefined;
    retirement.stop();
    desk = new Desk();
    retirement = new Retirement(desk, scheduler);
  }

  return {
    receive,
    start,
    connected,
    forget: () => {
      drop();
      isBackfilled$.next(false);
      directory.reset();
    },
    notifications$,
    live$: outlet.live$,
    directory,
    backfilled$,
    isBackfilled$,
    data: () => desk.data(),
    close: () => {
      drop();
      outlet.complete();
      directory.close();
      backfilled$.complete();
      isBackfilled$.complete();
    },
  };
}
