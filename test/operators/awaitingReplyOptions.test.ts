import { filter } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { awaitingReply, type AwaitingReplyOptions, byNickname } from '../../operators/index.ts';
import type { Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { agent, ann, at, bob, inB, log, nothing, self, state, waiting } from './awaitingReplyFixtures.ts';

describe('awaitingReply', () => {
  it('isFinal decides which states end a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), d: state('Completed'), z: state('Archived') };
      const source = hot('-a-d-z-|', values);
      const subs = '      ^------!';
      const expected = '  -x---n-|';
      const isFinal = (status: string): boolean => status === 'Archived';
      expectObservable(source.pipe(awaitingReply({ self, isFinal }))).toBe(expected, {
        x: waiting(at(1, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('self receives the author and the chat; agents answer although it matches nobody', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann)),
        b: inB(at(1, ann)),
        c: log(at(2, bob)),
        d: inB(at(2, bob)),
        e: log(at(3, agent)),
      };
      const source = hot('-a-b-c-d-e-|', values);
      const subs = '      ^----------!';
      const mine = '      -x-y---z---|';
      const nobody = '    -x-y-----n-|';
      const emitted = {
        x: waiting(at(1, ann)),
        y: { ...waiting(at(1, ann)), chatId: 'B' },
        z: { chatId: 'B', waiting: [] },
        n: nothing,
      };
      const bobInB = (author: Participant, chatId: string): boolean =>
        author.nickname === 'Bob' && chatId === 'B';
      const inBAlone = source.pipe(
        filter((notification) => notification !== values.e),
        awaitingReply({ self: bobInB }),
      );
      expectObservable(inBAlone).toBe(mine, emitted);
      expectObservable(source.pipe(awaitingReply({ self: byNickname('Nobody') }))).toBe(nobody, emitted);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('an exception in self errors that subscriber alone', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', { a: log(at(1, ann)), b: log(at(2, bob)) });
      const subs = '      ^----!';
      const failed = '    ^--!';
      const expected = '  -x-n-|';
      const failing = awaitingReply({
        self: () => {
          throw new Error('mine');
        },
      });
      expectObservable(source.pipe(failing)).toBe('-x-#', { x: waiting(at(1, ann)) }, new Error('mine'));
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe([failed, subs]);
    });
  });

  it.each([
    ['self', { self: undefined }],
    ['self', { self: null }],
    ['self', { self: 'Bob' }],
    ['self', {}],
    ['retainEnded', { self, retainEnded: -1 }],
    ['maxChats', { self, maxChats: 1.5 }],
    ['isFinal', { self, isFinal: 'Completed' }],
    ['scheduler', { self, scheduler: {} }],
    ['scheduler', { self, scheduler: null }],
  ])('throws a TypeError that names the invalid option: %s %j', (name, options) => {
    const call = (): unknown => awaitingReply(options as unknown as AwaitingReplyOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`awaitingReply: ${name} must be`);
  });

  it.each([undefined, null, 5, 'Bob', [self], self])(
    'throws a TypeError if the options are not an object: %s',
    (options) => {
      const call = (): unknown => awaitingReply(options as unknown as AwaitingReplyOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('awaitingReply: options must be an object');
    },
  );
});
