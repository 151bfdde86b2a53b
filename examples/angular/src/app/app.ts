import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { ChatList } from './chat-list';
import { ChatService } from './chat-service';
import { connectionWords } from './connection-words';
import { OpenChat } from './open-chat';

/** The desk: how the connection is, the chats, and the one that is open. */
@Component({
  selector: 'app-root',
  imports: [ChatList, DatePipe, OpenChat],
  templateUrl: './app.html',
  styleUrl: './app.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  protected readonly chats = inject(ChatService);
  protected readonly selected = signal<string | undefined>(undefined);
  /** A component for each chat: what was written and how far it was scrolled do not pass on to the next one. */
  protected readonly opened = computed(() => [this.selected()].filter((chatId) => chatId !== undefined));
  protected readonly connection = computed(() => connectionWords[this.chats.status().state]);
  /** The session does nothing more of itself: somebody has to. */
  protected readonly hasGivenUp = computed(() => {
    const { state, reason } = this.chats.status();
    return state === 'denied' || (state === 'idle' && reason !== undefined);
  });
}
