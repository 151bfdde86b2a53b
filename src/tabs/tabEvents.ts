import type { Item, Message, Outcome, Position, Request, Snapshot, Term } from './protocol.ts';

interface TabEvents {
  readonly join: unknown;
  readonly leave: unknown;
  /** What is known is out of date. */
  readonly forget: unknown;
  readonly wake: unknown;
  /** A snapshot is wanted though no item is missing. */
  readonly resync: unknown;
  readonly reconnect: unknown;
  readonly alone: { readonly reason: string };
  readonly visible: { readonly isVisible: boolean };
  readonly lockGranted: unknown;
  readonly lockLost: unknown;
  readonly lockChecked: { readonly check: number; readonly isHeld: boolean };
  readonly message: { readonly message: Message };
  /** The own session has emitted. */
  readonly item: { readonly item: Item };
  readonly operate: { readonly id: string; readonly request: Request };
  readonly cancel: { readonly id: string };
  /** An operation that `run` has started has ended. */
  readonly ran: { readonly id: string; readonly outcome: Outcome };
}

type EventType = keyof TabEvents;

export type TabEvent<T extends EventType = EventType> = {
  [P in T]: { readonly type: P; readonly at: number } & TabEvents[P];
}[T];

/** One function for each type of event. */
export type EventHandlers<C> = {
  readonly [P in EventType]: (context: C, event: TabEvent<P>) => void;
};

interface TabEffects {
  readonly requestLock: { readonly steal: boolean };
  /** Also withdraws a request. */
  readonly releaseLock: unknown;
  /** Answered with `lockChecked`. */
  readonly checkLock: { readonly check: number };
  readonly post: { readonly message: Message };
  /** Posts what this tab knows. */
  readonly postSnapshot: { readonly to: string; readonly term: Term; readonly reached: Position };
  readonly deliver: { readonly item: Item };
  /** @param isAhead - this tab comes from another term, so that it may know more than the snapshot. */
  readonly merge: { readonly snapshot: Snapshot; readonly isAhead: boolean };
  /** Everything that the leader has received by now is known. */
  readonly upToDate: unknown;
  /** A session that goes on from what this tab knows. */
  readonly startSession: { readonly isTakeover: boolean };
  readonly stopSession: unknown;
  readonly reconnect: unknown;
  /** Answered with `ran`. */
  readonly run: { readonly id: string; readonly request: Request };
  readonly abort: { readonly id: string };
  readonly settle: { readonly id: string; readonly outcome: Outcome };
  /** The leader has gone; without `wasSent` the operation was sent to nobody. */
  readonly lose: { readonly id: string; readonly wasSent: boolean };
  /** The phase or the term has changed. */
  readonly role: unknown;
  readonly report: { readonly what: 'options' | 'alone'; readonly detail: string };
  readonly wakeAt: { readonly at: number };
}

type EffectType = keyof TabEffects;

export type TabEffect<T extends EffectType = EffectType> = {
  [P in T]: { readonly do: P } & TabEffects[P];
}[T];

/** One function for each type of effect. */
export type EffectHandlers = {
  readonly [P in EffectType]: (effect: TabEffect<P>) => void;
};
