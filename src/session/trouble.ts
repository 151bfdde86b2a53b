import type { BayeuxMessage } from '../channel/index.ts';
import { errorOf, failureOf, isSessionUnknown } from '../channel/replies.ts';
import { httpReason } from '../transport/httpReason.ts';
import { ConnectionFailure as Trouble, type FailureKind, kindOfHttpStatus } from './connectionFailure.ts';

export { Trouble };

/** What the first edition makes of a failure. */
export const kindOf = ({ kind }: Trouble): FailureKind =>
  kind === 'loginPage' || kind === 'credentials' ? 'unauthorized' : kind;

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
