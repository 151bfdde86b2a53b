import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { ChatList } from './chat-list';
import { ChatService } from './chat-service';
import { connectionWords } from './connection-words';
import { OpenChat } from './open-chat';

/** The desk: the connection, the chats, and the open chat. */
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
  /** One component for each chat, so that drafts and scroll positions stay with their chat. */
  protected readonly opened = computed(() => [this.selected()].filter((chatId) => chatId !== undefined));
  protected readonly connection = computed(() => connectionWords[this.chats.status().state]);
  /** The session waits for `reconnect()`. */
  protected readonly hasGivenUp = computed(() => ['denied', 'failed'].includes(this.chats.status().state));
}
