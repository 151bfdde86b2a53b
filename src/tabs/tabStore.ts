import type { Observable, SchedulerLike } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import type { ChatMessage, ChatNotification } from '../model/index.ts';
import { sameData } from '../model/sameData.ts';
import { CurrentDirectory } from '../session/currentDirectory.ts';
import { Desk, Outlet, pastMessages, syntheticEnd } from '../session/desk/index.ts';
import type { Item, Snapshot } from './protocol.ts';
import { type TabStreams, tabStreams } from './tabStreams.ts';

export interface TabStoreOptions {
  readonly scheduler: SchedulerLike;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly fetchRest: (chatId: string, from: number) => void;
  /** The last snapshot may have known less than this tab, and the leader knows all now. */
  readonly onDoubt: () => void;
}

/** What a tab knows, and its streams. It emits each message once and in order, whichever tab leads. */
export class TabStore {
  readonly #options: TabStoreOptions;
  readonly #outlet = new Outlet();
  #desk = new Desk();
  #status: ConnectionStatus;
  #isListed = false;
  #isInDoubt = false;
  /** Whether the leader has closed its gaps since it was connected last. */
  #isBackfillDone = false;
  #knownUntil: number | undefined;
  /** Chats whose last messages are being fetched, and what was known when that began. */
  readonly #ending = new Map<string, number>();
  /** What is current, then what is live. */
  readonly notifications$: Observable<ChatNotification> = this.#outlet.replayed(() => ({
    notifications: this.#desk.replay(),
    seq: this.#desk.seq,
  }));
  readonly directory: CurrentDirectory;
  readonly streams: TabStreams = tabStreams();

  constructor(options: TabStoreOptions) {
    this.#options = options;
    this.#status = idle(options.scheduler.now());
    this.directory = new CurrentDirectory(this.notifications$, options.scheduler);
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  deliver(item: Item): void {
    switch (item.kind) {
      case 'notification':
        this.#take(item.notification);
        this.#outlet.flush();
        break;
      case 'status':
        this.#setStatus(item.status);
        break;
      case 'failure':
        this.streams.failures$.next(item.failure);
        break;
      case 'foreign':
        this.streams.foreign$.next(item.failure);
        break;
      case 'backfilled':
        this.#isBackfillDone = true;
        this.streams.backfilled$.next(item.backfilled);
        break;
      case 'listed':
        this.#listed();
        break;
      case 'ready':
        this.#ready();
        break;
    }
    this.upToDate();
  }

  /** @param isAhead - until the first backfill of the leader has ended, it may know less than this tab. */
  merge(snapshot: Snapshot, isAhead: boolean): void {
    if (this.#desk.seq === 0) this.#restore(snapshot);
    else this.#mergeChats(snapshot, isAhead);
    this.#outlet.flush();
    this.#setStatus(snapshot.status);
    if (snapshot.isListed) this.#listed();
    if (snapshot.isReady) this.#ready();
    const { knownUntil = -Infinity } = snapshot;
    if (knownUntil > (this.#knownUntil ?? -Infinity)) this.#knownUntil = knownUntil;
  }

  /** Everything that the leader has received by now is known here. */
  upToDate(): void {
    const isCurrent = this.#status.state === 'connected' && this.#isBackfillDone;
    if (isCurrent) this.#knownUntil = this.#options.scheduler.now();
  }

  /** Since when something may be missing; absent where there was no connection before. */
  get lostFrom(): number | undefined {
    return this.#status.missing?.from ?? this.#knownUntil;
  }

  /** Ends a chat, with its last messages, unless it has gone on. */
  endChat(chatId: string, messages: readonly ChatMessage[]): void {
    const now = this.#options.scheduler.now();
    const since = this.#ending.get(chatId) ?? 0;
    this.#ending.delete(chatId);
    this.#take(pastMessages(chatId, messages, now));
    const held = this.#desk.get(chatId);
    if (held?.hasEnded === false && held.liveSeq <= since) this.#take(syntheticEnd(chatId, now));
    this.#outlet.flush();
  }

  snapshot(): Snapshot {
    return {
      desk: this.#desk.data(),
      status: this.#status,
      isListed: this.#isListed,
      isReady: this.streams.isBackfilled$.value,
      ...(this.#knownUntil !== undefined && { knownUntil: this.#knownUntil }),
    };
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#desk = new Desk();
    this.#isListed = this.#isInDoubt = false;
    this.#knownUntil = undefined;
    this.#ending.clear();
    this.streams.isBackfilled$.next(false);
    this.directory.reset();
    this.#setStatus(idle(this.#options.scheduler.now()));
  }

  close(): void {
    this.#outlet.complete();
    this.directory.close();
    const { failures$, foreign$, backfilled$, isBackfilled$ } = this.streams;
    for (const stream$ of [failures$, foreign$, backfilled$, isBackfilled$]) stream$.complete();
  }

  #take(notification: ChatNotification): void {
    const news = this.#desk.take(notification);
    if (news !== undefined) this.#outlet.enqueue(news, this.#desk.seq);
  }

  #setStatus(next: ConnectionStatus): void {
    this.#status = next;
    // `interrupted` is the same session: nothing is missed.
    if (next.state !== 'connected' && next.state !== 'interrupted') this.#isBackfillDone = false;
    if (next.missing !== undefined) this.#isBackfillDone = true;
    this.#options.onStatus(next);
  }

  #listed(): void {
    this.#isListed = true;
    this.#outlet.then(() => {
      this.directory.listed();
    });
  }

  #ready(): void {
    this.#isBackfillDone = true;
    if (this.#isInDoubt) this.#options.onDoubt();
    this.#isInDoubt = false;
    if (!this.streams.isBackfilled$.value) this.streams.isBackfilled$.next(true);
  }

  #restore({ desk }: Snapshot): void {
    this.#desk = Desk.from(desk);
    for (const notification of this.#desk.replay()) this.#outlet.enqueue(notification, this.#desk.seq);
  }

  #mergeChats({ desk: { chats }, isReady }: Snapshot, isAhead: boolean): void {
    const isNewer = isReady || !(isAhead || this.#isInDoubt);
    const lacking = new Map([...this.#desk.held()].map((held) => [held.chatId, held]));
    this.#isInDoubt = false;
    for (const chat of chats) {
      const mine = lacking.get(chat.chatId)?.chat;
      const isOther = mine === undefined || !sameData(mine, chat.chat);
      const isDoubtful = isOther && mine !== undefined && !isNewer;
      if (isDoubtful) this.#isInDoubt = true;
      // The desk leaves out the messages that it has.
      for (const notification of Desk.from({ chats: [chat] }).replay())
        if (notification.kind !== 'chat' || (isOther && !isDoubtful)) this.#take(notification);
      lacking.delete(chat.chatId);
    }
    const open = [...lacking.values()].filter(({ hasEnded }) => !hasEnded);
    if (!isReady && open.length > 0) this.#isInDoubt = true;
    if (!isReady) return;
    for (const { chatId, log } of open) {
      if (!this.#ending.has(chatId)) this.#options.fetchRest(chatId, log.lastIndex ?? 0);
      this.#ending.set(chatId, this.#desk.seq);
    }
  }
}

const idle = (since: number): ConnectionStatus => ({ state: 'idle', since, attempt: 0 });
