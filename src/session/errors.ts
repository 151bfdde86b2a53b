/** The server refused the credentials, the handshake or the channel. Check it by `name`: two module systems may load it twice. */
export class ConnectionDeniedError extends Error {
  override readonly name = 'ConnectionDeniedError';
  /** The HTTP status of the refusal, where it came with one. */
  readonly httpStatus?: number;

  constructor(reason: string, httpStatus?: number) {
    super(
      `The server denied the connection: ${withoutStop(reason)}. Check the credentials, then subscribe again to try again.`,
    );
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

/** The connection was lost or never made, and all attempts are used up. Check it by `name`: two module systems may load it twice. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  /** How many attempts failed in a row. */
  readonly attempts: number;
  /** The HTTP status of the last, where it failed with one. */
  readonly httpStatus?: number;

  constructor(reason: string, attempts: number, httpStatus?: number) {
    super(
      `No connection after ${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}: ${withoutStop(reason)}. ` +
        'Subscribe again to try again.',
    );
    this.attempts = attempts;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
