import type { Chat, ChatMessage } from '../../../src/model/index.ts';
import type { Refusal } from '../../../src/session/backfill/events.ts';
import { hashed } from '../random.ts';
import type { ServerTraits, WorldEvent } from '../scenario.ts';
import type { ModelChat } from './modelChat.ts';

/** What a server answers. */
export type Answer =
  | { readonly chats: readonly Chat[] }
  | { readonly messages: readonly ChatMessage[] }
  | { readonly refusal: Refusal };

/** What the rules of evidence take for the most, in milliseconds. */
const mostLag = 5_000;

type Refusing = Extract<WorldEvent, { readonly do: 'refuse' }>;

/** The REST of the server: two nodes behind a round robin, each behind by its own lag, and refusals. */
export class ModelRest {
  readonly #chats: ReadonlyMap<number, ModelChat>;
  readonly #traits: ServerTraits;
  readonly #seed: number;
  readonly #lags: [number, number] = [0, 0];
  #refusing: (Refusing & { readonly until: number })[] = [];
  #page = Infinity;
  #count = 0;
  readonly #allHiddenUntil: [number, number] = [0, 0];
  /** As of when the last answer was. */
  asOf = 0;

  constructor(chats: ReadonlyMap<number, ModelChat>, traits: ServerTraits, seed: number) {
    this.#chats = chats;
    this.#traits = traits;
    this.#seed = seed;
  }

  lag(node: 0 | 1, by: number, at: number): void {
    if (Math.max(...this.#lags) > mostLag) this.tooLateAt = at;
    this.#lags[node] = by;
    if (Math.max(...this.#lags) > mostLag) this.tooLateAt = Infinity;
  }

  page(size: number): void {
    this.#page = size;
  }

  refuse(event: Refusing): void {
    this.#refusing.push({ ...event, until: event.at + event.for });
  }

  hide(chat: number | 'all', node: 0 | 1 | 'both', until: number): void {
    const hidden = chat === 'all' ? this.#allHiddenUntil : this.#chats.get(chat)?.hiddenUntil;
    if (hidden === undefined) return;
    for (const each of [0, 1] as const) {
      if (node === 'both' || node === each) hidden[each] = Math.max(hidden[each], until);
    }
  }

  /** Until when a node was behind by more than two looks can find out; `Infinity` while it is. */
  tooLateAt: number = Number.NEGATIVE_INFINITY;

  /** From now on it tells the truth. */
  becomeHonest(now: number): void {
    this.#lags.fill(0);
    this.tooLateAt = Math.min(this.tooLateAt, now);
    this.#refusing = [];
    this.#page = Infinity;
    this.#allHiddenUntil.fill(0);
    for (const { hiddenUntil } of this.#chats.values()) hiddenUntil.fill(0);
  }

  /** How long a request is under way; a cut one fails sooner or later. */
  latency(): number {
    const drawn = hashed(this.#seed, this.#count * 3);
    return drawn < 0.05 ? 500 + drawn * 40_000 : 20 + drawn * 130;
  }

  answer(now: number, chatId: string | undefined, from: number): Answer {
    this.#count += 1;
    const refusal = this.#refusal(now, chatId);
    if (refusal !== undefined) return { refusal };
    const node = this.#count % 2 === 0 ? 0 : 1;
    const at = (this.asOf = now - this.#lags[node]);
    if (chatId === undefined) return { chats: this.#list(now, at, node) };
    const chat = this.#chats.get(Number(chatId.slice(1)));
    const version = chat?.version(at);
    const { forgetsAfter = Infinity } = this.#traits;
    if (chat === undefined || version === undefined || (version.hasEnded && at - version.at >= forgetsAfter))
      return { refusal: { reason: 'unknown chat', httpStatus: 404 } };
    const messages = chat.messages(at, from, this.#page, this.#traits);
    if (messages.length >= this.#page) this.asOf = -Infinity; // it may be a page of several
    return { messages };
  }

  #list(now: number, at: number, node: 0 | 1): readonly Chat[] {
    if (this.#allHiddenUntil[node] > now) return [];
    return [...this.#chats.values()].flatMap((chat) => {
      const version = chat.version(at);
      if (version === undefined || chat.hiddenUntil[node] > now) return [];
      return version.hasEnded && at - version.at >= this.#traits.listsEndedFor ? [] : [version.chat];
    });
  }

  #refusal(now: number, chatId: string | undefined): Refusal | undefined {
    this.#refusing = this.#refusing.filter(({ until }) => until > now);
    const drawn = hashed(this.#seed, this.#count * 3 + 1);
    const found = this.#refusing.find(
      ({ share, only }) => drawn < share && (only === undefined || chatId !== undefined),
    );
    if (found === undefined) return undefined;
    const { status, retryAfter } = found;
    return {
      reason: status === undefined ? 'the reply was cut' : `HTTP ${status}`,
      ...(status !== undefined && { httpStatus: status }),
      ...(retryAfter !== undefined && { retryAfter }),
    };
  }
}
