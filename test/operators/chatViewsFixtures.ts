import { map, type OperatorFunction } from 'rxjs';
import { type ChatView, chatViews, type ViewOptions } from '../../operators/index.ts';
import type {
  Chat,
  ChatMessage,
  ChatNotification,
  ChatOperationError,
  Participant,
} from '../../src/model/index.ts';
import {
  chatStateChange,
  type CommonOverrides,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
export const bob: Participant = participant({ participantId: '2', nickname: 'Bob' });

/** As `typing` lists them: with the visibility of their notice. */
export const annTyping: Participant = { ...ann, visibility: 'All' };

export const shows = (chat: Partial<Chat>, more?: CommonOverrides): ChatNotification =>
  chatStateChange({ chat: { id: 'A', ...chat }, receivedAt: 1, ...more });
export const says = (message: Partial<ChatMessage>, more?: CommonOverrides): ChatNotification =>
  messageLog({ chatId: 'A', messages: [{ from: ann, ...message }], receivedAt: 1, ...more });

/** A view that can be compared: its transcript as texts. */
interface Plain extends Omit<ChatView, 'transcript'> {
  readonly transcript: readonly (string | undefined)[];
}
const plain = ({ transcript, ...view }: ChatView): Plain => ({
  ...view,
  transcript: transcript.messages.map(({ text }) => text),
});
/** A view of a chat without anything but the given fields. */
export const view = (fields: Partial<Plain>): Plain => ({
  chatId: 'A',
  participants: [],
  capabilities: [],
  userData: {},
  transcript: [],
  typing: [],
  updatedAt: 1,
  ...fields,
});
export const views =
  (options?: ViewOptions): OperatorFunction<ChatNotification, Plain> =>
  (source) =>
    source.pipe(chatViews(options), map(plain));

/** What a marble of notifications gives, the source never ending. */
export const expectViews = (
  notifications: Record<string, ChatNotification>,
  source: string,
  expected: string,
  seen: Record<string, Plain>,
  options?: ViewOptions,
): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot(source, notifications);
    expectObservable(input.pipe(views(options))).toBe(expected, seen);
    expectSubscriptions(input.subscriptions).toBe('^');
  });
};

export const i: ChatNotification = shows({ state: 'Invited' });
export const c: ChatNotification = shows({ state: 'Chatting' }, { receivedAt: 2 });
export const d: ChatNotification = shows({ state: 'Completed' }, { receivedAt: 3 });
const b = shows({ id: 'B', state: 'Invited' });
export const t: ChatNotification = says({ text: 'Hi' }, { receivedAt: 4 });
export const u: ChatOperationError = operationError();
export const all: Readonly<Record<string, ChatNotification>> = { i, c, d, b, t, u };

export const invited: Plain = view({ status: 'Invited' });
const chatting = view({ status: 'Chatting', updatedAt: 2 });
export const completed: Plain = view({ status: 'Completed', updatedAt: 3, endedAt: 3 });
export const seen: Readonly<Record<string, Plain>> = {
  i: invited,
  c: chatting,
  d: completed,
  b: view({ chatId: 'B', status: 'Invited' }),
  t: view({ status: 'Chatting', transcript: ['Hi'], updatedAt: 4 }),
  e: view({ status: 'Completed', transcript: ['Hi'], endedAt: 3, updatedAt: 3 }),
};
