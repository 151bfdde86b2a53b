import type { BayeuxMessage } from '../channel/index.ts';
import { errorOf, failureOf, isSessionUnknown } from '../channel/replies.ts';
import { httpReason } from '../transport/httpReason.ts';
import { longestDelay } from './retryPolicy.ts';

/**
 * - `unauthorized`: the credentials were refused, or a login page came instead of an answer
 * - `forbidden`: the CSRF token is missing or old, or the user may not
 * - `denied`: the server wants no further attempt
 * - `lost`: the session is over, which the server told
 * - `failed`: no answer, or one that may be another next time
 */
export type TroubleKind = 'unauthorized' | 'forbidden' | 'denied' | 'lost' | 'failed';

/** Why an attempt failed or a session is over. It never leaves the package; its reason does. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly kind: TroubleKind;
  readonly httpStatus: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(kind: TroubleKind, reason: string, httpStatus?: number, retryAfter?: number) {
    super(reason);
    this.kind = kind;
    this.httpStatus = httpStatus === undefined || httpStatus <= 0 ? undefined : httpStatus;
    this.retryAfter = retryAfter === undefined ? undefined : Math.min(retryAfter, longestDelay);
  }
}

/** What an HTTP status that is no success means. A redirection leads to a login page. */
export function kindOfHttpStatus(status: number): TroubleKind {
  if (status === 403) return 'forbidden';
  return status === 401 || (status >= 300 && status < 400) ? 'unauthorized' : 'failed';
}

/** What the failed reply to a `/meta/handshake`, `/meta/connect` or `/meta/subscribe` means, unless that is denied. */
export function troubleOf(reply: BayeuxMessage): Trouble {
  const { channel, advice } = reply;
  const [error, failure] = [errorOf(reply), failureOf(reply)];
  const isHandshake = channel === '/meta/handshake';
  if (failure !== undefined) {
    const { httpCode = 0, reason = '', exception } = failure;
    // A login page, say: only who logs in again finds out, and polling on would never end it.
    const isOtherAnswer = !isHandshake && httpCode >= 200 && httpCode < 300;
    // Node's transport tells all of it; CometD's own hand on what the server calls the status.
    const told = exception === undefined && httpCode > 0 ? httpReason(httpCode, reason) : reason;
    return new Trouble(
      isOtherAnswer ? 'lost' : kindOfHttpStatus(httpCode),
      told === '' ? 'the server did not answer' : told,
      httpCode,
      retryAfterIn(exception),
    );
  }
  const reason = error === '' ? 'the server gave no reason' : error;
  if (!isHandshake) {
    // Some servers advise to retry all the same, which brings no unknown session back.
    const isOver = isSessionUnknown(reply) || advice?.reconnect === 'handshake';
    return new Trouble(isOver ? 'lost' : 'failed', reason);
  }
  if (error.startsWith('401')) return new Trouble('unauthorized', reason);
  return new Trouble(advice?.reconnect === 'none' ? 'denied' : 'failed', reason);
}

/** What the server asked for, where the transport of Node saw it. */
const retryAfterIn = (exception: unknown): number | undefined =>
  exception instanceof Error && 'retryAfterMs' in exception && typeof exception.retryAfterMs === 'number'
    ? exception.retryAfterMs
    : undefined;
