import type { ConnectionStatus } from '../channel/index.ts';
import type { ChatNotification } from '../model/index.ts';
import type { Backfilled } from '../session/index.ts';
import type { SessionFailure } from '../session/types.ts';
import type { DeskData } from '../session/desk/index.ts';
import type { Foreign } from '../session/reports.ts';

/** The version of the messages on the channel. Of two tabs with different ones, the older gives way. */
export const protocolVersion = 1;

/** A period in which one tab leads. Web Locks give no fencing token: of two leaders, the higher term counts. */
export interface Term {
  readonly n: number;
  /** The id of the leading tab. */
  readonly id: string;
}

/** How far a tab has followed: everything up to `seq` of a term. */
export interface Position {
  readonly term: Term;
  readonly seq: number;
}

export const noTerm: Term = { n: 0, id: '' };

/** Negative if `a` is older than `b`. */
export const compareTerms = (a: Term, b: Term): number =>
  a.n - b.n || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const comparePositions = (a: Position, b: Position): number =>
  compareTerms(a.term, b.term) || a.seq - b.seq;

/** Options by name, as text to compare. */
export type Options = Readonly<Record<string, string>>;

/** What the session of the leader emits, for all tabs. */
export type Item =
  | { readonly kind: 'notification'; readonly notification: ChatNotification }
  | { readonly kind: 'status'; readonly status: ConnectionStatus }
  | { readonly kind: 'failure'; readonly failure: SessionFailure }
  | { readonly kind: 'foreign'; readonly failure: Foreign }
  | { readonly kind: 'backfilled'; readonly backfilled: Backfilled }
  /** The chats are known: the directory is emitted from now on. */
  | { readonly kind: 'listed' }
  /** The first backfill has ended. */
  | { readonly kind: 'ready' };

/** All that a tab knows, for one that knows less. */
export interface Snapshot {
  readonly desk: DeskData;
  readonly status: ConnectionStatus;
  readonly isListed: boolean;
  readonly isReady: boolean;
  /** Until when nothing was missed, in epoch milliseconds; absent before the first backfill has ended. */
  readonly knownUntil?: number;
}

/** An operation as it crosses the channel: without credentials. */
export type Request =
  | {
      readonly kind: 'perform';
      readonly chatId: string;
      readonly operation: { readonly operationName: string; readonly [parameter: string]: unknown };
      /** When it is too late, in epoch milliseconds. */
      readonly until: number;
    }
  | {
      readonly kind: 'fetch';
      readonly url: string;
      readonly method: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly body?: ArrayBuffer;
    };

/** What an operation led to, as it crosses the channel; {@link Request} says what `value` is. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Readonly<Record<string, unknown>> };

/** What a message says. */
export type Body =
  /** From a tab that joins or is out of step, to the leader or to one tab; or from one that was elected, to all. */
  | { readonly type: 'hello'; readonly isElect: boolean }
  /** The answer to one that was elected. */
  | { readonly type: 'seen' }
  | {
      readonly type: 'beat';
      readonly isVisible: boolean;
      /** The options that the leader goes by. */
      readonly options: Options;
    }
  | { readonly type: 'live'; readonly item: Item }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** Asks the leader for a sign of life. */
  | { readonly type: 'ping' }
  /** A visible tab offers to lead instead of a hidden one. */
  | { readonly type: 'claim' }
  | { readonly type: 'handover' }
  | { readonly type: 'ask'; readonly id: string; readonly request: Request }
  | { readonly type: 'cancel'; readonly id: string }
  | { readonly type: 'answer'; readonly id: string; readonly outcome: Outcome }
  | { readonly type: 'reconnect' };

/** A message on the channel. */
export type Message = Body & {
  readonly from: string;
  /** Absent: to all. */
  readonly to?: string;
  /** The highest term that the sender has seen; of a leader its own. */
  readonly term: Term;
  /** What the sender has reached. A `live` message has the number of its item in `seq`. */
  readonly reached: Position;
};
