import type { SchedulerLike } from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';
import { isObject } from '../codec/ownFields.ts';
import type { ChatSession, Performed } from '../session/index.ts';
import { errorOf, leaderLost, outcomeOf } from './outcomes.ts';
import type { Outcome, Request } from './protocol.ts';
import { replyOf, responseOf, sendWanted } from './remoteFetch.ts';
import type { Happening } from './tab.ts';

/** The operations of a tab, whoever runs them. */
export interface TabOperations {
  /** Resolves with a `Performed`, or a `Response`. */
  readonly operate: (request: Request, options: OperateOptions) => Promise<unknown>;
  /** The leader's part: runs an operation of any tab. */
  readonly run: (session: ChatSession, id: string, request: Request) => void;
  readonly abort: (id: string) => void;
  readonly settle: (id: string, outcome: Outcome) => void;
  readonly lose: (id: string, wasSent: boolean) => void;
}

export interface OperateOptions {
  /** What it is, for errors. */
  readonly what: string;
  readonly signal: AbortSignal | undefined;
}

interface Waiting {
  readonly what: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a tab waits for the answer of a leader beyond the timeout, which the leader keeps itself, in milliseconds. */
const grace = 1_000;

export interface TabOperationsOptions {
  readonly tabId: string;
  readonly scheduler: SchedulerLike;
  readonly dispatch: (event: Happening) => void;
  /** Whether an operation was sent to a leader, or is run here. */
  readonly wasSent: (id: string) => boolean;
}

export function tabOperations({ tabId, scheduler, dispatch, wasSent }: TabOperationsOptions): TabOperations {
  const waiting = new Map<string, Waiting>();
  const running = new Map<string, AbortController>();
  /** What operations of this tab led to that it ran itself: nothing of that crosses the channel. */
  const ownResults = new Map<string, (to: Waiting) => void>();
  let count = 0;

  function operate(request: Request, { what, signal }: OperateOptions): Promise<unknown> {
    const id = `${tabId}.${(count += 1)}`;
    const giveUp = (error: unknown): void => {
      dispatch({ type: 'cancel', id });
      waiting.get(id)?.reject(error);
    };
    const abort = (): void => {
      giveUp(signal?.reason);
    };
    const timer = timed(request, (isOver) => {
      if (isOver || !wasSent(id)) giveUp(leaderLost(what, wasSent(id)));
    });
    const ended = new Promise((resolve, reject) => {
      waiting.set(id, { what, resolve, reject });
    });
    signal?.addEventListener('abort', abort);
    dispatch({ type: 'operate', id, request });
    return ended.finally(() => {
      waiting.delete(id);
      ownResults.delete(id);
      timer.unsubscribe();
      signal?.removeEventListener('abort', abort);
    });
  }

  /** Calls at the timeout, and once more when the leader has not kept it. */
  function timed(request: Request, onTime: (isOver: boolean) => void): { unsubscribe(): void } {
    const left = request.kind === 'perform' ? request.until - scheduler.now() : Infinity;
    if (!(left <= longestTimer - grace)) return { unsubscribe: () => undefined };
    return scheduler.schedule<boolean>(
      function (isOver) {
        onTime(isOver);
        if (!isOver) this.schedule(true, grace);
      },
      left,
      false,
    );
  }

  function run(session: ChatSession, id: string, request: Request): void {
    const leaving = new AbortController();
    running.set(id, leaving);
    const isOwn = waiting.has(id);
    const ended = (outcome: Outcome, own: (to: Waiting) => void): void => {
      running.delete(id);
      if (isOwn) ownResults.set(id, own);
      dispatch({ type: 'ran', id, outcome });
    };
    start(session, request, leaving.signal, isOwn).then(
      (value) => {
        const outcome: Outcome = { ok: true, value: isOwn ? undefined : value };
        ended(outcome, ({ resolve }) => {
          resolve(value);
        });
      },
      (error: unknown) => {
        ended(outcomeOf(error), ({ reject }) => {
          reject(error);
        });
      },
    );
  }

  async function start(
    session: ChatSession,
    request: Request,
    signal: AbortSignal,
    isOwn: boolean,
  ): Promise<unknown> {
    if (request.kind === 'perform') {
      const { chatId, operation, until } = request;
      return session.perform(chatId, operation, { timeout: Math.max(until - scheduler.now(), 0), signal });
    }
    const response = await sendWanted(session.fetch, request, signal);
    return isOwn ? response : replyOf(response);
  }

  return {
    operate,
    run,
    abort: (id) => {
      running.get(id)?.abort();
    },
    settle: (id, outcome) => {
      const waits = waiting.get(id);
      if (waits === undefined) return;
      const own = ownResults.get(id);
      if (own !== undefined) own(waits);
      else if (outcome.ok) waits.resolve(outcome.value);
      else waits.reject(errorOf(outcome));
    },
    lose: (id, isSent) => {
      const waits = waiting.get(id);
      waits?.reject(leaderLost(waits.what, isSent));
    },
  };
}

/** What `perform` resolves with. */
export function asPerformed(value: unknown): Performed {
  if (isPerformed(value)) return value;
  throw new TypeError(
    'session.perform: expected the answer of the tab that leads to have a reply, got none. Reload that tab.',
  );
}

const isPerformed = (value: unknown): value is Performed => isObject(value) && isObject(value['reply']);

/** What a `fetch` resolves with: the own response, or one that crossed the channel. */
export const asResponse = (value: unknown): Response =>
  value instanceof Response ? value : responseOf(value);
