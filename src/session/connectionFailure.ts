import { UnusableError } from '../transport/cometd.ts';
import { readableError } from '../transport/readable.ts';
import type { Clean } from '../transport/replyError.ts';
import { longestDelay } from './retryPolicy.ts';

/**
 * - `unauthorized`: the credentials were refused (401)
 * - `forbidden`: the CSRF token is missing or old, or the user may not (403)
 * - `loginPage`: a redirection or an HTML page came instead of an answer to the login
 * - `credentials`: the function of `credentials` failed; transient
 * - `denied`: the server wants no further attempt
 * - `lost`: the session is over, a new one is in order
 * - `failed`: no answer, or one that may be another next time; transient
 * - `unusable`: a programming error, such as CometD that is not installed
 */
export type FailureKind =
  'unauthorized' | 'forbidden' | 'loginPage' | 'credentials' | 'denied' | 'lost' | 'failed' | 'unusable';

/** Why an attempt failed or a session is over: plain data. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly httpStatus?: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Whether the next login must ask for the credentials again, whatever the kind. */
  readonly renew?: boolean | undefined;
}

/** A {@link Failure} to throw. It never leaves the package; its message and its cause do. */
export class ConnectionFailure extends Error implements Failure {
  override readonly name = 'ConnectionFailure';
  readonly kind: FailureKind;
  readonly httpStatus: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    kind: FailureKind,
    reason: string,
    httpStatus?: number,
    retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.kind = kind;
    this.httpStatus = httpStatus === undefined || httpStatus <= 0 ? undefined : httpStatus;
    this.retryAfter = retryAfter === undefined ? undefined : Math.min(retryAfter, longestDelay);
  }
}

/** What an HTTP status that is no success means, of a login and of a Bayeux request alike. */
export function kindOfHttpStatus(status: number): FailureKind {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status >= 300 && status < 400 ? 'loginPage' : 'failed';
}

/** Whatever was thrown, as data without secrets. */
export function failureFrom(error: unknown, clean: Clean): Failure {
  if (error instanceof ConnectionFailure) {
    const { kind, message, httpStatus, retryAfter } = error;
    return { kind, message, httpStatus, retryAfter };
  }
  if (error instanceof UnusableError) return { kind: 'unusable', message: error.message };
  return { kind: 'failed', message: readableError(error, clean) };
}
