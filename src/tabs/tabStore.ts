import { BehaviorSubject, type Observable, type SchedulerLike, Subject } from 'rxjs';
import type { ChatMessage, ChatNotification } from '../model/index.ts';
import { sameData } from '../model/sameData.ts';
import { CurrentDirectory } from '../session/currentDirectory.ts';
import {
  Desk,
  type DeskData,
  Outlet,
  pastMessages,
  snapshotOf,
  syntheticEnd,
} from '../session/desk/index.ts';
import type { ChatData } from '../session/desk/deskData.ts';
import type { Backfilled } from '../session/index.ts';
import type { Foreign } from '../session/reports.ts';
import type { SessionFailure } from '../session/types.ts';
import type { ConnectionStatus } from '../channel/index.ts';
import type { Item, Snapshot } from './protocol.ts';

/** What a tab knows, and its streams. Whoever leads, it emits each message once and in order. */
export interface TabStore {
  /** What is current, then what is live. */
  readonly notifications$: Observable<ChatNotification>;
  readonly directory: CurrentDirectory;
  readonly failures$: Subject<SessionFailure>;
  readonly foreign$: Subject<Foreign>;
  readonly backfilled$: Subject<Backfilled>;
  readonly isBackfilled$: BehaviorSubject<boolean>;
  readonly status: () => ConnectionStatus;
  readonly deliver: (item: Item) => void;
  /** @param isAhead - until the first backfill of the leader has ended, it may know less than this tab. */
  readonly merge: (snapshot: Snapshot, isAhead: boolean) => void;
  /** Ends a chat, with its last messages, unless it has gone on. */
  readonly endChat: (chatId: string, messages: readonly ChatMessage[]) => void;
  readonly snapshot: () => Snapshot;
  /** Nothing is known any more. */
  readonly forget: () => void;
  readonly close: () => void;
}

export interface TabStoreOptions {
  readonly scheduler: SchedulerLike;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly fetchRest: (chatId: string, from: number) => void;
  /** The last snapshot may have known less than this tab, and the leader knows all now. */
  readonly onDoubt: () => void;
}

export function tabStore({ scheduler, onStatus, fetchRest, onDoubt }: TabStoreOptions): TabStore {
  const failures$ = new Subject<SessionFailure>();
  const foreign$ = new Subject<Foreign>();
  const backfilled$ = new Subject<Backfilled>();
  const isBackfilled$ = new BehaviorSubject(false);
  const outlet = new Outlet();
  let desk = new Desk();
  let status = idle(scheduler.now());
  let isListed = false;
  let isInDoubt = false;
  /** Chats whose last messages are being fetched, and what was known when that began. */
  const ending = new Map<string, number>();
  const notifications$ = outlet.replayed(() => ({ notifications: desk.replay(), seq: desk.seq }));
  const directory = new CurrentDirectory(notifications$, scheduler);

  function take(notification: ChatNotification): void {
    const news = desk.take(notification);
    if (news !== undefined) outlet.enqueue(news, desk.seq);
  }

  function setStatus(next: ConnectionStatus): void {
    status = next;
    onStatus(next);
  }

  function listed(): void {
    isListed = true;
    outlet.then(() => {
      directory.listed();
    });
  }

  function ready(): void {
    if (isInDoubt) onDoubt();
    isInDoubt = false;
    if (!isBackfilled$.value) isBackfilled$.next(true);
  }

  function deliver(item: Item): void {
    switch (item.kind) {
      case 'notification':
        take(item.notification);
        outlet.flush();
        return;
      case 'status':
        setStatus(item.status);
        return;
      case 'failure':
        failures$.next(item.failure);
        return;
      case 'foreign':
        foreign$.next(item.failure);
        return;
      case 'backfilled':
        backfilled$.next(item.backfilled);
        return;
      case 'listed':
        listed();
        return;
      case 'ready':
        ready();
        return;
    }
  }

  function restore(data: DeskData): void {
    desk = Desk.from(data);
    for (const notification of desk.replay()) outlet.enqueue(notification, desk.seq);
  }

  function merge(snapshot: Snapshot, isAhead: boolean): void {
    if (desk.seq === 0) restore(snapshot.desk);
    else mergeChats(snapshot, isAhead);
    outlet.flush();
    setStatus(snapshot.status);
    if (snapshot.isListed) listed();
    if (snapshot.isReady) ready();
  }

  function mergeChats({ desk: { chats }, isReady }: Snapshot, isAhead: boolean): void {
    const isNewer = isReady || !(isAhead || isInDoubt);
    const lacking = new Map([...desk.held()].map((held) => [held.chatId, held]));
    isInDoubt = false;
    for (const chat of chats) {
      const mine = lacking.get(chat.chatId)?.chat;
      const isOther = mine === undefined || !sameData(mine, chat.chat);
      if (isOther && mine !== undefined && !isNewer) isInDoubt = true;
      else if (isOther) stateOf(chat).forEach(take);
      messagesOf(chat).forEach(take);
      lacking.delete(chat.chatId);
    }
    const open = [...lacking.values()].filter(({ hasEnded }) => !hasEnded);
    if (!isReady && open.length > 0) isInDoubt = true;
    if (!isReady) return;
    for (const { chatId, log } of open) {
      if (!ending.has(chatId)) fetchRest(chatId, log.lastIndex ?? 0);
      ending.set(chatId, desk.seq);
    }
  }

  function endChat(chatId: string, messages: readonly ChatMessage[]): void {
    const since = ending.get(chatId) ?? 0;
    ending.delete(chatId);
    take(pastMessages(chatId, messages, scheduler.now()));
    const held = desk.get(chatId);
    if (held?.hasEnded === false && held.liveSeq <= since) take(syntheticEnd(chatId, scheduler.now()));
    outlet.flush();
  }

  return {
    notifications$,
    directory,
    failures$,
    foreign$,
    backfilled$,
    isBackfilled$,
    status: () => status,
    deliver,
    merge,
    endChat,
    snapshot: () => ({ desk: desk.data(), status, isListed, isReady: isBackfilled$.value }),
    forget: () => {
      desk = new Desk();
      isListed = isInDoubt = false;
      ending.clear();
      isBackfilled$.next(false);
      directory.reset();
      setStatus(idle(scheduler.now()));
    },
    close: () => {
      outlet.complete();
      directory.close();
      for (const stream$ of [failures$, foreign$, backfilled$, isBackfilled$]) stream$.complete();
    },
  };
}

const idle = (since: number): ConnectionStatus => ({ state: 'idle', since, attempt: 0 });

const stateOf = ({ chat, shownAt, isEndSynthetic }: ChatData): readonly ChatNotification[] =>
  chat === undefined
    ? []
    : [{ ...snapshotOf(chat, shownAt), ...(isEndSynthetic && { synthetic: true as const }) }];

/** The desk leaves out those that it has. */
const messagesOf = ({ chatId, arrivals }: ChatData): readonly ChatNotification[] =>
  arrivals.map(({ messages, receivedAt, isPartial }) => ({
    ...pastMessages(chatId, messages, receivedAt),
    ...(isPartial === true && { isPartial }),
  }));
