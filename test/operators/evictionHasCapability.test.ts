import { describe, it } from 'vitest';
import { hasCapability, type RetentionOptions } from '../../operators/index.ts';
import type { Chat, ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, stampReceivedAt } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

describe('hasCapability evicts', () => {
  const can = (id: string, more: Partial<Chat> = {}): ChatNotification =>
    chatStateChange({ chat: { id, capabilities: ['SendMessage'], ...more } });
  const shown = {
    a: can('A'),
    b: can('B'),
    c: can('C', { capabilities: ['Accept'] }),
    d: can('D', { capabilities: ['Accept'] }),
    i: can('A', { capabilities: ['Accept'] }),
    B: can('B', { state: 'Completed' }),
    X: can('B', { state: 'Archived' }),
  };
  const answers = { t: true, f: false };
  const expectAnswers = (source: string, expected: string, options?: RetentionOptions): void => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot(source, shown);
      expectObservable(input.pipe(stampReceivedAt(), hasCapability('SendMessage', options))).toBe(
        expected,
        answers,
      );
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  };

  it('[L6] above maxChats the ended chats first, then the least recently changed', () => {
    expectAnswers('a c d   ', 't-f     ', { maxChats: 2 });
    expectAnswers('a b c d ', 't--f    ', { maxChats: 2 });
    expectAnswers('a c a d ', 't       ', { maxChats: 2 });
    expectAnswers('a b B c i', 't---f  ', { maxChats: 2 });
    expectAnswers('a c     ', 'tf      ', { maxChats: 1 });
  });

  it('after the states that isFinal names', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    expectAnswers('b B 60m c', 't      ', { isFinal });
    expectAnswers('b X      ', 'tf     ', { isFinal });
  });

  it('nothing after completion: the operator completes with the source', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-B-|', shown);
      const subs = '      ^----!';
      expectObservable(source.pipe(stampReceivedAt(), hasCapability('SendMessage'))).toBe('-t-f-|', answers);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
