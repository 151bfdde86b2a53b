import type { BayeuxFailure, BayeuxMessage } from '../../channel/index.ts';
import { denial } from '../../channel/errors.ts';
import { errorOf, failureOf, isSessionUnknown } from '../../channel/replies.ts';
import { httpReason } from '../../transport/httpReason.ts';
import { type Failure, type FailureKind, kindOfHttpStatus } from '../connectionFailure.ts';
import { longestDelay } from '../retryPolicy.ts';
import { intervalIn } from './advice.ts';

/** What a failed reply to `/meta/handshake`, `/meta/connect` or `/meta/subscribe` means. */
export function judge(reply: BayeuxMessage): Failure {
  const failure = failureOf(reply);
  return failure === undefined ? refusal(reply) : unanswered(failure);
}

/** No Bayeux reply: HTTP alone speaks, if anything does. */
function unanswered({ httpCode = 0, reason = '', exception }: BayeuxFailure): Failure {
  // Node's transport reports all of it; CometD's own pass on what the server calls the status.
  const message = exception === undefined && httpCode > 0 ? httpReason(httpCode, reason) : reason;
  return {
    kind: kindOfHttpStatus(httpCode),
    message: message === '' ? 'the server did not answer' : message,
    httpStatus: httpCode > 0 ? httpCode : undefined,
    retryAfter: retryAfterIn(exception),
  };
}

/** A Bayeux reply: its advice decides, then the class of its code, never its wording. */
function refusal(reply: BayeuxMessage): Failure {
  const error = errorOf(reply);
  const code = isSessionUnknown(reply) ? 402 : codeIn(error);
  const kind = kindOfRefusal(reply, code);
  const reason = error === '' ? 'the server gave no reason' : error;
  const isDenial = reply.channel === '/meta/subscribe' && (kind === 'denied' || kind === 'forbidden');
  return {
    kind,
    message: isDenial ? denial(channelIn(reply), reply) : reason,
    retryAfter: intervalIn(reply.advice),
    ...(code === 401 && { renew: true }),
  };
}

function kindOfRefusal({ channel, advice }: BayeuxMessage, code: number | undefined): FailureKind {
  switch (advice?.reconnect) {
    case 'none':
      return 'denied';
    case 'handshake':
      return channel === '/meta/handshake' ? 'failed' : 'lost';
    case 'retry':
      return 'failed';
    default:
      return kindOfCode(code);
  }
}

function kindOfCode(code: number | undefined): FailureKind {
  if (code === 401) return 'unauthorized';
  if (code === 402) return 'lost';
  if (code === 403) return 'forbidden';
  return code !== undefined && code >= 400 && code < 500 ? 'denied' : 'failed';
}

/** The code of a Bayeux error: `403:xj3sjdsjdsjad,/foo/bar:Subscription denied`. */
function codeIn(error: string): number | undefined {
  const code = /^\s*(\d{3})(?::|\s*$)/.exec(error)?.[1];
  return code === undefined ? undefined : Number(code);
}

const channelIn = ({ subscription }: BayeuxMessage): string => [subscription].flat()[0] ?? 'the channel';

/** What the server asked for, where the transport of Node saw it. */
function retryAfterIn(exception: unknown): number | undefined {
  if (typeof exception !== 'object' || exception === null || !('retryAfterMs' in exception)) return undefined;
  const { retryAfterMs } = exception;
  return typeof retryAfterMs === 'number' && retryAfterMs >= 0
    ? Math.min(retryAfterMs, longestDelay)
    : undefined;
}

/** Why a successful handshake is of no use: CometD falls silent over it. */
export function handshakeDefect(reply: object): string | undefined {
  const { clientId, supportedConnectionTypes }: { clientId?: unknown; supportedConnectionTypes?: unknown } =
    reply;
  if ((typeof clientId !== 'string' || clientId === '') && typeof clientId !== 'number') {
    return 'the server accepted the handshake without a clientId';
  }
  return Array.isArray(supportedConnectionTypes)
    ? undefined
    : 'the server accepted the handshake without supportedConnectionTypes';
}
