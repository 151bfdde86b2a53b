import type { ChatNotification } from '../../src/model/index.ts';
import { isDenial } from '../../src/session/backfill/messages.ts';
import type { HistoryRequest } from '../../src/session/backfill/events.ts';
import type { HistoryFailure } from '../../src/session/backfill/chatHistory.ts';
import type { HeldChat } from '../../src/session/desk/index.ts';
import type { Client } from './client.ts';
import { ListWatch } from './listWatch.ts';
import { isRestartUnseen, keyOf, MessageWatch } from './messageWatch.ts';
import { violated } from './violation.ts';
import type { ModelChat } from './world/modelChat.ts';
import type { Answer, ModelRest } from './world/modelRest.ts';
import type { Timeline } from './world/timeline.ts';

/** Compares what the client knows with the truth. */
export class TruthWatch {
  readonly #timeline: Timeline;
  readonly #chats: ReadonlyMap<number, ModelChat>;
  readonly #lists: ListWatch;
  readonly #messages: MessageWatch;
  readonly #failed = new Set<string>();
  /** Chats that are held, and that were reported since. */
  readonly #held = new Map<ModelChat, HeldChat>();
  readonly #everFailed = new Set<string>();
  /** What was compared last: while nothing changes it is not compared again. */
  readonly #compared = new Map<HeldChat, string>();
  readonly #emitted = new Map<HeldChat, Set<string>>();

  constructor(timeline: Timeline, chats: ReadonlyMap<number, ModelChat>, rest: ModelRest) {
    this.#timeline = timeline;
    this.#chats = chats;
    this.#lists = new ListWatch(timeline);
    this.#messages = new MessageWatch(timeline, rest, this.#lists);
  }

  connected(): void {
    this.#messages.connectedAt = this.#timeline.now;
    this.#messages.knownAsOf.clear();
    this.#failed.clear();
  }

  clockWasSet(): void {
    this.#lists.clockWasSet();
  }

  onFailure({ chatId = 'the list', message }: HistoryFailure): void {
    if (message.includes('are not available')) {
      this.#messages.unavailable.add(chatId);
      this.#lists.onUnavailable(chatId);
    }
    this.#failed.add(chatId);
    this.#everFailed.add(chatId);
  }

  /** An answer that the client received; `asOf` is how young it is. */
  onAnswer({ chatId }: HistoryRequest, answer: Answer, sentAt: number, asOf: number): void {
    const { deniedAt, knownAsOf, answeredAt } = this.#messages;
    if (chatId === undefined) {
      const ids = [...this.#chats.values()].map(({ id }) => id);
      this.#lists.onAnswer(answer, sentAt, ids);
    } else if ('refusal' in answer) {
      if (isDenial(answer.refusal)) this.#lists.onDenied(chatId);
      if (isDenial(answer.refusal)) deniedAt.set(chatId, this.#timeline.now);
    } else {
      knownAsOf.set(chatId, Math.max(knownAsOf.get(chatId) ?? -Infinity, asOf));
      answeredAt.set(chatId, this.#timeline.now);
      this.#lists.onGiven(chatId);
    }
  }

  onPushed(notification: ChatNotification): void {
    const { chatId } = notification;
    if (chatId === undefined) return;
    const revision = notification.kind === 'chat' ? notification.chat.userData?.['revision'] : undefined;
    this.#lists.onPushed(chatId, Number(revision ?? -1));
  }

  /** No message is emitted twice. */
  onEmit(notification: ChatNotification, client: Client): void {
    if (notification.kind === 'chat' && notification.synthetic === true)
      this.#lists.onSyntheticEnd(notification.chatId);
    else if (notification.kind === 'chat' && notification.origin === 'snapshot')
      this.#lists.onSnapshot(notification.chat);
    if (notification.kind !== 'messages') return;
    const held = client.desk.get(notification.chatId);
    if (held === undefined) return;
    const emitted = this.#emitted.get(held) ?? new Set();
    this.#emitted.set(held, emitted);
    for (const message of notification.messages) {
      const key = keyOf(message);
      if (emitted.has(key)) violated('duplicate', this.#timeline.now, `"${key}" is emitted twice`);
      emitted.add(key);
    }
  }

  /** A chat that is evicted has all its messages, or some were reported as missing. */
  evicted({ desk, machine }: Client): void {
    for (const [chat, held] of this.#held) {
      if (desk.get(chat.id) === held || machine.state().asks.has(chat.id)) continue;
      this.#held.delete(chat);
      const isReported = this.#everFailed.delete(chat.id) || this.#everFailed.has('the list');
      const isOver = chat.current?.hasEnded === true && held.log.length > 0;
      if (isOver && !isReported) this.#messages.compare(chat, held, 'evicted');
    }
    for (const chat of this.#chats.values()) {
      const held = desk.get(chat.id);
      if (held !== undefined) this.#held.set(chat, held);
    }
  }

  /** Whenever nothing is under way: each difference is reported, or nobody could know of it. */
  idle(client: Client): void {
    if (this.#isReported('the list', client)) return;
    for (const chat of this.#chats.values()) {
      const held = client.desk.get(chat.id);
      if (this.#messages.unavailable.has(chat.id)) continue;
      if (this.#isReported(chat.id, client) || (held === undefined && this.#failed.has(chat.id))) continue;
      if (held === undefined) {
        this.#unknown(chat);
        continue;
      }
      const { entries, versions } = chat;
      const compared = [entries.length, versions.length, held.log.length, this.#lists.sentAt].join(' ');
      if (this.#compared.get(held) === compared) continue;
      this.#compared.set(held, compared);
      this.#status(chat, held);
      this.#messages.compare(chat, held, 'idle');
    }
  }

  /** Whether something was given up since the client connected, by a failure and by `missing`. */
  #isReported(what: string, { missing }: Client): boolean {
    return this.#failed.has(what) && missing !== undefined;
  }

  /** Whether it is undecidable what belongs together in some chat. */
  isConfused(): boolean {
    return [...this.#chats.values()].some(isRestartUnseen);
  }

  /** At the end, after the server was honest for a while. */
  end(client: Client): void {
    const { now } = this.#timeline;
    for (const chat of this.#chats.values()) {
      const held = client.desk.get(chat.id);
      const { current } = chat;
      if (current === undefined) continue;
      if (held === undefined) {
        if (!current.hasEnded) violated('chat', now, `${chat.id} is open and not known`);
        continue;
      }
      const { state, userData } = current.chat;
      const isSame = held.hasEnded === current.hasEnded && (current.hasEnded || held.chat?.state === state);
      if (!isSame) violated('status', now, `${chat.id} is ${state}, not ${held.chat?.state}`);
      if (!current.hasEnded && held.chat?.userData?.['revision'] !== userData?.['revision'])
        violated('fields', now, `${chat.id} shows ${JSON.stringify(held.chat)}`);
      this.#messages.compare(chat, held, 'end');
    }
    if (client.missing !== undefined && !this.isConfused())
      violated('missing', now, JSON.stringify(client.missing));
  }

  /** A chat that was open when the client connected is listed, unless the last list lacks it, which is all that a client sees. */
  #unknown(chat: ModelChat): void {
    const { current } = chat;
    const since = this.#messages.connectedAt;
    if (current === undefined || current.hasEnded || (chat.version(since)?.hasEnded ?? true)) return;
    if (this.#lists.sentAt >= since && this.#lists.says(chat.id) !== 'open') return;
    // It was reopened after its eviction, and no push showed it.
    const { openSince } = chat;
    const isShown = chat.versions.some(({ at, shownAt }) => at >= openSince && shownAt !== undefined);
    if (openSince >= since && !isShown) return;
    violated('chat', this.#timeline.now, `${chat.id} is open and not known`);
  }

  #status(chat: ModelChat, held: HeldChat): void {
    const { current, id } = chat;
    const since = this.#messages.connectedAt;
    if (current === undefined || held.hasEnded === current.hasEnded) return;
    const { shownAt } = current;
    // Its push was lost, and lists are requested only after a reconnection.
    if (shownAt === undefined && current.at >= since) return;
    // An older state was pushed later.
    if (chat.versions.some((other) => (other.shownAt ?? -1) > (shownAt ?? since))) return;
    if (this.#lists.sentAt >= Math.max(since, shownAt ?? since)) {
      const says = this.#lists.says(id);
      if (current.hasEnded && (says === 'open' || this.#hasSpokenSince(chat))) return; // the list is behind, or what it lacks speaks
      if (!current.hasEnded && says !== 'open') return; // the list lacks it, or is behind
    }
    const what = `${id} is ${current.chat.state}, not ${held.chat?.state}`;
    violated('status', this.#timeline.now, `${what}; the list says ${this.#lists.says(id)}`);
  }

  /** What has said something after the last list was requested may go on, as far as anybody can know. */
  #hasSpokenSince({ entries }: ModelChat): boolean {
    return entries.some(({ deliveredAt = -1 }) => deliveredAt >= this.#lists.sentAt);
  }
}
