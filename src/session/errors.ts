import { explained } from './explained.ts';

/**
 * The server refused the credentials, the handshake or the channel; its section on the errors page of the docs tells what
 * to do. Check it by `name`: two module systems may load it twice.
 */
export class ConnectionDeniedError extends Error {
  override readonly name = 'ConnectionDeniedError';
  /** The HTTP status of the refusal, where it came with one. */
  readonly httpStatus?: number;

  constructor(reason: string, httpStatus?: number) {
    super(`Connection denied: ${explained(reason, httpStatus)} ${again}`);
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

/**
 * The connection was lost or never made, and all attempts are used up; its section on the errors page of the docs tells
 * what to do. Check it by `name`: two module systems may load it twice.
 */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  /** How many attempts failed in a row. */
  readonly attempts: number;
  /** The HTTP status of the last, where it failed with one. */
  readonly httpStatus?: number;

  /** @param duration - how long it was tried, in milliseconds. */
  constructor(reason: string, attempts: number, httpStatus?: number, duration = 0) {
    const tries = `${attempts} failed attempt${attempts === 1 ? '' : 's'}`;
    const time = `${Math.ceil(duration / 1_000)} s`;
    super(`No connection after ${tries} in ${time}: ${explained(reason, httpStatus, unreachable)} ${again}`);
    this.attempts = attempts;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

const again = 'Once that is mended, subscribe again.';
const unreachable = ' Is the server up and reachable (URL, proxy, CORS)?';
