import fc from 'fast-check';
import { from, NEVER, Observable, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ReadMark, type UnreadCount, unreadCount } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { redelivered } from './redelivered.ts';
import { ann, at, bob, count, eve, inB, inChatB, log, self } from './unreadCountFixtures.ts';

const lastOf = (
  notifications: readonly ChatNotification[],
  read$: Observable<ReadMark>,
): UnreadCount | undefined => {
  let last: UnreadCount | undefined;
  from(notifications)
    .pipe(unreadCount({ self, read$ }))
    .subscribe((emitted) => (last = emitted));
  return last;
};

describe('unreadCount', () => {
  it('counts per chat the messages of others after the last that was read, and names the first', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1), at(2, eve), at(3, bob)), b: inB(at(7)), c: log(at(5)), d: log(at(0)) };
      const source = hot('        -a-b-c-d-|', values);
      const read = cold<ReadMark>('----------');
      const subs = '              ^--------!';
      const expected = '          -2-x-3-4-|';
      const counts = { 2: count(2, 1), x: inChatB(1, 7), 3: count(3, 1), 4: count(4, 0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC25] what oneself writes is no read mark: what others wrote before it stays unread', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1)), b: log(at(2)), o: log(at(3, bob)), c: log(at(4)) };
      const source = hot('-a-b-o---c-|', values);
      const read$ = hot(' -------r----', { r: { chatId: 'A', index: 3 } });
      const subs = '      ^----------!';
      const expected = '  -1-2---0-x-|';
      const counts = { 1: count(1, 1), 2: count(2, 1), 0: count(0), x: count(1, 4) };
      expectObservable(source.pipe(unreadCount({ self, read$ }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read$.subscriptions).toBe(subs);
    });
  });

  it('counts what people write, and no commands, joins, typing notices, bots or alerts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const bot = participant({ participantId: '9', nickname: 'Bot', type: 'External' });
      const source = hot('-a-b-c-d-e-f-g-h-|', {
        a: log({ ...at(1), type: 'ParticipantJoined' }, { ...at(2), type: 'TypingStarted' }),
        b: log({ ...at(3, eve), type: 'Notice', text: 'REMOVE_PARTICIPANT_FROM_CONFERENCE<3>' }, at(4, bot)),
        c: log({ ...at(5), type: 'Text' }),
        d: log({ ...at(6), type: 'PushUrl' }),
        e: log({ ...at(7), type: 'CustomNotice' }),
        f: log({ ...at(8), type: 'FileUploaded' }),
        g: log({ ...at(9), type: 'Message' }),
        h: log(
          { ...at(10), type: 'IdleAlert' },
          { ...at(11), type: 'ParticipantLeft' },
          { ...at(12), type: 'New' },
        ),
      });
      const subs = '      ^----------------!';
      const expected = '  -----1-2-3-4-5---|';
      const counts = { 1: count(1, 5), 2: count(2, 5), 3: count(3, 5), 4: count(4, 5), 5: count(5, 5) };
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a duplicate counts once, two different messages under one index count twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-a-b-h-c-d-e-|', {
        a: log(at(1)),
        b: log(at(1), at(1), at(2)),
        h: messageLog({ chatId: 'A', origin: 'history', messages: [at(1), at(2)] }),
        c: log(at(2, eve)),
        d: log({ ...at(2), text: 'another' }),
        e: log({ ...at(2), type: 'PushUrl' }),
      });
      const subs = '      ^--------------!';
      const expected = '  -1---2---3-4-5-|';
      const counts = { 1: count(1, 1), 2: count(2, 1), 3: count(3, 1), 4: count(4, 1), 5: count(5, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a message that was read and is redelivered stays read', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a---a-b-|', { a: log(at(2)), b: log(at(1)) });
      const read = hot('  ---p------', { p: { chatId: 'A', index: 2 } });
      const subs = '      ^--------!';
      const expected = '  -1-0-----|';
      const counts = { 1: count(1, 2), 0: count(0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('any order, splitting and repetition of the same messages ends in the same count', () => {
    const messages = fc.array(
      fc.record({
        index: fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(2 ** 32, 2 ** 53 - 1)),
        type: fc.constantFrom('Text', 'PushUrl', 'Notice', 'TypingStarted'),
        from: fc.constantFrom(ann, eve, bob),
        text: fc.constantFrom('', 'a', 'b'),
        sentAt: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      }),
      { maxLength: 40 },
    );
    const cases = messages.chain((all) => {
      // Which time a repeated entry has does not matter: each is given one.
      const times = new Map(all.map((one) => [JSON.stringify({ ...one, sentAt: 0 }), one.sentAt]));
      const timed = all.map((one) => {
        const sentAt = times.get(JSON.stringify({ ...one, sentAt: 0 }));
        const { sentAt: _, ...rest } = one;
        return sentAt === undefined ? rest : { ...rest, sentAt };
      });
      return fc.tuple(
        fc.constant(timed),
        redelivered(timed),
        fc.option(
          fc.record({ index: fc.integer({ min: -4, max: 13 }), sentAt: fc.integer({ min: 0, max: 10 }) }),
          { nil: undefined },
        ),
      );
    });
    let counted = 0;
    fc.assert(
      fc.property(cases, ([all, logs, mark]) => {
        const read$ = mark === undefined ? NEVER : of({ chatId: 'A', ...mark });
        const sorted = [...all].sort((a, b) => a.index - b.index);
        const inOrder = lastOf(
          sorted.map((one) => log(one)),
          read$,
        );
        const { index, sentAt } = mark ?? { index: -Infinity, sentAt: 0 };
        const upTo = sentAt === 0 ? 999 : sentAt; // whole seconds
        const isUnread = (one: Partial<ChatMessage>): boolean =>
          one.index !== undefined &&
          (one.index > index || (one.index === index && (one.sentAt ?? Infinity) > upTo));
        const unread = sorted.filter(
          (one) => isUnread(one) && ['Text', 'PushUrl'].includes(one.type) && one.from !== bob,
        );
        const distinct = new Set(
          unread.map(({ from: author, ...rest }) => JSON.stringify([author.participantId, rest])),
        );
        expect(inOrder).toEqual(unread[0] && count(distinct.size, unread[0].index));
        const otherwise = lastOf(
          logs.map((some) => log(...some)),
          read$,
        );
        expect(otherwise).toEqual(inOrder);
        counted += inOrder === undefined ? 0 : 1;
      }),
      { numRuns: 500 },
    );
    expect(counted).toBeGreaterThan(100);
  });

  it('emits nothing while neither the count nor the first unread changes, nor zero at first', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-o-a-s-e-f-o---a-|', {
        s: chatStateChange({ chat: { id: 'A' } }),
        o: log(at(9, bob)),
        a: log(at(1)),
        e: operationError(),
        f: operationError({ chatId: 'A' }),
      });
      const read = hot('  --p------------p--p-', { p: { chatId: 'A', index: 0 } });
      const subs = '      ^------------------!';
      const expected = '  -----1-------------|';
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, { 1: count(1, 1) });
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });
});
