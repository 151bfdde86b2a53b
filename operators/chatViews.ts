import type { OperatorFunction } from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { type ChatView, viewFold, type ViewState } from '../src/state/chatView.ts';
import { foldTyping } from '../src/fold/foldTyping.ts';
import type { ViewOptions } from '../src/fold/viewOptions.ts';

/**
 * Folds all notifications of each chat into one view, and emits the view of the chat that changed.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { chatViews } from 'rx-chat-notifications';
 * import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange({ chat: { id: 'A', state: 'Chatting' } }), messageLog({ chatId: 'A' }))
 *   .pipe(chatViews())
 *   .subscribe(({ status, transcript }) => console.log(status, transcript.length));
 * // → Chatting 0
 * // → Chatting 1
 */
export const chatViews = (options: ViewOptions = {}): OperatorFunction<ChatNotification, ChatView> =>
  foldTyping<ViewState, ChatView>('chatViews', options, () => ({
    ...viewFold,
    emit: (now, before) => (now?.view === before?.view ? undefined : now?.view),
  }));
