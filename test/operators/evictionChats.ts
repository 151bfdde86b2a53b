import { filter, type MonoTypeOperatorFunction } from 'rxjs';
import type { RetentionOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, operationError, stampReceivedAt } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import type { NewChats } from './evictionOperators.ts';

export const onlyNew: MonoTypeOperatorFunction<string> = filter((chatId) => chatId !== '.');

export const state = (id: string, status: string): ChatNotification =>
  chatStateChange({ chat: { id, state: status } });

export const notifications: Readonly<
  Record<'a' | 'b' | 'c' | 'A' | 'R' | 'B' | 'E' | 'X', ChatNotification>
> = {
  a: state('A', 'Chatting'),
  b: state('B', 'Chatting'),
  c: state('C', 'Chatting'),
  A: state('A', 'Completed'),
  R: state('A', 'Revoked'),
  B: state('B', 'Completed'),
  E: operationError({ chat: { id: 'A', state: 'Completed' } }),
  X: state('A', 'Archived'),
};

/** Expects the ids of the chats that are new to the operator. */
export const expectNewTo =
  (operator: NewChats) =>
  (source: string, expected: string, options?: RetentionOptions): void => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot(source, notifications);
      const fresh = input.pipe(stampReceivedAt(), operator(options), onlyNew);
      expectObservable(fresh).toBe(expected, { a: 'A', b: 'B', c: 'C', d: 'D' });
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  };
