import type { BayeuxMessage, ConnectionStatus } from '../../channel/index.ts';
import type { Failure } from '../connectionFailure.ts';

/** A window of time that was not backfilled, in epoch milliseconds. */
export interface MissingWindow {
  readonly from: number;
  readonly to: number;
}

/** Events of one session carry its number, so that late ones of a session that was left change nothing. */
interface InSession {
  readonly session: number;
}

interface Replied<T> extends InSession {
  readonly type: T;
  readonly reply: BayeuxMessage;
  /** Whether the request carried credentials that have been renewed since. */
  readonly isOutdated?: boolean;
}

export type ConnectionEvent = { readonly at: number } & (
  | { readonly type: 'wanted' | 'unwanted' | 'reconnect' | 'online' | 'close' }
  /** The timer of the last `wakeAt` has fired. */
  | { readonly type: 'wake' }
  | { readonly type: 'missing'; readonly window: MissingWindow | undefined }
  /** What `leave` asked for is done. */
  | { readonly type: 'left' }
  | ({ readonly type: 'loggedIn' } & InSession)
  /** A part of a reply has arrived. */
  | ({ readonly type: 'progress' } & InSession)
  | ({ readonly type: 'loginFailed' | 'openFailed'; readonly failure: Failure } & InSession)
  /** Replies as the server sent them, before `adviceGuard`. */
  | Replied<'handshake'>
  | Replied<'subscribe'>
  | Replied<'connect'>
  | Replied<'disconnect'>
  /** A handshake or a poll has failed, and the client waits for what to do. */
  | (Replied<'failed'> & {
      /** The type of the transport that failed. */
      readonly transport: string | undefined;
      /** Whether the client can send the next poll of the same session. */
      readonly canPollAgain: boolean;
    })
);

export type ConnectionEffect =
  | { readonly do: 'login'; readonly session: number; readonly renew: boolean }
  /** Make a client, handshake, and subscribe when that has succeeded. */
  | { readonly do: 'open'; readonly session: number; readonly transports: readonly string[] }
  /** End the session, if there is one, then dispatch `left`. */
  | { readonly do: 'leave'; readonly session: number; readonly forgetCookies: boolean }
  /** Send the next `/meta/connect` of the same session. */
  | { readonly do: 'poll'; readonly session: number }
  /** Dispatch `wake` at that instant and at no other. */
  | { readonly do: 'wakeAt'; readonly at: number | undefined }
  | { readonly do: 'status'; readonly status: ConnectionStatus }
  /** Something may have been missed since `lostFrom`; undefined at a start. */
  | { readonly do: 'connected'; readonly lostFrom: number | undefined }
  | { readonly do: 'refused'; readonly failure: Failure };

/** The effect of a name. */
export type EffectOf<T extends ConnectionEffect['do']> = Extract<ConnectionEffect, { readonly do: T }>;

/** An event before its instant is known. `Omit` for each member of a union. */
export type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;
