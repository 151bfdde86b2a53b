import { asyncScheduler, type OperatorFunction, pipe, type Subscriber } from 'rxjs';
import { type ChatNotification, isFinal as isFinalStatus } from '../../src/model/index.ts';
import { type ChatView, viewAfter, viewAt, type ViewState } from '../../src/state/chatView.ts';
import { checkOptions, isNumber } from './checkOptions.ts';
import { type ChatFold, foldByChat } from './foldByChat.ts';
import { type TypingEnd, withTypingEnds } from './typingEnds.ts';
import type { TypingOptions } from './typingOptions.ts';

/** What becomes of the views of chats. */
export interface ViewListener<R> extends Pick<ChatFold<never, ViewState, R>, 'forget'> {
  /** Called with each view that changed; gives what is told. */
  readonly changed: (view: ChatView) => R;
}

/**
 * Folds everything that is told of each chat into its view.
 *
 * @throws TypeError that names the option, if one makes no sense.
 */
export function foldViews<R>(
  operator: string,
  options: TypingOptions,
  start: (subscriber: Subscriber<R>) => ViewListener<R>,
): OperatorFunction<ChatNotification, R> {
  const check = checkOptions(operator, options);
  const { expireAfter = 10_000, scheduler = asyncScheduler, isFinal = isFinalStatus } = options;
  check('expireAfter', expireAfter, isNumber(expireAfter), 'milliseconds');
  const fold = foldByChat<ChatNotification | TypingEnd, ViewState, R>(check, options, (subscriber) => {
    const { changed, ...listener } = start(subscriber);
    return {
      ...listener,
      fold: (known, event) => {
        if (event.kind === 'typingEnd') return known && viewAt(known, event.at);
        const rules = { isFinal, typingUntil: scheduler.now() + expireAfter };
        return event.chatId === undefined ? known : viewAfter(known, event.chatId, event, rules);
      },
      tell: (now, before) => (now === undefined || now.view === before?.view ? undefined : changed(now.view)),
    };
  });
  return pipe(withTypingEnds(expireAfter, scheduler), fold);
}
