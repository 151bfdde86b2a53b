import { explained } from './explained.ts';

/**
 * The server refused the credentials, the handshake or the channel; the errors page of the docs has a section on it.
 * Check errors by `name`: two module systems can load the class twice.
 */
export class ConnectionDeniedError extends Error {
  override readonly name = 'ConnectionDeniedError';
  /** The HTTP status of the refusal, if there was one. */
  readonly httpStatus?: number;

  constructor(reason: string, httpStatus?: number) {
    super(`Connection denied: ${explained(reason, httpStatus)} ${again}`);
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

/**
 * The connection was lost or never made, and all attempts of `retry` are exhausted; the errors page of the docs has a
 * section on it. Check errors by `name`: two module systems can load the class twice.
 */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  /** How many attempts failed in a row. */
  readonly attempts: number;
  /** The HTTP status of the last, if it failed with one. */
  readonly httpStatus?: number;

  constructor(reason: string, attempts: number, httpStatus?: number) {
    const tries = `${attempts} failed attempt${attempts === 1 ? '' : 's'}`;
    super(
      `No connection after ${tries}: ${explained(reason, httpStatus, isUnusable(reason) ? '' : unreachable)} ${again}`,
    );
    this.attempts = attempts;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

/** Of a session that cannot work here, whatever the server does. */
const isUnusable = (reason: string): boolean => /^(A session needs|None of these transports)/.test(reason);

const again = 'Fix this, then call session.reconnect().';
const unreachable = ' Is the server up and reachable (URL, proxy, CORS)?';
