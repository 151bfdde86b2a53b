import { type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';
import type { ChatSession } from '../session/index.ts';
import { errorOf, leaderLost, outcomeOf } from './outcomes.ts';
import type { Outcome, Request } from './protocol.ts';
import { replyOf, sendWanted } from './remoteFetch.ts';
import type { Happening } from './tab.ts';

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

/** The operations of a tab. */
export class TabOperations {
  readonly #options: TabOperationsOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, AbortController>();
  /** What operations of this tab led to that it ran itself: nothing of that crosses the channel. */
  readonly #own = new Map<string, (to: Waiting) => void>();
  #count = 0;

  constructor(options: TabOperationsOptions) {
    this.#options = options;
  }

  /** Resolves with a `Performed`, or a `Response`. */
  operate(request: Request, { what, signal }: OperateOptions): Promise<unknown> {
    const { tabId, dispatch, wasSent } = this.#options;
    const id = `${tabId}.${(this.#count += 1)}`;
    const giveUp = (error: unknown): void => {
      dispatch({ type: 'cancel', id });
      this.#waiting.get(id)?.reject(error);
    };
    const abort = (): void => {
      giveUp(signal?.reason);
    };
    const timer = this.#timed(request, (isOver) => {
      if (isOver || !wasSent(id)) giveUp(leaderLost(what, wasSent(id)));
    });
    const ended = new Promise((resolve, reject) => {
      this.#waiting.set(id, { what, resolve, reject });
    });
    signal?.addEventListener('abort', abort);
    dispatch({ type: 'operate', id, request });
    return ended.finally(() => {
      this.#waiting.delete(id);
      this.#own.delete(id);
      timer.unsubscribe();
      signal?.removeEventListener('abort', abort);
    });
  }

  /** The leader's part: runs an operation of any tab. */
  run(session: ChatSession, id: string, request: Request): void {
    const leaving = new AbortController();
    this.#running.set(id, leaving);
    const isOwn = this.#waiting.has(id);
    const ended = (outcome: Outcome, own: (to: Waiting) => void): void => {
      this.#running.delete(id);
      if (isOwn) this.#own.set(id, own);
      this.#options.dispatch({ type: 'ran', id, outcome });
    };
    this.#start(session, request, leaving.signal, isOwn).then(
      (value) => {
        ended({ ok: true, value: isOwn ? undefined : value }, ({ resolve }) => {
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

  abort(id: string): void {
    this.#running.get(id)?.abort();
  }

  settle(id: string, outcome: Outcome): void {
    const waits = this.#waiting.get(id);
    if (waits === undefined) return;
    const own = this.#own.get(id);
    if (own !== undefined) own(waits);
    else if (outcome.ok) waits.resolve(outcome.value);
    else waits.reject(errorOf(outcome));
  }

  lose(id: string, wasSent: boolean): void {
    const waits = this.#waiting.get(id);
    waits?.reject(leaderLost(waits.what, wasSent));
  }

  /** Calls at the timeout, and once more when the leader has not kept it. */
  #timed(request: Request, onTime: (isOver: boolean) => void): Subscription {
    const { scheduler } = this.#options;
    const left = request.kind === 'perform' ? request.until - scheduler.now() : Infinity;
    if (!(left <= longestTimer - grace)) return Subscription.EMPTY;
    return scheduler.schedule<boolean>(
      function (isOver) {
        onTime(isOver);
        if (!isOver) this.schedule(true, grace);
      },
      left,
      false,
    );
  }

  async #start(
    session: ChatSession,
    request: Request,
    signal: AbortSignal,
    isOwn: boolean,
  ): Promise<unknown> {
    if (request.kind === 'perform') {
      const { chatId, operation, until } = request;
      const timeout = Math.max(until - this.#options.scheduler.now(), 0);
      return session.perform(chatId, operation, { timeout, signal });
    }
    const response = await sendWanted(session.fetch, request, signal);
    return isOwn ? response : replyOf(response);
  }
}
