import { DatePipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import type { Capability, ChatMessage } from 'rx-chat-notifications';
import { ChatService } from './chat-service';
import { customerOf } from './customer-of';
import { type Operation, reasonOf } from './operation';

/** One chat: what was said, who takes part and types, and what the agent may do. */
@Component({
  selector: 'app-open-chat',
  imports: [DatePipe],
  templateUrl: './open-chat.html',
  styleUrl: './open-chat.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OpenChat {
  private readonly service = inject(ChatService);

  readonly chatId = input.required<string>();

  protected readonly view = computed(() => this.service.chats()?.get(this.chatId()));
  protected readonly customer = computed(() => {
    const view = this.view();
    return view === undefined ? '' : customerOf(view);
  });
  protected readonly transcript = this.service.transcriptOf(this.chatId);
  protected readonly typing = computed(() =>
    (this.view()?.typing ?? [])
      .map(({ nickname }) => nickname)
      .filter((name) => name !== this.service.nickname),
  );
  protected readonly deeds = computed(() =>
    deeds(this.service.nickname).filter(({ needs }) => this.may(needs)),
  );
  protected readonly maySend = computed(() => this.may('SendMessage'));

  protected readonly draft = signal('');
  protected readonly problem = signal('');
  protected readonly isBusy = signal(false);

  constructor() {
    effect(() => {
      const { chatId, lastIndex } = this.transcript() ?? {};
      if (chatId !== undefined && lastIndex !== undefined) this.service.markRead(chatId, lastIndex);
    });
  }

  protected isOwn({ from }: ChatMessage): boolean {
    return from.nickname === this.service.nickname;
  }

  /** What somebody did who wrote nothing. */
  protected deedOf({ type }: ChatMessage): string | undefined {
    return deedWords[type];
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.draft().trim();
    if (text === '' || this.isBusy() || isComposing(event)) return;
    const isDone = await this.perform({ operationName: 'SendMessage', text });
    if (isDone && this.draft().trim() === text) this.draft.set('');
  }

  /** Whether it was done. */
  protected async perform(operation: Operation): Promise<boolean> {
    this.isBusy.set(true);
    this.problem.set('');
    try {
      await this.service.perform(this.chatId(), operation);
      return true;
    } catch (error) {
      this.problem.set(reasonOf(error));
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }

  private may(capability: Capability): boolean {
    return this.view()?.capabilities.includes(capability) ?? false;
  }
}

interface Deed {
  readonly needs: Capability;
  readonly operation: Operation;
}

/** The buttons: each is there while the chat has the capability. */
const deeds = (nickname: string): readonly Deed[] => [
  { needs: 'Accept', operation: { operationName: 'Accept', nickname } },
  { needs: 'Reject', operation: { operationName: 'Reject' } },
  { needs: 'Complete', operation: { operationName: 'Complete' } },
];

const deedWords: Readonly<Record<string, string>> = {
  ParticipantJoined: 'joined',
  ParticipantRejoined: 'is back',
  ParticipantLeft: 'left',
};

/** Enter ends a word of an input method, too. */
const isComposing = (event: Event): boolean => event instanceof KeyboardEvent && event.isComposing;
