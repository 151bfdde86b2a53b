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
    super(
      `Connection denied: ${explained(reason, httpStatus)} Subscribe again, or fetch again, once that is mended.`,
    );
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
  constructor(reason: string, attempts: number, httpStatus?: number, duration?: number) {
    const tries = `${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}`;
    const time = duration === undefined ? '' : ` in ${Math.ceil(duration / 1_000)} s`;
    super(
      `No connection after ${tries}${time}: ${explained(reason, httpStatus, unreachable)} Subscribe again to try again.`,
    );
    this.attempts = attempts;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

const unreachable =
  'The server is down or cannot be reached from here: check its address, proxy and firewall, in browsers CORS, too.';
