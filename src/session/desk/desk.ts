import { eventClock } from '../../fold/eventClock.ts';
import { EvictionOrder } from '../../fold/evictionOrder.ts';
import {
  type Chat,
  type ChatNotification,
  chatShownBy,
  isFinal,
  isSystemMessage,
} from '../../model/index.ts';
import type { ChatData, DeskData } from './deskData.ts';
import { emptyChat, type HeldChat, type Kept } from './heldChat.ts';
import { snapshotOf } from './notifications.ts';

/** How long an ended chat is kept, in milliseconds of event time, and how many chats are kept: as the operators do. */
const retainEnded = 60_000;
const maxChats = 10_000;

/**
 * The current state of all chats of a session. It deduplicates, replays to late subscribers, and shows the backfill what is
 * missing. It has no clock and no timers: time comes from the notifications.
 */
export class Desk {
  readonly #chats = new Map<string, Kept>();
  readonly #order = new EvictionOrder(this.#chats);
  /** When each ended chat is evicted, in the order of the instants. */
  readonly #evictions = new Map<string, number>();
  readonly #clock = eventClock();
  #now = -Infinity;
  #seq = 0;

  /** Restores what {@link Desk.data} has given. */
  static from({ chats }: DeskData): Desk {
    const desk = new Desk();
    for (const data of chats) desk.#restore(data);
    return desk;
  }

  /** The sequence number of the last notification that was taken. */
  get seq(): number {
    return this.#seq;
  }

  get size(): number {
    return this.#chats.size;
  }

  get(chatId: string): HeldChat | undefined {
    return this.#chats.get(chatId);
  }

  held(): Iterable<HeldChat> {
    return this.#chats.values();
  }

  /**
   * Takes a notification and returns what is new of it; `undefined` if all its messages are known, or if they are fetched ones
   * of a chat that was evicted meanwhile. A log without news passes if it answers an operation or has rejected messages to
   * report.
   */
  take(notification: ChatNotification): ChatNotification | undefined {
    const { chatId } = notification;
    const seq = (this.#seq += 1);
    this.#now = this.#clock(notification);
    this.evictUntil(this.#now);
    if (chatId === undefined) return notification;
    const kept = this.#chats.get(chatId) ?? this.#open(chatId, notification);
    if (kept === undefined) return isOfEvicted(notification) ? undefined : notification;
    if (notification.origin === 'live') kept.liveSeq = seq;
    if (!kept.hasEnded) kept.changed = seq;
    const shown = chatShownBy(notification);
    if (shown !== undefined) this.#show(kept, shown, notification);
    if (this.#chats.size > maxChats) this.#evict(this.#order.next()?.chatId ?? chatId);
    if (notification.kind !== 'messages') return notification;

    const log = (kept.log = kept.log.with(notification, undefined, kept.reopenings));
    const { news, looksRestarted } = log;
    const isPartial = notification.origin !== 'history' || notification.isPartial === true || looksRestarted;
    if (news.length > 0) kept.arrivals.add(news, notification.receivedAt, isPartial, kept.reopenings);
    if (news === notification.messages) return notification;
    const isDelivered = news.length > 0 || isAnswer(notification) || notification.rejected !== undefined;
    return isDelivered
      ? { ...notification, messages: news, ...(looksRestarted && { isPartial: true as const }) }
      : undefined;
  }

  /** When the next chat is evicted; `Infinity` if none has ended. */
  get nextEviction(): number {
    if (this.#evictions.size === 0) return Infinity;
    const [at = Infinity] = this.#evictions.values();
    return at;
  }

  /** Evicts the chats whose retention is over at an instant. */
  evictUntil(at: number): void {
    if (this.#evictions.size === 0) return;
    for (const [chatId, evictAt] of this.#evictions) {
      if (evictAt > at) return;
      this.#evict(chatId);
    }
  }

  /** A chat as a server listed it, except for what live notifications have shown since the request was sent. */
  precede(listed: Chat, requestSeq: number): Chat {
    const kept = this.#chats.get(listed.id);
    if (kept?.chat === undefined || kept.liveSeq <= requestSeq) return listed;
    const { chat, liveFields } = kept;
    const newer = Object.entries(chat).filter(([field]) => (liveFields[field] ?? 0) > requestSeq);
    return { ...listed, ...Object.fromEntries(newer) };
  }

  /** What a late subscriber receives first: the state of every chat, then its messages. */
  replay(): ChatNotification[] {
    return [...this.#chats.values()].flatMap(({ chatId, chat, shownAt, isEndSynthetic, arrivals, log }) => [
      ...(chat === undefined
        ? []
        : [{ ...snapshotOf(chat, shownAt), ...(isEndSynthetic && { synthetic: true as const }) }]),
      ...arrivals.replay(chatId, log),
    ]);
  }

  /** Everything as plain data, for a session elsewhere that goes on from here. */
  data(): DeskData {
    return {
      chats: [...this.#chats.values()].map(
        ({ chatId, chat, shownAt, hasEnded, isEndSynthetic, reopenings, arrivals }): ChatData => ({
          chatId,
          ...(chat !== undefined && { chat }),
          shownAt,
          hasEnded,
          isEndSynthetic,
          reopenings,
          arrivals: arrivals.list(),
        }),
      ),
    };
  }

  #restore({ arrivals, chat, ...data }: ChatData): void {
    this.#seq += 1;
    const kept: Kept = { ...emptyChat(data.chatId, this.#seq), ...data, chat, changed: this.#seq };
    for (const arrival of arrivals) {
      kept.log = kept.log.with({ ...arrival, origin: 'history' }, undefined, arrival.reopenings);
      kept.arrivals.add(arrival.messages, arrival.receivedAt, arrival.isPartial === true, arrival.reopenings);
    }
    this.#chats.set(kept.chatId, kept);
    if (!kept.hasEnded) return;
    this.#evictions.set(kept.chatId, kept.shownAt + retainEnded);
    this.#order.update(kept.chatId);
  }

  /** A chat that was not known; `undefined` if the notification does not show that there is one. */
  #open(chatId: string, notification: ChatNotification): Kept | undefined {
    if (isOfEvicted(notification)) return undefined;
    const isShown =
      notification.kind === 'messages'
        ? notification.messages.length === 0 || !notification.messages.every(isSystemMessage)
        : chatShownBy(notification) !== undefined;
    if (!isShown) return undefined;
    const kept = emptyChat(chatId, this.#seq);
    this.#chats.set(chatId, kept);
    return kept;
  }

  #show(kept: Kept, shown: Chat, notification: ChatNotification): void {
    const hadEnded = kept.hasEnded;
    const hasEnded = isFinal(shown.state);
    kept.chat = { ...kept.chat, ...shown };
    kept.shownAt = notification.receivedAt;
    kept.hasEnded = hasEnded;
    const isSynthetic = notification.kind === 'chat' && notification.synthetic === true;
    kept.isEndSynthetic = hasEnded && isSynthetic;
    if (notification.origin === 'live')
      for (const field of Object.keys(shown)) kept.liveFields[field] = this.#seq;
    if (hasEnded === hadEnded) return;
    if (hadEnded) kept.reopenings += 1;
    if (hasEnded) this.#evictions.set(kept.chatId, this.#now + retainEnded);
    else this.#evictions.delete(kept.chatId);
    this.#order.update(kept.chatId);
  }

  #evict(chatId: string): void {
    this.#chats.delete(chatId);
    this.#evictions.delete(chatId);
    this.#order.update(chatId);
  }
}

/** Messages are fetched only of chats that are held. */
const isOfEvicted = ({ kind, origin }: ChatNotification): boolean =>
  kind === 'messages' && origin === 'history';

const isAnswer = ({ referenceId, operationId }: ChatNotification): boolean =>
  (referenceId ?? operationId) !== undefined;
