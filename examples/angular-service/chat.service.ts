import { Injectable, type OnDestroy } from '@angular/core';
import { CometD } from 'cometd';
import { type Observable, share } from 'rxjs';
import {
  type ChatNotification,
  connectionStatus,
  type ConnectionStatus,
  dedupeByIndex,
  filterByChat,
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

  readonly connection$: Observable<ConnectionStatus> = connectionStatus(this.cometd);

  /** Every valid notification once; what cannot be decoded is told on the console and ends nothing. */
  readonly notifications$: Observable<ChatNotification> = fromChannel(this.cometd, '/v2/me/chats').pipe(
    validNotifications(({ message }) => {
      console.warn(message);
    }),
    dedupeByIndex(),
    share(),
  );

  readonly statusChanges$: Observable<StatusChange> = this.notifications$.pipe(statusChanges());

  connect(url: string): void {
    this.cometd.configure({ url });
    this.cometd.handshake();
  }

  /** The transcript of one chat, from when it is subscribed to. */
  transcriptOf(chatId: string): Observable<Transcript> {
    return this.notifications$.pipe(filterByChat(chatId), transcriptAccumulator());
  }

  ngOnDestroy(): void {
    this.cometd.disconnect();
  }
}
