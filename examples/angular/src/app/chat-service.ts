import { DestroyRef, inject, Injectable, NgZone, type Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { map, startWith, Subject, switchMap } from 'rxjs';
import {
  type AwaitedReply,
  awaitingReply,
  type Backfilled,
  byNickname,
  type ChatDirectory,
  chatSession,
  type ConnectionStatus,
  filterByChat,
  type ReadMark,
  type Transcript,
  transcriptAccumulator,
  type UnreadCount,
  unreadCount,
} from 'rx-chat-notifications';
import { acrossZone } from './across-zone';
import { CHAT_OPTIONS } from './chat-options';
import { latestByChat } from './latest-by-chat';
import type { Operation } from './operation';

/** The chats of the agent as signals. The session lives as long as the injector. */
@Injectable({ providedIn: 'root' })
export class ChatService {
  private readonly options = inject(CHAT_OPTIONS);
  private readonly zone = inject(NgZone);
  private readonly session = chatSession(this.options.session);
  private readonly self = byNickname(this.options.nickname);
  private readonly read$ = new Subject<ReadMark>();

  private readonly gone$ = this.session.chats$.pipe(map(({ removed }) => removed));

  readonly nickname = this.options.nickname;

  /** The state of the connection. */
  readonly status: Signal<ConnectionStatus> = toSignal(this.session.status$.pipe(acrossZone(this.zone)), {
    requireSync: true,
  });

  /** The last backfill after a reconnection. */
  readonly backfilled: Signal<Backfilled | undefined> = toSignal(
    this.session.backfilled$.pipe(acrossZone(this.zone)),
  );

  /** All current chats, by id; `undefined` until the list has been fetched. */
  readonly chats: Signal<ChatDirectory | undefined> = toSignal(
    this.session.chats$.pipe(acrossZone(this.zone)),
  );

  /** The unread messages, by chat. */
  readonly unread: Signal<ReadonlyMap<string, UnreadCount> | undefined> = toSignal(
    this.session.notifications$.pipe(
      unreadCount({ self: this.self, read$: this.read$ }),
      latestByChat(this.gone$),
      acrossZone(this.zone),
    ),
  );

  /** The customers who wait for an answer, by chat. */
  readonly waiting: Signal<ReadonlyMap<string, AwaitedReply> | undefined> = toSignal(
    this.session.notifications$.pipe(
      awaitingReply({ self: this.self }),
      latestByChat(this.gone$),
      acrossZone(this.zone),
    ),
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => void this.session.close());
  }

  /**
   * The whole transcript of the chat that the signal names, even if the chat began before. Requires an injection
   * context, such as the initializer of a component's field.
   */
  transcriptOf(chatId: Signal<string>): Signal<Transcript | undefined> {
    const transcript$ = toObservable(chatId).pipe(
      switchMap((id) =>
        this.session.notifications$.pipe(
          filterByChat(id),
          transcriptAccumulator(),
          acrossZone(this.zone),
          startWith(undefined),
        ),
      ),
    );
    return toSignal(transcript$);
  }

  /** Marks the chat as read up to this message. */
  markRead(chatId: string, index: number): void {
    this.zone.runOutsideAngular(() => {
      this.read$.next({ chatId, index });
    });
  }

  /** Resolves when the operation has taken effect; rejects with the reason if it has not. */
  async perform(chatId: string, operation: Operation): Promise<void> {
    await this.zone.runOutsideAngular(() => this.session.perform(chatId, operation, { timeout: 10_000 }));
  }

  /** Connects again after a denial, or after the session gave up. */
  reconnect(): void {
    this.zone.runOutsideAngular(() => {
      this.session.reconnect();
    });
  }
}
