/** What becomes of a push. */
export type Fate = 'arrives' | 'lost' | 'twice' | { readonly late: number };

/** The kind of an entry: `hidden` is invisible to the agent, `typing` and `hidden` use up an index. */
export type EntryKind = 'text' | 'typing' | 'hidden' | 'system' | 'pair';

/** What happens in the world, or what its user does. Instants and durations in milliseconds of virtual time. */
export type WorldEvent = { readonly at: number } & (
  | { readonly do: 'open'; readonly chat: number; readonly push: Fate }
  | { readonly do: 'say'; readonly chat: number; readonly what: EntryKind; readonly push: Fate }
  /** The user data change; the state too, if it is given. */
  | {
      readonly do: 'change';
      readonly chat: number;
      readonly state?: 'Invited' | 'Chatting';
      readonly push: Fate;
    }
  | { readonly do: 'end'; readonly chat: number; readonly push: Fate }
  | { readonly do: 'reopen'; readonly chat: number; readonly restarts: boolean; readonly push: Fate }
  /** The connection is lost, and is back after a while. */
  | { readonly do: 'cut'; readonly for: number }
  /** The answers of one node of the server are so far behind from now on. */
  | { readonly do: 'lag'; readonly node: 0 | 1; readonly by: number }
  /** The lists of one node lack a chat, or all. */
  | {
      readonly do: 'hide';
      readonly chat: number | 'all';
      readonly node: 0 | 1 | 'both';
      readonly for: number;
    }
  /** A share of the requests is refused. Without a status their replies are cut. */
  | {
      readonly do: 'refuse';
      /** Only the messages of chats are refused, not the list. */
      readonly only?: 'messages';
      readonly share: number;
      readonly status?: number;
      readonly retryAfter?: number;
      readonly for: number;
    }
  /** From now on an answer has so many messages at most. */
  | { readonly do: 'page'; readonly size: number }
  /** Somebody sets the local clock. */
  | { readonly do: 'setClock'; readonly by: number }
  | { readonly do: 'subscribe'; readonly subscriber: number }
  | { readonly do: 'unsubscribe'; readonly subscriber: number }
  | { readonly do: 'close' }
);

/** What differs between servers, and does not change while they run. */
export interface ServerTraits {
  /** The REST returns typing notices. */
  readonly returnsTyping: boolean;
  /** The REST gives whole seconds only. */
  readonly givesSeconds: boolean;
  /** So long after its end a chat can be fetched; `undefined` if always. */
  readonly forgetsAfter: number | undefined;
  /** The list shows chats for so long after their end. */
  readonly listsEndedFor: number;
}

/** A run: all of it is plain data, so that it can be shrunk and printed. */
export interface Scenario {
  /** For what is random beside the events: latencies, and which of the requests are refused. */
  readonly seed: number;
  readonly traits: ServerTraits;
  readonly events: readonly WorldEvent[];
  /** From then on the server and the network are honest. */
  readonly honestFrom: number;
  readonly until: number;
}
