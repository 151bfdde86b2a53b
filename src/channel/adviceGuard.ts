import { asyncScheduler, type SchedulerLike } from 'rxjs';
import type { BayeuxAdvice, BayeuxExtension, BayeuxMessage } from './bayeuxClient.ts';
import { decided } from './replies.ts';

/**
 * A Bayeux extension that keeps a CometD client from acting on advice that it cannot bear: register it on a client of
 * your own, and no server can make it flood or stall. `chatSession` has it built in.
 *
 * Measured with CometD 5 to 9: a refused handshake that advises `retry` makes the client handshake some 150 times a
 * second; a successful reply that advises `handshake`, or what no client knows, stops the polling for good while the
 * client calls itself connected.
 *
 * - a failed handshake is followed by another handshake, after the client's backoff, never by a retry
 * - a `/meta/connect` that succeeds and advises `handshake` counts as failed, so that the handshake follows
 * - any other advice that the client cannot follow counts as `retry`
 * - `none` stays what it is: the server wants no further attempt
 * - an `interval` or a `timeout` above ten minutes counts as ten minutes, and an invalid one as absent: timers
 *   that cannot run so long fire at once
 * - a server that answers polls at once, has nothing to deliver, and advises no pause (an `interval` of at least 100 ms) is
 *   polled with pauses, at last of five seconds
 * - a `successful` that is neither `true` nor `false` counts as JavaScript takes it
 *
 * @example
 * import { CometD } from 'cometd';
 * import { adviceGuard } from 'rx-chat-notifications';
 *
 * const protect = (client: CometD) => client.registerExtension('adviceGuard', adviceGuard());
 */
export function adviceGuard({
  scheduler = asyncScheduler,
}: {
  /** Measures how long a poll took. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
} = {}): BayeuxExtension {
  let polledAt = 0;
  /** Whether the server was asked to answer at once, as a client does after a failure. */
  let isAskedAtOnce = false;
  /** Polls in a row that were answered at once and brought nothing. */
  let idle = 0;
  /** What the server advised last, as CometD keeps it, and whether the client received other advice instead. */
  let advised: BayeuxAdvice = {};
  let isPaced = false;

  const paced = <M extends BayeuxMessage>(message: M): M => {
    const { channel, successful, advice } = message;
    if (advice != null) advised = advice;
    if (channel !== '/meta/connect') {
      if (!channel.startsWith('/meta/')) idle = 0;
      return message;
    }
    if (successful !== true) return message;
    // Not what came with a failure before: a poll that succeeds is followed by another.
    const reconnect = advice?.reconnect ?? 'retry';
    const isPauseAdvised = (advised.interval ?? 0) >= atOnce;
    if (isPauseAdvised || scheduler.now() - polledAt >= atOnce) idle = 0;
    else if (!isAskedAtOnce) idle += 1;
    if (idle <= idleAllowed) {
      if (!isPaced) return message;
      isPaced = false;
      return { ...message, advice: { ...advised, reconnect } };
    }
    isPaced = true;
    const pause = Math.min(atOnce * 2 ** (idle - idleAllowed - 1), longestPause);
    return {
      ...message,
      advice: { ...advised, reconnect, interval: Math.max(advised.interval ?? 0, pause) },
    };
  };

  return {
    incoming: (message) => paced(bearable(decided(message))),
    outgoing: (message) => {
      if (message.channel === '/meta/connect') {
        polledAt = scheduler.now();
        isAskedAtOnce = message.advice?.timeout === 0;
      }
      return message;
    },
  };
}

/** In milliseconds: a server holds a poll for as long as it has nothing to deliver. */
const atOnce = 100;
/** The first poll of a session is answered at once by right. */
const idleAllowed = 3;
const longestPause = 5_000;

/** In milliseconds. */
const longestTime = 600_000;

function bearable<M extends BayeuxMessage>(message: M): M {
  if (message.advice == null) return message; // some servers send null
  const advice = withTimes(message.advice);
  const { channel, successful } = message;
  const { reconnect } = advice;
  if (reconnect === undefined || reconnect === 'none') return { ...message, advice };
  const isHandshakeNext = channel === '/meta/handshake' ? successful !== true : reconnect === 'handshake';
  if (channel === '/meta/connect' && isHandshakeNext) return { ...message, advice, successful: false };
  const isOfHandshake = channel === '/meta/handshake' && isHandshakeNext;
  return { ...message, advice: { ...advice, reconnect: isOfHandshake ? 'handshake' : 'retry' } };
}

/** The advice with times that timers can run. */
function withTimes({ interval, timeout, ...advice }: BayeuxAdvice): BayeuxAdvice {
  return {
    ...advice,
    ...(isTime(interval) && { interval: Math.min(interval, longestTime) }),
    ...(isTime(timeout) && { timeout: Math.min(timeout, longestTime) }),
  };
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0;
