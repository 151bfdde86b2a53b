import type { ChatMessage, ChatNotification } from '../../src/model/index.ts';
import { epochOf } from '../../src/model/index.ts';
import type { HistoryFailure } from '../../src/session/backfill/chatHistory.ts';
import type { HeldChat } from '../../src/session/desk/index.ts';
import type { MessageLog } from '../../src/state/messageLog.ts';
import type { Client } from './client.ts';
import type { FollowedChat, Follower } from './follower.ts';
import type { ServerTraits } from './scenario.ts';
import { violated } from './violation.ts';
import type { Entry, ModelChat } from './world/modelChat.ts';
import type { ModelRest } from './world/modelRest.ts';
import type { Timeline } from './world/timeline.ts';

/** When the messages are compared. */
type When = 'idle' | 'evicted' | 'end';

/** What names a message whatever its time was rounded to. */
const keyOf = ({ text = '' }: ChatMessage): string => text;

/** Compares what the client knows with the truth. */
export class TruthWatch {
  readonly #timeline: Timeline;
  readonly #chats: ReadonlyMap<number, ModelChat>;
  readonly #traits: ServerTraits;
  readonly #rest: ModelRest;
  /** Since when the client is connected. */
  #connectedAt = 0;
  readonly #failed = new Set<string>();
  /** Chats that are held, and that were reported since. */
  readonly #held = new Map<ModelChat, HeldChat>();
  /** Chats whose messages the server refuses for good, which is reported once. */
  readonly #unavailable = new Set<string>();
  /** Chats whose messages the server refused. */
  readonly #denied = new Set<string>();
  readonly #everFailed = new Set<string>();
  /** What was compared last: while nothing changes it is not compared again. */
  readonly #compared = new Map<HeldChat, string>();
  readonly #emitted = new Map<HeldChat, Set<string>>();

  constructor(
    timeline: Timeline,
    chats: ReadonlyMap<number, ModelChat>,
    traits: ServerTraits,
    rest: ModelRest,
  ) {
    this.#rest = rest;
    this.#timeline = timeline;
    this.#chats = chats;
    this.#traits = traits;
  }

  connected(): void {
    this.#connectedAt = this.#timeline.now;
    this.#failed.clear();
  }

  onFailure({ chatId = 'the list', message }: HistoryFailure): void {
    if (message.includes('are not available')) this.#unavailable.add(chatId);
    this.#failed.add(chatId);
    this.#everFailed.add(chatId);
  }

  onDenial(chatId: string): void {
    this.#denied.add(chatId);
  }

  /** No message is emitted twice. */
  onEmit(notification: ChatNotification, client: Client): void {
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
  evicted({ desk }: Client): void {
    for (const [chat, held] of this.#held) {
      if (desk.get(chat.id) === held) continue;
      this.#held.delete(chat);
      const isReported = this.#everFailed.delete(chat.id) || this.#everFailed.has('the list');
      const isOver = chat.current?.hasEnded === true && held.log.length > 0;
      if (isOver && !isReported) this.#messages(chat, held, 'evicted');
    }
    for (const chat of this.#chats.values()) {
      const held = desk.get(chat.id);
      if (held !== undefined) this.#held.set(chat, held);
    }
  }

  /** All subscribers know what the desk knows. */
  subscribers(client: Client): void {
    for (const [number, follower] of client.followers) this.subscriber(client, number, follower);
  }

  subscriber({ desk }: Client, number: number, follower: Follower): void {
    const { now } = this.#timeline;
    for (const held of desk.held()) {
      const followed = follower.chats.get(held.chatId);
      const difference = differenceOf(followed?.held === held ? followed : undefined, held);
      if (difference !== undefined)
        violated('subscriber', now, `subscriber ${number}, ${held.chatId}: ${difference}`);
    }
  }

  /** Whenever nothing is under way: each difference is reported, or nobody could know of it. */
  idle(client: Client): void {
    if (client.missing !== undefined || this.#failed.has('the list')) return;
    for (const chat of this.#chats.values()) {
      const held = client.desk.get(chat.id);
      if (this.#failed.has(chat.id) || this.#unavailable.has(chat.id)) continue;
      if (held === undefined) {
        this.#unknown(chat);
        continue;
      }
      const { entries, versions } = chat;
      const compared = [entries.length, versions.length, held.log.length, this.#connectedAt].join(' ');
      if (this.#compared.get(held) === compared) continue;
      this.#compared.set(held, compared);
      this.#status(chat, held);
      this.#messages(chat, held, 'idle');
    }
  }

  /** Whether nobody could tell what belongs together in some chat. */
  isConfused(): boolean {
    return [...this.#chats.values()].some(isRestartUnseen);
  }

  /** At the end, after the server was honest for a while. */
  end(client: Client): void {
    for (const chat of this.#chats.values()) {
      const held = client.desk.get(chat.id);
      const { current } = chat;
      if (current === undefined) continue;
      if (held === undefined) {
        if (!current.hasEnded) violated('chat', this.#timeline.now, `${chat.id} is open and not known`);
        continue;
      }
      const { state, userData } = current.chat;
      const isSame = held.hasEnded === current.hasEnded && (current.hasEnded || held.chat?.state === state);
      if (!isSame) violated('status', this.#timeline.now, `${chat.id} is ${state}, not ${held.chat?.state}`);
      if (!current.hasEnded && held.chat?.userData?.['revision'] !== userData?.['revision'])
        violated('fields', this.#timeline.now, `${chat.id} shows ${JSON.stringify(held.chat)}`);
      this.#messages(chat, held, 'end');
    }
    if (client.missing !== undefined && !this.isConfused())
      violated('missing', this.#timeline.now, JSON.stringify(client.missing));
  }

  /** A chat that was open when the client connected is listed. */
  #unknown(chat: ModelChat): void {
    const { current } = chat;
    const since = this.#connectedAt;
    if (current === undefined || current.hasEnded || this.#rest.hiddenUntil(chat) > since) return;
    if (chat.versions.some(({ shownAt = -1 }) => shownAt >= since) || (chat.version(since)?.hasEnded ?? true))
      return;
    violated('chat', this.#timeline.now, `${chat.id} is open and not known`);
  }

  #status(chat: ModelChat, held: HeldChat): void {
    const { current } = chat;
    const since = this.#connectedAt;
    if (current === undefined || held.hasEnded === current.hasEnded) return;
    const { shownAt } = current;
    const isLost = shownAt === undefined && current.at >= since;
    const { at: endedAt } = current;
    const isSpeaking =
      current.hasEnded && chat.entries.some(({ deliveredAt = -1 }) => deliveredAt > Math.max(endedAt, since));
    if (isSpeaking) return; // what speaks goes on, as far as anybody can know
    const isOvertaken = chat.versions.some((other) => (other.shownAt ?? -1) > (shownAt ?? since));
    const isHidden = this.#rest.hiddenUntil(chat) > since;
    if (isLost || isOvertaken || isHidden) return;
    violated('status', this.#timeline.now, `${chat.id} is ${current.chat.state}, not ${held.chat?.state}`);
  }

  #messages(chat: ModelChat, held: HeldChat, when: When): void {
    const { current } = chat;
    if (current === undefined) return;
    const known = new Map(held.log.messages.map((message) => [keyOf(message), message]));
    const isUnspoken = when !== 'evicted' && known.size === 0 && this.#isShownSince(chat);
    const isHidden = when === 'idle' && held.hasEnded && this.#rest.hiddenUntil(chat) > this.#connectedAt;
    if (isHidden) return; // that it goes on is not known
    if (isUnspoken || (when !== 'end' && isRestartUnseen(chat))) return;
    const ofEpoch = chat.entries.filter(({ epoch }) => epoch === current.epoch);
    const highest = Math.max(
      -Infinity,
      ...ofEpoch.filter(({ message }) => known.has(keyOf(message))).map(({ message }) => message.index),
    );
    for (const entry of ofEpoch) {
      if (entry.what === 'typing' || entry.what === 'hidden' || known.has(keyOf(entry.message))) continue;
      if (this.#isExcused(chat, entry, entry.message.index < highest, when)) continue;
      const { index } = entry.message;
      violated('messages', this.#timeline.now, `${chat.id} lacks "${keyOf(entry.message)}", index ${index}`);
    }
    if (!isRestartUnseen(chat)) this.#order(chat, held.log);
  }

  /** Nothing shows that a chat which a push has just shown has messages already. */
  #isShownSince({ versions }: ModelChat): boolean {
    return versions.some(({ shownAt = -1 }) => shownAt >= this.#connectedAt);
  }

  #isExcused(chat: ModelChat, entry: Entry, isGap: boolean, when: When): boolean {
    const { id, current } = chat;
    if (current === undefined) return true;
    const isDenied = this.#traits.forgetsAfter !== undefined || this.#denied.has(id);
    const isForgotten = current.hasEnded && isDenied;
    if (isForgotten && (!isGap || this.#unavailable.has(id))) return true;
    if (isGap) return false;
    const isUnseen =
      chat.version(entry.at)?.shownAt === undefined && chat.version(this.#connectedAt)?.hasEnded === true;
    if (isUnseen && when === 'idle') return true; // the chat was reopened and ended again, and nobody saw it
    const isLastWord = current.hasEnded && entry.at > current.at && entry.deliveredAt === undefined;
    return isLastWord || when === 'evicted' || (when === 'idle' && entry.at >= this.#connectedAt);
  }

  #order(chat: ModelChat, log: MessageLog): void {
    const places = new Map(chat.entries.map((entry) => [keyOf(entry.message), entry]));
    let last: Entry | undefined;
    for (const message of log.messages) {
      const entry = places.get(keyOf(message));
      if (entry === undefined) violated('invented', this.#timeline.now, keyOf(message));
      const isBehind =
        last !== undefined &&
        (entry.epoch < last.epoch ||
          (entry.epoch === last.epoch && entry.message.index < last.message.index));
      if (isBehind)
        violated(
          'order',
          this.#timeline.now,
          `"${keyOf(message)}" is behind "${last?.message.text}" in ${chat.id}`,
        );
      last = entry;
    }
  }
}

/** Whether indices restarted, and no push showed in time that the chat had ended and was reopened. Nobody could know. */
const isRestartUnseen = ({ versions, entries }: ModelChat): boolean =>
  versions.some((version, place) => {
    const before = versions[place - 1];
    if (before === undefined || before.epoch === version.epoch) return false;
    const first = entries.find(
      ({ epoch, deliveredAt }) => epoch === version.epoch && deliveredAt !== undefined,
    );
    if (first?.deliveredAt === undefined) return false;
    const { deliveredAt } = first;
    return !(Number(before.shownAt) < Number(version.shownAt) && Number(version.shownAt) <= deliveredAt);
  });

function differenceOf(followed: FollowedChat | undefined, held: HeldChat): string | undefined {
  if (followed === undefined) return 'is not known';
  if (followed.chat?.state !== held.chat?.state) return `is ${followed.chat?.state}, not ${held.chat?.state}`;
  const [a, b] = [followed.log.messages.map(named), held.log.messages.map(named)];
  const at = Math.max(a.length, b.length) - 1;
  for (let place = 0; place <= at; place += 1)
    if (a[place] !== b[place]) return `has "${a[place]}", not "${b[place]}" at ${place}`;
  return undefined;
}

const named = (message: ChatMessage): string => `${epochOf(message)}/${message.index} ${keyOf(message)}`;
