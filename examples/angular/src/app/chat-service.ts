import { DestroyRef, inject, Injectable, NgZone, type Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import {
  firstValueFrom,
  map,
  type MonoTypeOperatorFunction,
  retry,
  startWith,
  Subject,
  switchMap,
} from 'rxjs';
import {
  type AwaitedReply,
  awaitingReply,
  byNickname,
  type ChatDirectory,
  chatSession,
  type ConnectionStatus,
  filterByChat,
  operationResult,
  type ReadMark,
  type Restored,
  type Transcript,
  transcriptAccumulator,
  type UnreadCount,
  unreadCount,
} from 'rx-chat-notifications';
import { acrossZone } from './across-zone';
import { CHAT_OPTIONS } from './chat-options';
import { latestByChat } from './latest-by-chat';
import { type Operation, post } from './operation';

/** The chats of the agent, as signals: one session, as long as the injector lives. */
@Injectable({ providedIn: 'root' })
export class ChatService {
  private readonly options = inject(CHAT_OPTIONS);
  private readonly zone = inject(NgZone);
  private readonly session = chatSession(this.options.session);
  private readonly self = byNickname(this.options.nickname);
  private readonly again$ = new Subject<void>();
  private readonly read$ = new Subject<ReadMark>();

  private readonly notifications$ = this.session.notifications$.pipe(this.undenied());
  private readonly chats$ = this.session.chats$.pipe(this.undenied());
  private readonly gone$ = this.chats$.pipe(map(({ removed }) => removed));

  readonly nickname = this.options.nickname;

  /** How the connection is. */
  readonly status: Signal<ConnectionStatus> = toSignal(this.session.status$.pipe(acrossZone(this.zone)), {
    requireSync: true,
  });

  /** The last loss of the connection that was made up for. */
  readonly restored: Signal<Restored | undefined> = toSignal(
    this.session.restored$.pipe(acrossZone(this.zone)),
  );

  /** All current chats, by id; `undefined` until the server has told them. */
  readonly chats: Signal<ChatDirectory | undefined> = toSignal(this.chats$.pipe(acrossZone(this.zone)));

  /** How many messages are unread, by chat. */
  readonly unread: Signal<ReadonlyMap<string, UnreadCount> | undefined> = toSignal(
    this.notifications$.pipe(
      unreadCount({ self: this.self, read$: this.read$ }),
      latestByChat(this.gone$),
      acrossZone(this.zone),
    ),
  );

  /** Which customers wait for an answer, and since when, by chat. */
  readonly waiting: Signal<ReadonlyMap<string, AwaitedReply> | undefined> = toSignal(
    this.notifications$.pipe(
      awaitingReply({ self: this.self }),
      latestByChat(this.gone$),
      acrossZone(this.zone),
    ),
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => void this.session.close());
  }

  /**
   * The transcript of the chat that the signal names: whole at once, also in mid-chat. Needs an injection context, such
   * as the initializer of a component's field, and lives as long.
   */
  transcriptOf(chatId: Signal<string>): Signal<Transcript | undefined> {
    const transcript$ = toObservable(chatId).pipe(
      switchMap((id) =>
        this.notifications$.pipe(
          filterByChat(id),
          transcriptAccumulator(),
          acrossZone(this.zone),
          startWith(undefined),
        ),
      ),
    );
    return toSignal(transcript$);
  }

  /** The chat was read up to this message. */
  markRead(chatId: string, index: number): void {
    this.zone.runOutsideAngular(() => {
      this.read$.next({ chatId, index });
    });
  }

  /** Resolves with the notification that answers; rejects with the reason why it was not done. */
  async perform(chatId: string, operation: Operation): Promise<void> {
    const answer$ = this.session.notifications$.pipe(
      operationResult(() => post(this.session, chatId, operation), { timeout: 10_000 }),
    );
    await firstValueFrom(answer$);
  }

  /** Connects again after the server has denied it, with credentials that were renewed, say. */
  tryAgain(): void {
    this.zone.runOutsideAngular(() => {
      this.again$.next();
    });
  }

  /** A denied connection errors, which a signal would throw wherever it is read: `status` tells it instead. */
  private undenied<T>(): MonoTypeOperatorFunction<T> {
    return retry({ delay: () => this.again$ });
  }
}
