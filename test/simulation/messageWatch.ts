import type { ChatMessage } from '../../src/model/index.ts';
import type { HeldChat } from '../../src/session/desk/index.ts';
import type { ListWatch } from './listWatch.ts';
import { violated } from './violation.ts';
import type { Entry, ModelChat } from './world/modelChat.ts';
import type { ModelRest } from './world/modelRest.ts';
import type { Timeline } from './world/timeline.ts';

/** When the messages are compared. */
export type When = 'idle' | 'evicted' | 'end';

/** What names a message whatever its time was rounded to. */
export const keyOf = ({ text = '' }: ChatMessage): string => text;

/** Compares the messages of a chat with the truth. */
export class MessageWatch {
  readonly #timeline: Timeline;
  readonly #rest: ModelRest;
  readonly #lists: ListWatch;
  /** Since when the client is connected. */
  connectedAt = 0;
  /** When the messages of each chat were last refused with 403, 404 or 410, and as of when they were last answered. */
  readonly deniedAt: Map<string, number> = new Map<string, number>();
  readonly knownAsOf: Map<string, number> = new Map<string, number>();
  /** When the messages of each chat were last answered. */
  readonly answeredAt: Map<string, number> = new Map<string, number>();
  /** Chats whose messages the server refuses for good, which is reported once. */
  readonly unavailable: Set<string> = new Set<string>();

  constructor(timeline: Timeline, rest: ModelRest, lists: ListWatch) {
    this.#timeline = timeline;
    this.#rest = rest;
    this.#lists = lists;
  }

  compare(chat: ModelChat, held: HeldChat, when: When): void {
    const { current } = chat;
    if (current === undefined) return;
    const known = new Set(held.log.messages.map(keyOf));
    // Nothing shows that a chat which a push has just shown has messages already.
    const isUnspoken = when !== 'evicted' && known.size === 0 && this.#isShownSince(chat);
    // No list shows that a chat goes on which the client saw end.
    const isTakenForEnded =
      when === 'idle' && held.hasEnded && !current.hasEnded && this.#lists.says(chat.id) !== 'open';
    if (isUnspoken || isTakenForEnded || (when !== 'end' && isRestartUnseen(chat))) return;
    const ofEpoch = chat.entries.filter(({ epoch }) => epoch === current.epoch);
    // Of a server that is too far behind, only what its REST returns as well shows that something is missing.
    const proving = ofEpoch.filter(({ message }) => message.type === 'Text' || !this.#isTooLate(chat.id));
    const highest = Math.max(
      -Infinity,
      ...proving.filter(({ message }) => known.has(keyOf(message))).map(({ message }) => message.index),
    );
    for (const entry of ofEpoch) {
      const { message, what } = entry;
      if (what === 'typing' || what === 'hidden' || known.has(keyOf(message))) continue;
      if (this.#isExcused(chat, entry, message.index < highest, when)) continue;
      const detail = `${chat.id} lacks "${keyOf(message)}", index ${message.index}, ${when}`;
      violated('messages', this.#timeline.now, detail);
    }
    if (!isRestartUnseen(chat)) this.#order(chat, held);
  }

  #isShownSince({ versions }: ModelChat): boolean {
    return versions.some(({ shownAt = -1 }) => shownAt >= this.connectedAt);
  }

  /**
   * A server that is behind by more than the rules assume shows itself only by messages that were pushed. Where it has answered
   * nothing since, and refuses the messages of an ended chat, all answers are those of an agent who cannot see what is missing.
   */
  #isTooLate(chatId: string): boolean {
    const isRefusedSince = (this.deniedAt.get(chatId) ?? -Infinity) >= this.connectedAt;
    const answeredAt = isRefusedSince ? (this.answeredAt.get(chatId) ?? Infinity) : Infinity;
    return this.#rest.tooLateAt > Math.min(this.connectedAt, answeredAt);
  }

  #isExcused(chat: ModelChat, entry: Entry, isGap: boolean, when: When): boolean {
    const { id, current } = chat;
    if (current === undefined) return true;
    // The server has refused the messages of a chat that is over, as one does that has forgotten it.
    const isForgotten = current.hasEnded && (this.deniedAt.get(id) ?? -Infinity) >= current.at;
    if (isForgotten && (!isGap || this.unavailable.has(id))) return true;
    if (isGap) return false;
    if (when === 'evicted') return true; // what it said last was said in vain
    // No answer since the connection is as young as the message, and every answer looks like the last word.
    if (when === 'idle' && this.#isTooLate(id) && (this.knownAsOf.get(id) ?? -Infinity) < entry.at)
      return true;
    if (this.#isUnseen(chat, entry)) return true;
    // No push delivered it, and none will come.
    if (entry.deliveredAt !== undefined) return false;
    const isLastWord = current.hasEnded && entry.at > current.at;
    return isLastWord || (when === 'idle' && entry.at >= this.connectedAt);
  }

  /** The chat was reopened and ended again while nothing was pushed, and no list showed it. */
  #isUnseen(chat: ModelChat, entry: Entry): boolean {
    const version = chat.version(entry.at);
    if (version === undefined || version.shownAt !== undefined || !chat.current?.hasEnded) return false;
    const isOver = chat.version(this.connectedAt)?.hasEnded === true;
    return isOver && this.#lists.revision(chat.id) < chat.versions.indexOf(version);
  }

  #order(chat: ModelChat, { log }: HeldChat): void {
    const { now } = this.#timeline;
    const places = new Map(chat.entries.map((entry) => [keyOf(entry.message), entry]));
    let last: Entry | undefined;
    for (const message of log.messages) {
      const entry = places.get(keyOf(message));
      if (entry === undefined) violated('invented', now, keyOf(message));
      const isBehind =
        last !== undefined &&
        (entry.epoch < last.epoch ||
          (entry.epoch === last.epoch && entry.message.index < last.message.index));
      if (isBehind)
        violated('order', now, `"${keyOf(message)}" is behind "${last?.message.text}" in ${chat.id}`);
      last = entry;
    }
  }
}

/**
 * Whether indices restarted, and the client did not hold the chat as ended when it was shown to go on, or was shown so only
 * after the first message. Until the whole log is fetched nobody could know.
 */
export const isRestartUnseen = ({ versions, entries }: ModelChat): boolean =>
  versions.some((version, place) => {
    const before = versions[place - 1];
    if (before === undefined || before.epoch === version.epoch) return false;
    const first = entries.find(
      ({ epoch, deliveredAt }) => epoch === version.epoch && deliveredAt !== undefined,
    );
    if (first?.deliveredAt === undefined) return false;
    return !(version.isFoundEnded && Number(version.shownAt) <= first.deliveredAt);
  });
