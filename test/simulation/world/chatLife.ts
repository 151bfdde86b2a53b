import type { ChatNotification } from '../../../src/model/index.ts';
import type { Fate, WorldEvent } from '../scenario.ts';
import { type Entry, ModelChat, type Version } from './modelChat.ts';
import type { Timeline } from './timeline.ts';

/** So long after its end a chat may still speak. */
const lastWords = 10_000;

export type ChatEvent = Extract<WorldEvent, { readonly chat: number; readonly push: Fate }>;

/** Who a server pushes to. */
export interface Listener {
  readonly clock: () => number;
  /** Whether a chat has ended, as far as the listener knows, or is not known. */
  readonly isOver: (chatId: string) => boolean;
  /** Makes a notification at the instant at which it arrives. */
  readonly push: (fate: Fate, notification: () => ChatNotification) => void;
}

/** What happens to the chats of a server, and what it pushes of it. */
export class ChatLife {
  readonly #timeline: Timeline;
  readonly #chats: Map<number, ModelChat>;
  readonly #clock: () => number;
  readonly #isOver: (chatId: string) => boolean;
  readonly #push: Listener['push'];

  constructor(timeline: Timeline, chats: Map<number, ModelChat>, { clock, isOver, push }: Listener) {
    this.#timeline = timeline;
    this.#chats = chats;
    this.#clock = clock;
    this.#isOver = isOver;
    this.#push = push;
  }

  happen(event: ChatEvent): void {
    const { at } = event;
    const chat = this.#chats.get(event.chat) ?? new ModelChat(event.chat);
    const { current } = chat;
    const isOpen = current !== undefined && !current.hasEnded;
    switch (event.do) {
      case 'open':
        if (current !== undefined) return;
        this.#chats.set(event.chat, chat);
        this.#show(chat, chat.show(at, 'Invited'), event.push);
        break;
      case 'say':
        if (current !== undefined && (isOpen || at - current.at < lastWords))
          this.#say(chat, chat.say(at, event.what), event.push);
        break;
      case 'change':
        if (isOpen) this.#show(chat, chat.show(at, event.state ?? current.chat.state), event.push);
        break;
      case 'end':
        if (isOpen) this.#show(chat, chat.show(at, 'Completed'), event.push);
        break;
      case 'reopen':
        if (current?.hasEnded !== true) return;
        this.#show(chat, chat.show(at, 'Chatting', event.restarts), event.push);
        // With restarted indices somebody joins at once: an empty log would look like one that is behind.
        if (event.restarts) this.#say(chat, chat.say(at, 'text'), event.push);
        break;
    }
  }

  #show(chat: ModelChat, version: Version, fate: Fate): void {
    this.#push(fate, () => {
      version.shownAt = this.#timeline.now;
      version.isFoundEnded = this.#isOver(chat.id);
      return {
        ...live('ChatStateChangeMessage', 'StatusChange', this.#clock()),
        kind: 'chat',
        chatId: chat.id,
        chat: version.chat,
      };
    });
  }

  #say(chat: ModelChat, entries: readonly Entry[], fate: Fate): void {
    if (entries.some(({ what }) => what === 'hidden')) return;
    this.#push(fate, () => {
      for (const entry of entries) entry.deliveredAt ??= this.#timeline.now;
      return {
        ...live('MessageLogUpdated', 'NewMessages', this.#clock()),
        kind: 'messages',
        chatId: chat.id,
        messages: entries.map(({ message }) => message),
      };
    });
  }
}

const live = (messageType: string, notificationType: string, receivedAt: number) =>
  ({ messageType, notificationType, origin: 'live', receivedAt }) as const;
