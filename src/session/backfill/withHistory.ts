import {
  asyncScheduler,
  isObservable,
  type MonoTypeOperatorFunction,
  Observable,
  type SchedulerLike,
} from 'rxjs';
import { warnOnConsole } from '../../console.ts';
import { checkArgument } from '../../fold/checkArgument.ts';
import { checkOptions, isFunction, isScheduler } from '../../fold/checkOptions.ts';
import type { ChatNotification } from '../../model/index.ts';
import { Desk, Outlet, Retirement } from '../desk/index.ts';
import { type RetryOptions, retryPolicy } from '../retryPolicy.ts';
import { type Backfill, runBackfill } from './backfill.ts';
import type { ChatHistory, HistoryFailure } from './chatHistory.ts';
import { isHistory } from './isHistory.ts';
import { rulesOf } from './rules.ts';

/** Who hears of failed requests, and when they are repeated. */
export interface WithHistoryOptions {
  /** Takes what could not be had; what it throws ends the stream. Default: it is told on the console. */
  readonly onFailure?: (failure: HistoryFailure) => void;
  /** How failed requests are repeated; nobody is asked whether to. */
  readonly retry?: Omit<RetryOptions, 'shouldRetry'>;
  /** Times the requests and `receivedAt`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Adds what was not heard live. Each value of `restore$` asks for the chats, told as `snapshot`, and for the messages of
 * each that is not final, told as `history`: from the lowest index that was not seen, or the highest seen before if that
 * is lower, or the first. Live notifications flow meanwhile. It tells nothing twice.
 *
 * - What live notifications say of a chat after the request was sent is not overruled by the answer.
 * - A chat that is held and not in the answer is over: its last messages are told, then a `synthetic` change to
 *   `Completed`.
 * - An index that is passed over makes it ask for that chat after a second; a chat that ends, or that the answer shows
 *   to be over, is asked for its last messages. What a request has confirmed to be missing is not asked for again.
 * - At most four requests are under way, the newest chats first. Failed ones go to `onFailure` and are repeated, ever
 *   more slowly; a restoration that has given up (`maxAttempts`) is taken up by the next.
 *
 * It holds the messages of all chats that it knows, and lets go of them as the operators do.
 *
 * @throws TypeError that names the argument or option, if one makes no sense.
 *
 * @example
 * import { of } from 'rxjs';
 * import { type ChatHistory, transcriptAccumulator, withHistory } from 'rx-chat-notifications';
 * import { chat, message, messageLog } from 'rx-chat-notifications/testing';
 *
 * const history: ChatHistory = {
 *   chats: () => [[chat({ id: 'A' })]],
 *   messages: () => [[message({ index: 1, text: 'Hello' }), message({ index: 2, text: 'Anybody here?' })]],
 * };
 * of(messageLog({ chatId: 'A', messages: [{ index: 2, text: 'Anybody here?' }] }))
 *   .pipe(withHistory(history, of('now')), transcriptAccumulator())
 *   .subscribe(({ messages }) => console.log(messages.map(({ text }) => text)));
 * // → [ 'Hello', 'Anybody here?' ]
 */
export function withHistory(
  history: ChatHistory,
  restore$: Observable<unknown>,
  options: WithHistoryOptions = {},
): MonoTypeOperatorFunction<ChatNotification> {
  const check = checkOptions('withHistory', options);
  const { onFailure = toConsole, retry = {}, scheduler = asyncScheduler } = options;
  checkArgument(
    'withHistory',
    'history',
    history,
    isHistory(history),
    'an object with chats() and messages()',
  );
  check('restore$', restore$, isObservable(restore$), 'an Observable');
  check('onFailure', onFailure, isFunction(onFailure), 'a function');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  checkOptions('withHistory: retry', retry);
  const rules = rulesOf(retryPolicy('withHistory', retry));
  return (live$) =>
    new Observable((subscriber) => {
      const desk = new Desk();
      const outlet = new Outlet();
      const retirement = new Retirement(desk, scheduler);
      let isOver = false;
      const completeIfDone = (): void => {
        if (isOver && backfill.isIdle()) subscriber.complete();
      };
      const backfill: Backfill = runBackfill({
        desk,
        outlet,
        history,
        scheduler,
        rules,
        onTaken: () => {
          retirement.check();
        },
        onListed: () => undefined,
        onEnded: completeIfDone,
        onAnswered: completeIfDone,
        onFailure: (failure) => {
          try {
            onFailure(failure);
          } catch (error) {
            subscriber.error(error);
          }
        },
      });
      subscriber.add(() => {
        backfill.stop();
        retirement.stop();
      }); // first, because one may leave while all this is answered synchronously
      subscriber.add(outlet.live$.subscribe(subscriber));
      const fail = (error: unknown): void => {
        subscriber.error(error);
      };
      subscriber.add(
        restore$.subscribe({
          next: () => {
            backfill.connected(undefined);
          },
          error: fail,
        }),
      );
      subscriber.add(
        live$.subscribe({
          next: (notification) => {
            const told = desk.take(notification);
            if (told !== undefined) outlet.enqueue(told, desk.seq);
            retirement.check();
            outlet.flush();
            backfill.heard(notification);
          },
          error: fail,
          complete: () => {
            isOver = true;
            backfill.complete();
            completeIfDone();
          },
        }),
      );
    });
}

const toConsole = ({ message }: HistoryFailure): void => {
  warnOnConsole(message);
};
