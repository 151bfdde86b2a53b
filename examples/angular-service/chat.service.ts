import { DestroyRef, inject, Injectable, InjectionToken } from '@angular/core';
import type { Observable } from 'rxjs';
import {
  type ChatDirectory,
  type ChatSession,
  chatSession,
  type ConnectionStatus,
  filterByChat,
  type SessionOptions,
  type StatusChange,
  statusChanges,
  type Transcript,
  transcriptAccumulator,
} from 'rx-chat-notifications';

/** Where GWS is and who the agent is; provide it where the application is configured. */
export const SESSION_OPTIONS: InjectionToken<SessionOptions> = new InjectionToken<SessionOptions>(
  'options of chatSession',
);

/** The chats of the agent who is logged in, for components to pipe from. */
@Injectable({ providedIn: 'root' })
export class ChatService {
  private readonly session: ChatSession = chatSession(inject(SESSION_OPTIONS));

  readonly connection$: Observable<ConnectionStatus> = this.session.status$;
  readonly chats$: Observable<ChatDirectory> = this.session.chats$;
  readonly statusChanges$: Observable<StatusChange> = this.session.notifications$.pipe(statusChanges());

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      void this.session.close();
    });
  }

  /** The whole transcript of one chat, now and whenever it changes, also for a component that opens in mid-chat. */
  transcriptOf(chatId: string): Observable<Transcript> {
    return this.session.notifications$.pipe(filterByChat(chatId), transcriptAccumulator());
  }
}
