import { EMPTY, NEVER, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { byNickname, type ReadMark, unreadCount, type UnreadOptions } from '../../operators/index.ts';
import type { Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { at, bob, count, inB, inChatB, log, self } from './unreadCountFixtures.ts';

describe('unreadCount', () => {
  it('types says which messages count: one type or several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', {
        a: log({ ...at(1), type: 'ParticipantJoined' }),
        b: log({ ...at(2), type: 'Text' }),
        c: log({ ...at(3), type: 'PushUrl' }),
      });
      const subs = '      ^------!';
      const urls = '      -----1-|';
      const several = '   -2-3---|';
      const counts = { 1: count(1, 3), 2: count(1, 1), 3: count(2, 1) };
      const joinedOrText = unreadCount({ self, read$: NEVER, types: ['ParticipantJoined', 'Text'] });
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER, types: 'PushUrl' }))).toBe(urls, counts);
      expectObservable(source.pipe(joinedOrText)).toBe(several, counts);
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER, types: [] }))).toBe('-------|');
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('self is asked for the author and the chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', { a: log(at(1, bob)), b: inB(at(1, bob)), c: log(at(2)) });
      const subs = '      ^------!';
      const expected = '  ---x-1-|';
      const inA = (author: Participant, chatId: string): boolean =>
        author.nickname === 'Bob' && chatId === 'A';
      expectObservable(source.pipe(unreadCount({ self: inA, read$: NEVER }))).toBe(expected, {
        x: inChatB(1, 1),
        1: count(1, 2),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a self that matches nobody is allowed: all messages count', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-|', { a: log(at(1), at(2, bob)) });
      const subs = '      ^--!';
      const expected = '  -2-|';
      const nobody = unreadCount({ self: byNickname('Nobody'), read$: NEVER });
      expectObservable(source.pipe(nobody)).toBe(expected, { 2: count(2, 1) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a self that throws errors that subscriber and no other', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', { a: log(at(1)), b: log(at(2)) });
      const failing = unreadCount({
        self: () => {
          throw new Error('mine');
        },
        read$: NEVER,
      });
      const subs = '      ^----!';
      const failed = '    ^!';
      const expected = '  -1-2-|';
      const counts = { 1: count(1, 1), 2: count(2, 1) };
      expectObservable(source.pipe(failing)).toBe('-#', undefined, new Error('mine'));
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe([failed, subs]);
    });
  });

  it.each([
    ['self', { self: undefined }],
    ['self', { self: null }],
    ['self', { self: 'Bob' }],
    ['read$', { read$: undefined }],
    ['read$', { read$: null }],
    ['read$', { read$: [] }],
    ['read$', { read$: Promise.resolve({ chatId: 'A', index: 1 }) }],
    ['types', { types: 5 }],
    ['types', { types: null }],
    ['types', { types: ['Text', 5] }],
    ['includeInternal', { includeInternal: 1 }],
    ['maxMarks', { maxMarks: -1 }],
    ['maxMarks', { maxMarks: '5' }],
    ['initialMarks', { initialMarks: null }],
    ['initialMarks', { initialMarks: 'A' }],
    ['initialMarks', { initialMarks: { chatId: 'A', index: 1 } }],
    ['the chatId of initialMarks', { initialMarks: [{ index: 1 }] }],
    ['the index of initialMarks', { initialMarks: [{ chatId: 'A' }] }],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('throws a TypeError that names the option: %s %j', (name, options) => {
    const call = (): unknown => unreadCount({ self, read$: NEVER, ...options } as unknown as UnreadOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`unreadCount: ${name} must be`);
  });

  it.each([undefined, null, 5, 'Bob', [self], self])(
    'throws a TypeError if the options are no object: %s',
    (options) => {
      const call = (): unknown => unreadCount(options as unknown as UnreadOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('unreadCount: options must be an object');
    },
  );

  it.each([
    [{ chatId: 5, index: 1 }, 'the chatId of read$ must be a string, got 5'],
    [{ chatId: 'A', index: '1' }, 'the index of read$ must be a number, got string'],
    [{ chatId: 'A', index: NaN }, 'the index of read$ must be a number, got NaN'],
    [{ chatId: 'A', index: 1, sentAt: '9' }, 'the sentAt of read$ must be a number, got string'],
    [{ chatId: 'A', index: 1, sentAt: NaN }, 'the sentAt of read$ must be a number, got NaN'],
  ])('an invalid mark errors the stream of counts: %j', (mark, message) => {
    let caught: unknown;
    EMPTY.pipe(unreadCount({ self, read$: of(mark as ReadMark) })).subscribe({
      error: (error: unknown) => (caught = error),
    });
    expect(caught).toEqual(new TypeError(`unreadCount: ${message}`));
  });
});
