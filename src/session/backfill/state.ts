import type { ChatMessage, ChatNotification } from '../../model/index.ts';
import type { Desk } from '../desk/index.ts';
import type { ChatEvidence } from './chatEvidence.ts';
import type { BackfillEffect, HistoryRequest, Window } from './events.ts';
import { machineTime, type MachineTime } from './machineTime.ts';

/** How requests are repeated. */
export interface BackfillRules {
  /** The pause after so many failures in a row, in milliseconds. */
  readonly delayAfter: (failures: number) => number;
  /** After so many requests without news, what is missing of a chat is reported, and left to the next backfill. */
  readonly maxRequests: number;
  /** How many requests are sent in a second at most. */
  readonly rate: number;
}

/** So many requests are under way at a time, at most. */
export const width = 4;
/** Absence counts only if it is seen twice, so far apart, in milliseconds. */
export const secondLookAfter = 5_000;
/** How long a gap is left to fill by itself, in milliseconds: what was overtaken arrives soon. */
export const patience = 1_000;
/** So many failures in a row show that the server is down: everything is left to the next backfill. */
export const maxFailures = 8;

/** A chat whose messages are to be requested, or are requested now. */
export interface Ask {
  readonly chatId: string;
  /** Part of the first look of a backfill, which does not end before it. */
  isFirst: boolean;
  /** The second look, after which the tail of the chat is known. */
  isSecond: boolean;
  /** Only because of a gap, which may have been filled meanwhile. */
  isForGap: boolean;
  /** The chat ends when its last messages are known. */
  ends: boolean;
  /** The message at which the last answer should have started, and which it lacked: now the whole log is requested. */
  lacked: ChatMessage | undefined;
  /** The highest index of the answers so far: the next page starts there. */
  reached: number | undefined;
  /** Requests in a row that brought no news. */
  tries: number;
  /** Since when they are wanted, by the local clock. */
  readonly since: number;
  dueAt: number;
  /** When it was refused for the first time. */
  deniedAt: number | undefined;
  request: number | undefined;
  /** The message at which the request starts. */
  anchor: ChatMessage | undefined;
}

/** The backfill that is under way, from `connected` until its first looks are done. */
export interface Run {
  readonly from: number | undefined;
  readonly startedAt: number;
  isListPending: boolean;
  readonly pending: Set<string>;
  chatCount: number;
  messageCount: number;
}

/** Since when lists lack a chat of which nothing live was received. */
export interface Absence {
  readonly at: number;
  /** Which notification was the last by then. */
  readonly seq: number;
  /** Whether two lists lack it that are far enough apart. */
  readonly isConfirmed: boolean;
}

export interface Listing {
  dueAt: number;
  request: number | undefined;
  /** When the list was requested last. */
  askedAt: number;
  tries: number;
  /** Lists since the backfill began. */
  looks: number;
  /** Whether a chat that the last list lacked said something while it was under way. */
  isOvertaken: boolean;
  /** Whether a list was ever answered. */
  isKnown: boolean;
  /** Whether the list could not be fetched, and is left to the next backfill. */
  isGivenUp: boolean;
  /** The chats that the last list lacked. */
  readonly absent: Map<string, Absence>;
  /** Chats that had ended and that a list shows to go on, and since when. */
  readonly revived: Map<string, number>;
}

/** Everything that a backfill knows. A step changes it in place; nobody else does. */
export interface BackfillState {
  readonly desk: Desk;
  readonly chats: Map<string, ChatEvidence>;
  /** In the order in which they are requested. */
  readonly asks: Map<string, Ask>;
  /** Chats to be looked at once more, in the order of the instants. */
  readonly seconds: Map<string, number>;
  readonly requests: Map<number, HistoryRequest>;
  /** When the requests of the last second were sent, the oldest first. */
  readonly sentAt: number[];
  /** The types of messages that the server's REST has returned. */
  readonly returnedTypes: Set<string>;
  readonly list: Listing;
  /** The chat whose second look is under way: they are taken one at a time. */
  second: string | undefined;
  /** Chats whose messages were given up. */
  readonly open: Set<string>;
  run: Run | undefined;
  missing: Window | undefined;
  /** The last backfill, if it ended without having fetched everything. */
  incomplete: Run | undefined;
  /** The window of what was given up since `missing` was last set. */
  givenUp: Window | undefined;
  /** Failures in a row, and until when nothing is requested because of them. */
  failures: number;
  pausedUntil: number;
  requestCount: number;
  /** No live notification will come any more. */
  isOver: boolean;
  wakeAt: number;
  readonly time: MachineTime;
}

export const initialBackfill = (desk: Desk): BackfillState => ({
  desk,
  chats: new Map(),
  asks: new Map(),
  seconds: new Map(),
  requests: new Map(),
  sentAt: [],
  returnedTypes: new Set(),
  list: {
    dueAt: Infinity,
    request: undefined,
    askedAt: -Infinity,
    tries: 0,
    looks: 0,
    isOvertaken: false,
    isKnown: false,
    isGivenUp: false,
    absent: new Map(),
    revived: new Map(),
  },
  second: undefined,
  open: new Set(),
  run: undefined,
  missing: undefined,
  incomplete: undefined,
  givenUp: undefined,
  failures: 0,
  pausedUntil: -Infinity,
  requestCount: 0,
  isOver: false,
  wakeAt: Infinity,
  time: machineTime(),
});

/** One step: what it knows, when it is, and the effects that it has collected. */
export interface Step {
  readonly state: BackfillState;
  readonly rules: BackfillRules;
  /** By the time of the machine, in which everything is that it waits for. */
  readonly at: number;
  /** By the local clock, in which everything is that others read. */
  readonly clock: number;
  readonly effects: BackfillEffect[];
}

/** Hands a notification to the desk, and emits what is new of it. */
export function emit({ state, effects }: Step, notification: ChatNotification): ChatNotification | undefined {
  const told = state.desk.take(notification);
  if (told !== undefined) effects.push({ do: 'emit', notification: told, seq: state.desk.seq });
  return told;
}
