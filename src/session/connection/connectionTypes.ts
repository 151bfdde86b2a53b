import type { SchedulerLike } from 'rxjs';
import type { BayeuxClient, BayeuxMessage, ConnectionStatus } from '../../channel/index.ts';
import type { SessionTransport } from '../../transport/transport.ts';
import type { Authentication } from '../authentication.ts';
import type { RetryPolicy } from '../retryPolicy.ts';
import type { MissingWindow } from './events.ts';

/** A refusal of the credentials or of the CSRF token. */
export interface RefusedCredentials {
  readonly message: string;
  readonly httpStatus?: number;
}

/** What a connection calls. None of it may block; what it throws is reported and changes nothing. */
export interface ConnectionCallbacks {
  /** At each change, after it is current. */
  readonly onStatus: (status: ConnectionStatus) => void;
  /** For each message of the channel. The hot path. */
  readonly onMessage: (message: BayeuxMessage) => void;
  /** When something may have been missed, with the instant since when; `undefined` at a start. */
  readonly onConnected: (lostFrom: number | undefined) => void;
  /** At each refusal of the credentials or the CSRF token. */
  readonly onRefused: (refused: RefusedCredentials) => void;
}

/** How a connection of a session's own is made. */
export interface ConnectionOptions extends ConnectionCallbacks {
  readonly transport: SessionTransport;
  readonly authentication: Authentication;
  readonly url: string;
  readonly channel: string;
  readonly transports: readonly string[];
  readonly ack: boolean;
  readonly policy: RetryPolicy;
  readonly scheduler: SchedulerLike;
  readonly random?: () => number;
  /** Takes the secrets out of what a server says. */
  readonly scrub?: (text: string) => string;
}

/** How a connection follows a client of the user's own. */
export interface FollowOptions extends Omit<ConnectionCallbacks, 'onRefused'> {
  readonly client: BayeuxClient;
  readonly channel: string;
  readonly scheduler: SchedulerLike;
  /** `reconnect()` subscribes at most once in its `initialDelay`. */
  readonly policy: Pick<RetryPolicy, 'initialDelay'>;
  readonly onRefused?: ConnectionCallbacks['onRefused'];
  /** Takes the secrets out of a reason. */
  readonly scrub?: (text: string) => string;
}

/** What a session does with its connection. */
export interface Connection {
  status(): ConnectionStatus;
  /** The first subscriber, `ready()`, `perform()`, `reconnect()`. */
  want(): void;
  /** The linger is over. */
  unwant(): void;
  /** Tries now; leaves `denied` and `failed`. */
  reconnect(): void;
  /** The network is back. */
  online(): void;
  /** The window that was not backfilled, shown in the status. */
  missing(window: MissingWindow | undefined): void;
  /** `closed` at once; resolves when the server has confirmed it, or after the disconnect timeout. */
  close(): Promise<void>;
}
