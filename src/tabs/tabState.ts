import type { Step } from '../session/machine.ts';
import {
  type Body,
  compareTerms,
  type Item,
  type Message,
  noTerm,
  type Options,
  type Position,
  type Request,
  type Term,
} from './protocol.ts';
import type { TabEffect, TabEvent } from './tabEvents.ts';

/** What a tab goes by: constant while it runs. */
export interface TabRules {
  /** After so long without a sign of the leader, a visible tab takes over, in milliseconds. */
  readonly takeoverAfter: number;
  /** The options that this tab would lead with, for comparison. */
  readonly options: Options;
}

/**
 * - `out`: takes no part
 * - `follower`: waits for the lock and follows the leader
 * - `electing`: holds the lock, and asks the others for the highest term
 * - `leader`: runs the session
 * - `handing`: has stopped leading and waits for its successor to take the lock
 * - `alone`: runs a session of its own, for good
 */
export type TabPhase = 'out' | 'follower' | 'electing' | 'leader' | 'handing' | 'alone';

/** An operation of this tab that is under way. */
export interface PendingOperation {
  readonly request: Request;
  /** The term of the leader that has it; absent while there is none to send it to. */
  readonly term?: Term;
}

export interface TabState {
  readonly id: string;
  readonly rules: TabRules;
  /** The instant of the last event. */
  now: number;
  phase: TabPhase;
  isVisible: boolean;
  /** The highest term seen. */
  highest: Term;
  /** The term that this tab follows, or leads. */
  term: Term;
  /** The items that were delivered, without a gap. */
  reached: Position;
  /** The highest sequence number of the term that is known to exist. */
  known: number;
  /** Items behind a gap, by sequence number. */
  waiting: ReadonlyMap<number, Item>;
  /** Whether a snapshot is wanted though no item is missing: the leader knows more now. */
  isInDoubt: boolean;
  /** When the snapshot was requested that is waited for. */
  askedAt: number | undefined;
  /** Follower: the last sign of the leader, and the ping since. */
  leaderSeenAt: number;
  pingedAt: number | undefined;
  /** Electing: until when answers are waited for, and who has reached most. */
  roundUntil: number;
  best: { readonly id: string; readonly reached: Position } | undefined;
  isFetchingBest: boolean;
  /** Leader: since when, and when the next heartbeat is due. Handing: `dueAt` is when it is given up. */
  ledSince: number;
  dueAt: number;
  /** Leader: whether the lock may be lost, and what waits until that is known. */
  isUnsure: boolean;
  /** The number of the last check of the lock: answers to others are out of date. */
  check: number;
  deferred: readonly TabEvent[];
  /** Operations of this tab, by id. */
  operations: ReadonlyMap<string, PendingOperation>;
  /** Leader: operations of followers, by id; `done` ones are kept a while, so that none runs twice. */
  served: ReadonlyMap<string, { readonly from: string; readonly isDone: boolean }>;
  /** The names of the options that were reported to differ. */
  reported: string | undefined;
  wakeAt: number;
}

export type TabStep = Step<TabState, TabEffect>;

/** A step on its way: a copy of the state, and the effects so far. */
export interface Draft {
  readonly s: TabState;
  readonly effects: TabEffect[];
}

export const noPosition: Position = { term: noTerm, seq: 0 };

export const initialTab = (id: string, rules: TabRules, now: number, isVisible: boolean): TabState => ({
  id,
  rules,
  now,
  phase: 'out',
  isVisible,
  highest: noTerm,
  term: noTerm,
  reached: noPosition,
  known: 0,
  waiting: new Map(),
  isInDoubt: false,
  askedAt: undefined,
  leaderSeenAt: now,
  pingedAt: undefined,
  roundUntil: Infinity,
  best: undefined,
  isFetchingBest: false,
  ledSince: now,
  dueAt: Infinity,
  isUnsure: false,
  check: 0,
  deferred: [],
  operations: new Map(),
  served: new Map(),
  reported: undefined,
  wakeAt: Infinity,
});

export const isSameTerm = (a: Term, b: Term): boolean => compareTerms(a, b) === 0;

export function post({ s, effects }: Draft, body: Body, to?: string, reached: Position = s.reached): void {
  const message: Message = { ...body, from: s.id, term: s.highest, reached, ...(to !== undefined && { to }) };
  effects.push({ do: 'post', message });
}

/** Whether everything of the current term that is known to exist was delivered. */
export const isInStep = ({ reached, term, known, isInDoubt }: TabState): boolean =>
  isSameTerm(reached.term, term) && reached.seq >= known && !isInDoubt;

/** The leader has given a sign, or there is a new reason to wait for one. */
export function markLeaderSeen(s: TabState): void {
  s.leaderSeenAt = s.now;
  s.pingedAt = undefined;
}
