import type { Chat, ChatMessage } from '../../../src/model/index.ts';
import type { EntryKind, ServerTraits } from '../scenario.ts';

/** When the world begins, by the server's clock, in epoch milliseconds. */
export const epochStart = 1_750_000_000_000;

/** What the server knows of one chat from an instant on. */
export interface Version {
  readonly at: number;
  readonly chat: Chat;
  readonly hasEnded: boolean;
  readonly epoch: number;
  /** When a push first showed it. */
  shownAt: number | undefined;
  /** Whether the client then held the chat as ended, or did not hold it. */
  isFoundEnded: boolean;
}

/** A message, by the server. */
export interface Entry {
  readonly at: number;
  readonly epoch: number;
  readonly what: EntryKind;
  readonly message: ChatMessage;
  /** When a push first delivered it. */
  deliveredAt: number | undefined;
}

/** A chat as the server knows it: what it was at each instant. */
export class ModelChat {
  readonly id: string;
  readonly number: number;
  readonly versions: Version[] = [];
  readonly entries: Entry[] = [];
  /** Until when the lists of each node lack it. */
  readonly hiddenUntil: [number, number] = [0, 0];
  #nextIndex = 1;
  #lastSentAt = 0;

  constructor(number: number) {
    this.number = number;
    this.id = `c${number}`;
  }

  get current(): Version | undefined {
    return this.versions.at(-1);
  }

  /** Since when it is open. */
  get openSince(): number {
    let since = Infinity;
    for (const { at, hasEnded } of this.versions) since = hasEnded ? Infinity : Math.min(since, at);
    return since;
  }

  version(at: number): Version | undefined {
    for (let place = this.versions.length - 1; place >= 0; place -= 1) {
      const version = this.versions[place];
      if (version !== undefined && version.at <= at) return version;
    }
    return undefined;
  }

  show(at: number, state: string, restarts = false): Version {
    const epoch = (this.current?.epoch ?? 1) + (restarts ? 1 : 0);
    if (restarts) this.#nextIndex = 1;
    const version: Version = {
      at,
      chat: { id: this.id, state, userData: { revision: this.versions.length } },
      hasEnded: state === 'Completed',
      epoch,
      shownAt: undefined,
      isFoundEnded: false,
    };
    this.versions.push(version);
    return version;
  }

  /** Two different messages of one index are a `pair`. */
  say(at: number, what: EntryKind): readonly Entry[] {
    const count = what === 'pair' ? 2 : 1;
    const index = this.#nextIndex;
    this.#nextIndex += 1;
    return Array.from({ length: count }, () => this.#entry(at, what, index));
  }

  #entry(at: number, what: EntryKind, index: number): Entry {
    this.#lastSentAt = Math.max(this.#lastSentAt + 1, at);
    const entry: Entry = {
      at,
      epoch: this.current?.epoch ?? 1,
      what,
      message: {
        index,
        type: types[what],
        from: customer,
        text: `${this.id} ${this.entries.length}`,
        sentAt: epochStart + this.#lastSentAt,
      },
      deliveredAt: undefined,
    };
    this.entries.push(entry);
    return entry;
  }

  /** What the REST returns of the chat as of an instant. */
  messages(at: number, from: number, page: number, traits: ServerTraits): readonly ChatMessage[] {
    const epoch = this.version(at)?.epoch;
    const found: ChatMessage[] = [];
    for (const entry of this.entries) {
      if (entry.at > at || found.length >= page) break;
      if (entry.epoch !== epoch || entry.message.index < from || !isReturned(entry, traits)) continue;
      const { sentAt = 0 } = entry.message;
      found.push(
        traits.givesSeconds ? { ...entry.message, sentAt: sentAt - (sentAt % 1_000) } : entry.message,
      );
    }
    return found;
  }
}

const isReturned = ({ what }: Entry, { returnsTyping }: ServerTraits): boolean =>
  what !== 'hidden' && (returnsTyping || what !== 'typing');

const types: Readonly<Record<EntryKind, string>> = {
  text: 'Text',
  pair: 'Text',
  hidden: 'Text',
  typing: 'TypingStarted',
  system: 'IdleAlert',
};

const customer = { participantId: 'p1', nickname: 'Ada', type: 'Customer' } as const;
