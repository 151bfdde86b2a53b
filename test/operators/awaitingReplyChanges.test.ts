import { describe, expect, it } from 'vitest';
import { awaitingReply } from '../../operators/index.ts';
import { operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  agent,
  ann,
  at,
  bob,
  inB,
  log,
  nothing,
  self,
  state,
  emissionsOf,
  waiting,
} from './awaitingReplyFixtures.ts';

describe('awaitingReply', () => {
  it('a final state ends all waits, and nothing waits in an ended chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann)),
        d: state('Completed'),
        b: log(at(2, ann)),
        e: operationError({ chat: { id: 'A', state: 'Revoked' } }),
      };
      const source = hot('   -a-d-b-d-|', values);
      const failing = hot('  -a-e-b-e-|', values);
      const fromEnd = hot('  -d-a-b-e-|', values);
      const subs = '         ^--------!';
      const expected = '     -x-n-----|';
      const emitted = { x: waiting(at(1, ann)), n: nothing };
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, emitted);
      expectObservable(failing.pipe(awaitingReply({ self }))).toBe(expected, emitted);
      expectObservable(fromEnd.pipe(awaitingReply({ self }))).toBe('---------|');
      for (const { subscriptions } of [source, failing, fromEnd])
        expectSubscriptions(subscriptions).toBe(subs);
    });
  });

  it('emits neither while the same waits, nor that nothing waits at first', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        s: state('Chatting'),
        b: log(at(1, bob), at(2, agent)),
        f: operationError({ chatId: 'A' }),
        e: operationError(),
        a: log(at(3, ann)),
        d: state('Completed'),
      };
      const source = hot('-s-b-f-e-a-s-e-f-a-b-d-d-|', values);
      const subs = '      ^------------------------!';
      const expected = '  ---------x-----------n---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(3, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('does not emit if a whole notification leaves the same waiting', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann), at(2, bob)),
        b: log(at(6, ann)),
        c: log(at(3, ann), at(4, bob)),
      };
      const source = hot('-a-b-c-|', values);
      const subs = '      ^------!';
      const expected = '  ---x---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, { x: waiting(at(6, ann)) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('separates chats', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), b: inB(at(1, ann)), c: inB(at(2, bob)), d: state('Completed') };
      const source = hot('-a-b-c-d-b-|', values);
      const subs = '      ^----------!';
      const expected = '  -x-y-z-n---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: { ...waiting(at(1, ann)), chatId: 'B' },
        z: { chatId: 'B', waiting: [] },
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('never changes what was emitted', () => {
    const emitted = emissionsOf([log(at(2, ann)), log(at(1, ann)), log(at(1, bob)), log(at(3, bob))]);
    expect(emitted).toStrictEqual([
      waiting(at(2, ann)),
      waiting(at(1, ann), at(2, ann)),
      waiting(at(2, ann)),
      { chatId: 'A', waiting: [] },
    ]);
  });
});
