import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, model } from '@angular/core';
import { chatRows } from './chat-rows';
import { ChatService } from './chat-service';

/** The agent's chats: whose they are, how they stand, what is unread, and who waits. */
@Component({
  selector: 'app-chat-list',
  imports: [DatePipe],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatList {
  private readonly service = inject(ChatService);

  /** The id of the chat that is open. */
  readonly selected = model<string>();

  protected readonly isKnown = computed(() => this.service.chats() !== undefined);
  protected readonly rows = computed(() =>
    chatRows(this.service.chats()?.values() ?? [], this.service.unread(), this.service.waiting()),
  );
}
