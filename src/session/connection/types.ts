import { type ConnectionFacts, initialFacts, stateOf } from '../../channel/connectionFacts.ts';
import type { RetryPolicy } from '../retryPolicy.ts';
import type { Step } from '../machine.ts';
import { type Advice, defaultAdvice } from './advice.ts';
import type { ConnectionEffect, MissingWindow } from './events.ts';

/** What the connection machine goes by: constant while it runs. */
export interface ConnectionRules {
  readonly policy: Omit<RetryPolicy, 'jitter'>;
  /** Names of transports in the order in which they are tried. */
  readonly transports: readonly string[];
  /** Whether the client has the ack extension. */
  readonly ack: boolean;
  /** Replies to subscriptions of other channels are ignored. Without it all are its own. */
  readonly channel?: string;
}

/**
 * - `idle`: not wanted, and allowed to start when it is
 * - `waiting`: for `retryAt`, and for the end of the session before
 * - `loggingIn` · `open`: a session is on its way, or connected, or its polls fail
 * - `denied` · `failed`: nothing is sent until `reconnect`
 */
export type Phase = 'idle' | 'waiting' | 'loggingIn' | 'open' | 'denied' | 'failed' | 'closed';

/** How often each refusal came since the last time it was connected. */
export type Refusals = Readonly<Record<'unauthorized' | 'forbidden' | 'loginPage', number>>;

/** All that the machine knows; instants in epoch milliseconds, `undefined` where there is none. */
export interface MachineState {
  /** The instant of the last event. */
  readonly now: number;
  readonly isWanted: boolean;
  readonly phase: Phase;
  /** The number of the current session, or of the last. */
  readonly session: number;
  /** While a session is being left: when that is given up. The next one waits for it. */
  readonly leftBy: number | undefined;

  /** Failed attempts since it was last connected. */
  readonly attempt: number;
  /** Attempts that were given up because nobody wanted them any more; they lengthen the backoff. */
  readonly abandoned: number;
  /** Connected sessions that were lost one soon after the other. */
  readonly losses: number;
  readonly refusals: Refusals;
  /** No attempt starts before this instant. */
  readonly retryAt: number;
  /** The part of `retryAt` or `pollAt` that the server asked for. */
  readonly notBefore: number;
  readonly startedAt: number | undefined;
  /** When `reconnect` or `online` last took effect, and when the one that came too early will. */
  readonly hurriedAt: number | undefined;
  readonly deferred: { readonly at: number; readonly type: 'reconnect' | 'online' } | undefined;
  /** Whether the next login asks for the credentials again. */
  readonly mustRenew: boolean;
  /** Whether a WebSocket was not let through, and no poll has succeeded since. */
  readonly isWebSocketOff: boolean;

  /** The current session, as its replies show. */
  readonly facts: ConnectionFacts;
  readonly advice: Advice;
  /** Whether client and server acknowledge what they receive. */
  readonly isAcknowledged: boolean;
  /** When the current session was first connected. */
  readonly connectedAt: number | undefined;
  /** Since when its polls fail. */
  readonly failingFrom: number | undefined;
  /** When the next poll of the same session is sent, while none is on its way. */
  readonly pollAt: number | undefined;
  /** When a reply is overdue. */
  readonly overdueAt: number | undefined;

  /** Whether it was connected since it was last `idle`. */
  readonly wasConnected: boolean;
  /** Until when everything was received. */
  readonly receivedUntil: number | undefined;
  /** Since when something may have been missed. */
  readonly lostFrom: number | undefined;

  readonly reason: string | undefined;
  readonly httpStatus: number | undefined;
  readonly missing: MissingWindow | undefined;
  /** When the current state of the status began. */
  readonly since: number;
  /** When the shell is to wake the machine. */
  readonly wakeAt: number | undefined;
}

export type MachineStep = Step<MachineState, ConnectionEffect>;

export const noRefusals: Refusals = { unauthorized: 0, forbidden: 0, loginPage: 0 };

/** Of the facts and instants of a session there are none before it and after it. */
export const noSession: Pick<
  MachineState,
  'facts' | 'advice' | 'isAcknowledged' | 'connectedAt' | 'failingFrom' | 'pollAt' | 'overdueAt'
> = {
  facts: initialFacts('disconnected', undefined),
  advice: defaultAdvice,
  isAcknowledged: false,
  connectedAt: undefined,
  failingFrom: undefined,
  pollAt: undefined,
  overdueAt: undefined,
};

/** The machine before its first event. */
export const initialState = (now: number): MachineState => ({
  ...noSession,
  now,
  isWanted: false,
  phase: 'idle',
  session: 0,
  leftBy: undefined,
  attempt: 0,
  abandoned: 0,
  losses: 0,
  refusals: noRefusals,
  retryAt: now,
  notBefore: now,
  startedAt: undefined,
  hurriedAt: undefined,
  deferred: undefined,
  mustRenew: false,
  isWebSocketOff: false,
  wasConnected: false,
  receivedUntil: undefined,
  lostFrom: undefined,
  reason: undefined,
  httpStatus: undefined,
  missing: undefined,
  since: now,
  wakeAt: undefined,
});

export const isConnected = ({ phase, facts }: MachineState): boolean =>
  phase === 'open' && stateOf(facts) === 'connected';

export const only = (state: MachineState, ...effects: readonly ConnectionEffect[]): MachineStep => ({
  state,
  effects,
});

/** Another transition after the first, with the effects of both. */
export function andThen(
  { state, effects }: MachineStep,
  next: (state: MachineState) => MachineStep,
): MachineStep {
  const after = next(state);
  return { state: after.state, effects: [...effects, ...after.effects] };
}
