import {
  Desk,
  type DeskData,
  pastMessages,
  snapshotOf,
  syntheticEnd,
} from '../../../src/session/desk/index.ts';
import type { Item } from '../../../src/tabs/protocol.ts';
import type { Chat, ChatMessage, ChatNotification } from '../../../src/model/index.ts';
import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';

interface ServedChat {
  chat: Chat;
  readonly messages: ChatMessage[];
}

/** A connection to the model server: it delivers while its tab runs. */
export interface ModelSession {
  readonly stop: () => void;
}

/** A GWS in one thread: chats, pushes to every connected session, and a list and logs that are never behind. */
export class Server {
  readonly chats: Map<string, ServedChat>;
  readonly sessions: Set<(notification: ChatNotification) => void>;
  readonly #agenda: Agenda;
  readonly #random: Random;
  readonly #now: () => number;
  #count = 0;

  constructor(agenda: Agenda, random: Random, now: () => number) {
    this.chats = new Map();
    this.sessions = new Set();
    this.#now = now;
    this.#agenda = agenda;
    this.#random = random;
  }

  open(): void {
    const id = `c${(this.#count += 1)}`;
    const chat: Chat = { id, state: 'Chatting' };
    this.chats.set(id, { chat, messages: [] });
    this.#push(stateOf(chat, this.#now()));
  }

  say(): void {
    const served = this.#random.pick(
      [...this.chats.values()].filter(({ chat }) => chat.state === 'Chatting'),
    );
    if (served === undefined) return;
    const message: ChatMessage = {
      index: served.messages.length + 1,
      type: 'Text',
      text: `t${served.messages.length + 1}`,
      from: { participantId: '1', nickname: 'Ada', type: 'Customer' },
      sentAt: this.#now(),
    };
    served.messages.push(message);
    this.#push({ ...pastMessages(served.chat.id, [message], this.#now()), origin: 'live' });
  }

  end(): void {
    const served = this.#random.pick(
      [...this.chats.values()].filter(({ chat }) => chat.state === 'Chatting'),
    );
    if (served === undefined) return;
    served.chat = { ...served.chat, state: 'Completed' };
    this.#push(stateOf(served.chat, this.#now()));
  }

  /**
   * A session that goes on from a seed: it connects, subscribes, fetches what is missing, and emits what is live after that.
   *
   * @param inTab - runs a task in the tab, which may be frozen.
   */
  connect(
    seed: DeskData,
    emit: (item: Item) => void,
    inTab: (task: () => void, source: 'network') => void,
  ): ModelSession {
    const [agenda, random] = [this.#agenda, this.#random];
    const desk = Desk.from(seed);
    let isStopped = false;
    let held: ChatNotification[] | undefined = [];
    const take = (notification: ChatNotification): void => {
      const news = desk.take(notification);
      if (news !== undefined) emit({ kind: 'notification', notification: news });
    };
    const later = (delay: number, task: () => void): void => {
      agenda.after(delay, () => {
        inTab(() => {
          if (!isStopped) task();
        }, 'network');
      });
    };
    let arrival = 0;
    const receive = (notification: ChatNotification): void => {
      arrival = Math.max(arrival, agenda.now + random.between(5, 30)); // pushes stay in order
      later(arrival - agenda.now, () => {
        if (held === undefined) take(notification);
        else held.push(notification);
      });
    };
    emit({ kind: 'status', status: { state: 'connecting', since: agenda.now, attempt: 0 } });
    later(random.between(20, 150), () => {
      this.sessions.add(receive);
      emit({ kind: 'status', status: { state: 'connected', since: agenda.now, attempt: 0 } });
      const fetched = [...this.chats.values()].map(({ chat, messages }) => ({
        chat,
        messages: [...messages],
      }));
      later(random.between(10, 100), () => {
        for (const { chat, messages } of fetched) this.#backfill(desk, take, chat, messages);
        emit({ kind: 'listed' });
        for (const notification of held ?? []) take(notification);
        held = undefined;
        emit({ kind: 'ready' });
      });
    });
    return {
      stop: () => {
        isStopped = true;
        this.sessions.delete(receive);
      },
    };
  }

  #backfill(
    desk: Desk,
    take: (notification: ChatNotification) => void,
    chat: Chat,
    messages: ChatMessage[],
  ): void {
    const now = this.#now();
    const known = desk.get(chat.id);
    const isOver = chat.state === 'Completed';
    if (isOver && known === undefined) return; // the list shows only what is open
    if (!isOver) take(snapshotOf(chat, now));
    take(pastMessages(chat.id, messages, now));
    if (isOver && known?.hasEnded === false) take(syntheticEnd(chat.id, now));
  }

  #push(notification: ChatNotification): void {
    for (const receive of this.sessions) receive(notification);
  }
}

const stateOf = (chat: Chat, receivedAt: number): ChatNotification => ({
  ...snapshotOf(chat, receivedAt),
  origin: 'live',
});
