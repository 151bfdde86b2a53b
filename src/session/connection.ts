import { concat, defer, finalize, ignoreElements, type Observable, retry, tap, timer } from 'rxjs';
import type { BayeuxMessage } from '../channel/index.ts';
import { readableError } from '../transport/readable.ts';
import type { Authentication } from './authentication.ts';
import { bayeuxSession, type BayeuxSessionOptions } from './bayeuxSession.ts';
import { ConnectionDeniedError, ConnectionLostError } from './errors.ts';
import { holeBetween } from './hole.ts';
import type { RetryPolicy } from './retryPolicy.ts';
import type { StatusBoard } from './statusBoard.ts';
import { kindOf, Trouble } from './trouble.ts';

export interface ConnectionOptions extends Omit<
  BayeuxSessionOptions,
  'retryIn' | 'onStatus' | 'onWelcome' | 'onAlive' | 'onStuck'
> {
  readonly authentication: Authentication;
  readonly policy: RetryPolicy;
  readonly status: StatusBoard;
  /** Called each time that the server refuses the credentials, or a CSRF token that it has just given. */
  readonly onRefused: (trouble: Trouble) => void;
  /**
   * Called when a channel is acknowledged and nothing, or no longer all, was heard of it: with the instant from which on
   * something may be missing, or `undefined` at a start.
   */
  readonly onMissing: (lostFrom: number | undefined) => void;
  /** Whether what is missing is asked for elsewhere; else the status tells of it. */
  readonly isRestored: boolean;
  /** Resolves when the sessions that were left are over: the server sees one after the other. */
  readonly left: () => Promise<unknown>;
}

/**
 * The messages of a channel, in one Bayeux session after the other. Start and restoration are one procedure: log in,
 * handshake, subscribe. It errors with `ConnectionDeniedError` or `ConnectionLostError`, and never completes.
 *
 * A session that was lost is followed by the next one at once; one that is lost again soon waits, and so does every
 * attempt that failed. So there is no server, however odd its answers, that makes it storm.
 */
export function connection(options: ConnectionOptions): Observable<BayeuxMessage> {
  const { authentication, policy, status, scheduler } = options;
  /** Until when nothing was lost. It outlasts an end with an error: whoever tries again has a hole, too. */
  let heardUntil: number | undefined;
  return defer(() => {
    /** Failed attempts since it was last connected. */
    let attempt = 0;
    const startedAt = scheduler.now();
    /** Sessions lost one soon after the other. */
    let losses = 0;
    let connectedAt: number | undefined;
    let wasConnected = false;
    let lostFrom = heardUntil;
    /** What was asked for again since it was last connected. */
    let allowances = new Set<string>();
    /** Whether the server has taken the login: what it refuses afterwards it has forgotten meanwhile. */
    let isWelcome = false;
    /** Whether a WebSocket was not let through: the next session does without. */
    let isStuck = false;

    const whenConnected = (clientId: string | undefined): void => {
      const isNew = connectedAt === undefined;
      const missingFrom = lostFrom;
      connectedAt ??= scheduler.now();
      wasConnected = true;
      attempt = 0;
      allowances = new Set();
      lostFrom = undefined;
      const isTold = missingFrom === undefined || options.isRestored;
      const hole = isTold ? undefined : holeBetween(missingFrom, scheduler.now());
      status.tell('connected', { attempt, clientId, reason: hole });
      if (isNew || missingFrom !== undefined) options.onMissing(missingFrom);
    };

    /** Counts a failed attempt and gives the delay before the next one. */
    const nextAttempt = (trouble: Trouble, clientId?: string, isAcknowledged = true): number => {
      attempt += 1;
      if (!isAcknowledged) lostFrom ??= heardUntil;
      const { httpStatus, message: reason } = trouble;
      const isAnswered = httpStatus !== undefined || trouble.kind !== 'failed';
      const state = !wasConnected ? 'connecting' : isAnswered ? 'reconnecting' : 'interrupted';
      const told = status.tell(clientId === undefined || !wasConnected ? state : 'interrupted', {
        attempt,
        clientId,
        reason,
        httpStatus,
      });
      if (attempt >= policy.maxAttempts || !policy.shouldRetry(told)) {
        const ended = status.tell('idle', { attempt, reason, httpStatus });
        const duration = scheduler.now() - Math.max(startedAt, heardUntil ?? 0);
        throw new ConnectionLostError(ended.reason ?? '', attempt, httpStatus, duration);
      }
      return Math.max(policy.delayAfter(attempt), trouble.retryAfter ?? 0);
    };

    const deny = ({ message: reason, httpStatus }: Trouble): never => {
      const denied = status.tell('denied', { attempt, reason, httpStatus });
      throw new ConnectionDeniedError(denied.reason ?? '', httpStatus);
    };

    /** How long to wait before the procedure starts again. */
    const delayAfter = (trouble: Trouble): number => {
      const { message: reason, httpStatus, retryAfter = 0 } = trouble;
      const kind = kindOf(trouble);
      const lastedFor = connectedAt === undefined ? undefined : scheduler.now() - connectedAt;
      const wasWelcome = isWelcome;
      connectedAt = undefined;
      isWelcome = false;
      if (kind === 'denied') deny(trouble);
      if (kind === 'unauthorized' || kind === 'forbidden') {
        const isRepeated = allowances.has(kind);
        const isRefused = isRepeated && !wasWelcome;
        // A token that is too old is no refusal: the next login brings another.
        if (kind === 'unauthorized' || isRefused) options.onRefused(trouble);
        if (kind === 'unauthorized') authentication.forget();
        if (isRefused) deny(trouble);
        if (isRepeated) return nextAttempt(trouble);
        allowances.add(kind);
      } else if (lastedFor === undefined) {
        return nextAttempt(trouble);
      }
      status.tell(wasConnected ? 'reconnecting' : 'connecting', { attempt, reason, httpStatus });
      if (lastedFor === undefined) return retryAfter;
      lostFrom ??= heardUntil;
      losses = lastedFor < policy.maxDelay ? losses + 1 : 1;
      return Math.max(losses === 1 ? 0 : policy.delayAfter(losses - 1), retryAfter);
    };

    const left$ = defer(() => options.left()).pipe(ignoreElements());
    const loggedIn$ = defer(() => authentication.login()).pipe(ignoreElements());
    const sessionOptions: BayeuxSessionOptions = {
      ...options,
      retryIn: nextAttempt,
      onStatus: ({ state, clientId }) => {
        if (state === 'connected') whenConnected(clientId);
      },
      onWelcome: () => {
        isWelcome = true;
      },
      onAlive: () => {
        heardUntil = scheduler.now();
        isStuck = false;
      },
      onStuck: () => {
        isStuck = true;
      },
    };
    const session$ = defer(() =>
      bayeuxSession({
        ...sessionOptions,
        transports: options.transports.filter((name) => !isStuck || name !== 'websocket'),
      }),
    );

    status.tell('connecting', { attempt });
    return concat(left$, loggedIn$, session$).pipe(
      retry({
        delay: (error: unknown) => {
          if (error instanceof Trouble) return timer(delayAfter(error), scheduler);
          const isTold = error instanceof ConnectionLostError;
          if (!isTold) status.tell('idle', { attempt, reason: readableError(error) });
          throw error;
        },
      }),
      tap({
        unsubscribe: () => {
          heardUntil = undefined; // left on purpose
        },
      }),
      finalize(() => {
        status.leave();
      }),
    );
  });
}
