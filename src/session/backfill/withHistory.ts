import {
  asyncScheduler,
  isObservable,
  type MonoTypeOperatorFunction,
  Observable,
  type SchedulerLike,
  type Subscriber,
} from 'rxjs';
import { warnOnConsole } from '../../console.ts';
import { checkArgument } from '../../fold/checkArgument.ts';
import { checkOptions, isFunction, isScheduler } from '../../fold/checkOptions.ts';
import type { ChatNotification } from '../../model/index.ts';
import { Outlet } from '../desk/index.ts';
import { type RetryOptions, retryPolicy } from '../retryPolicy.ts';
import { ChatFeed } from './chatFeed.ts';
import type { ChatHistory, HistoryFailure } from './chatHistory.ts';
import { isHistory } from './isHistory.ts';
import { defaultRate, isRate, rulesOf, wantedRate } from './rules.ts';
import type { BackfillRules } from './state.ts';

/** How `withHistory` reports failures and repeats requests. */
export interface WithHistoryOptions {
  /** Receives what could not be fetched; an exception in it errors the stream. Default: `console.warn`. */
  readonly onFailure?: (failure: HistoryFailure) => void;
  /** How failed requests are repeated. */
  readonly retry?: Omit<RetryOptions, 'shouldRetry'>;
  /** How many requests a second are sent at most; `Infinity` for any number. Default 50. */
  readonly rate?: number;
  /** Times the requests and `receivedAt`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Adds what was missed to a stream of live notifications, and drops duplicates. Each value of `restore$` fetches the
 * chats, emitted with the origin `snapshot`, and the messages of each open chat, emitted with the origin `history`, from
 * the highest known message on. Live notifications pass meanwhile.
 *
 * - An answer counts only as far as it proves that it is not behind what was pushed. What was live after a request was
 *   sent precedes its answer.
 * - The list and the newest messages of each open chat are requested again five seconds later. A chat that both lists lack
 *   emits its last messages, then a `synthetic` change to `Completed`. A later sign of life withdraws it.
 * - A skipped index triggers a request for that chat after one second; so does the end of a chat.
 * - At most four requests are in progress, 50 a second, the newest chats first. Failed requests are repeated with backoff. What is
 *   missing after eight requests without news goes to `onFailure`, and is requested again with the next value of `restore$`.
 * - It completes when the source has completed and nothing is left to fetch, without second looks.
 *
 * It retains chats as long as the operators do.
 *
 * @throws TypeError if an argument or option is invalid; the message names it.
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
  const { onFailure = toConsole, retry = {}, rate = defaultRate, scheduler = asyncScheduler } = options;
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
  check('rate', rate, isRate(rate), wantedRate);
  checkOptions('withHistory: retry', retry);
  const rules = rulesOf(retryPolicy('withHistory', retry), rate);
  return (live$) =>
    new Observable((subscriber) => {
      merge(live$, restore$, { history, onFailure, scheduler, rules }, subscriber);
    });
}

interface MergeOptions extends Required<Omit<WithHistoryOptions, 'retry' | 'rate'>> {
  readonly history: ChatHistory;
  readonly rules: BackfillRules;
}

/** Emits live notifications and what is fetched. */
function merge(
  live$: Observable<ChatNotification>,
  restore$: Observable<unknown>,
  { onFailure, ...options }: MergeOptions,
  subscriber: Subscriber<ChatNotification>,
): void {
  const outlet = new Outlet();
  let isOver = false;
  const completeIfDone = (): void => {
    if (isOver && feed.isIdle) subscriber.complete();
  };
  const fail = (error: unknown): void => {
    subscriber.error(error);
  };
  const feed: ChatFeed = new ChatFeed({
    ...options,
    outlet,
    onListed: () => undefined,
    onEnded: completeIfDone,
    onAnswered: completeIfDone,
    onFailure: (failure) => {
      try {
        onFailure(failure);
      } catch (error) {
        fail(error);
      }
    },
  });
  // First, because a subscriber can unsubscribe while all this is answered synchronously.
  subscriber.add(() => {
    feed.stop();
  });
  subscriber.add(outlet.live$.subscribe(subscriber));
  subscriber.add(
    restore$.subscribe({
      next: () => {
        feed.connected(undefined);
      },
      error: fail,
    }),
  );
  subscriber.add(
    live$.subscribe({
      next: (notification) => {
        feed.receive(notification);
      },
      error: fail,
      complete: () => {
        isOver = true;
        feed.complete();
        completeIfDone();
      },
    }),
  );
}

const toConsole = ({ message }: HistoryFailure): void => {
  warnOnConsole(message);
};
