import { Injectable, type OnDestroy } from '@angular/core';
import { CometD } from 'cometd';
import {
  distinctUntilChanged,
  filter,
  map,
  type Observable,
  scan,
  share,
  shareReplay,
  Subscription,
} from 'rxjs';
import {
  type ChatNotification,
  connectionStatus,
  type ConnectionStatus,
  dedupeByIndex,
  fromChannel,
  type StatusChange,
  statusChanges,
  type Transcript,
  transcriptAccumulator,
  validNotifications,
} from 'rx-chat-notifications';

/** The chats of the agent who is logged in, for components to pipe from. */
@Injectable({ providedIn: 'root' })
export class ChatService implements OnDestroy {
  private readonly cometd = new CometD();
  private readonly listening = new Subscription();

  readonly connection$: Observable<ConnectionStatus> = connectionStatus(this.cometd);

  /** Every valid notification once; what cannot be decoded is told on the console and ends nothing. */
  readonly notifications$: Observable<ChatNotification> = fromChannel(this.cometd, '/v2/me/chats').pipe(
    validNotifications(({ message }) => {
      console.warn(`not decoded: ${message}`);
    }),
    dedupeByIndex(),
    share(),
  );

  readonly statusChanges$: Observable<StatusChange> = this.notifications$.pipe(statusChanges());

  /** All transcripts since `connect`, by chat, for whoever comes later, too. */
  private readonly transcripts$ = this.notifications$.pipe(
    transcriptAccumulator(),
    scan((all, transcript) => new Map(all).set(transcript.chatId, transcript), new Map<string, Transcript>()),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  connect(url: string): void {
    this.listening.add(
      this.transcripts$.subscribe({
        error: (error: unknown) => {
          console.error(error);
        },
      }),
    );
    this.cometd.configure({ url });
    this.cometd.handshake();
  }

  /** The transcript of one chat as far as this service heard it, now and whenever it changes. */
  transcriptOf(chatId: string): Observable<Transcript> {
    return this.transcripts$.pipe(
      map((all) => all.get(chatId)),
      filter((transcript) => transcript !== undefined),
      distinctUntilChanged(),
    );
  }

  ngOnDestroy(): void {
    this.listening.unsubscribe();
    this.cometd.disconnect();
  }
}
