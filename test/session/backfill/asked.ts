import { map, type Observable, type ObservableInput } from 'rxjs';
import type {
  Chat,
  ChatHistory,
  ChatMessage,
  ChatNotification,
  WithHistoryOptions,
} from 'rx-chat-notifications';
import { withHistory } from 'rx-chat-notifications';
import { chatStateChange, message, messageLog } from 'rx-chat-notifications/testing';
import { summary } from '../overFake.ts';

/** What a history was asked, as `chats` and `A from 3`. */
export interface AskedHistory extends ChatHistory {
  readonly asked: string[];
}

/** A history that answers as the test says. */
export function asked(
  chats: () => ObservableInput<readonly Chat[]>,
  messages: (chatId: string, fromIndex: number) => ObservableInput<readonly ChatMessage[]>,
): AskedHistory {
  const all: string[] = [];
  const history: AskedHistory = {
    asked: all,
    chats: () => {
      all.push('chats');
      return chats();
    },
    messages: (chatId, fromIndex) => {
      all.push(`${chatId} from ${fromIndex}`);
      return messages(chatId, fromIndex);
    },
  };
  return history;
}

export const chatting = (id: string): Chat => ({ id, state: 'Chatting' });

/** Texts by their indices; `text 3` has index 3. */
export const said = (...indices: number[]): readonly ChatMessage[] =>
  indices.map((index) => message({ index, text: `text ${index}` }));

/** What the live channel tells: `A1` is the message 1 of chat A, `A!` its end, `A?` that it is in conversation. */
export const live: Readonly<Record<'a' | 'b' | 'c' | 'd' | 'f' | 's' | 'i' | 'e' | 'z', ChatNotification>> = {
  a: messageLog({ chatId: 'A', messages: said(1) }),
  b: messageLog({ chatId: 'A', messages: said(2) }),
  c: messageLog({ chatId: 'A', messages: said(3) }),
  d: messageLog({ chatId: 'A', messages: said(4) }),
  f: messageLog({ chatId: 'A', messages: said(5) }),
  s: chatStateChange({ chat: { id: 'A', state: 'Chatting' } }),
  i: chatStateChange({ chat: { id: 'A', state: 'Invited' } }),
  e: chatStateChange({ chat: { id: 'A', state: 'Completed' } }),
  z: messageLog({ chatId: 'Z', messages: said(1) }),
};

/** The notifications of a source with history, as `live A 1`. */
export const summaries = (
  source$: Observable<ChatNotification>,
  history: ChatHistory,
  restore$: Observable<unknown>,
  options: WithHistoryOptions = {},
): Observable<string> => source$.pipe(withHistory(history, restore$, options), map(summary));

/** A marble for each line that is emitted. */
export const lines = {
  a: 'live A 1',
  b: 'live A 2',
  c: 'live A 3',
  d: 'live A 4',
  f: 'live A 5',
  s: 'live A Chatting',
  i: 'live A Invited',
  e: 'live A Completed',
  z: 'live Z 1',
  S: 'snapshot A Chatting',
  T: 'snapshot B Chatting',
  E: 'snapshot A Completed',
  1: 'history A 1',
  2: 'history A 2',
  3: 'history A 3',
  4: 'history A 4',
  5: 'history B 1',
};
