import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaitingReply } from '../../operators/index.ts';
import { type ChatMessage, compareMessages } from '../../src/model/index.ts';
import { message, messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  agent,
  ann,
  at,
  bob,
  bot,
  cid,
  emissionsOf,
  log,
  nothing,
  self,
  supervisor,
  timeless,
  waiting,
} from './awaitingReplyFixtures.ts';
import { redelivered } from './redelivered.ts';

describe('awaitingReply', () => {
  it('orders what waits as a transcript, whatever the order of arrival', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const early = at(3, ann, { sentAt: 2500, text: 'early' });
      const unknown = { ...timeless(3, ann), text: 'unknown' };
      const values = {
        a: log(at(3, ann)),
        b: log(at(5, ann), at(1, ann)),
        c: log(unknown),
        d: log(early),
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-z-w-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(3, ann)),
        y: waiting(at(1, ann), at(3, ann), at(5, ann)),
        z: waiting(at(1, ann), at(3, ann), unknown, at(5, ann)),
        w: waiting(at(1, ann), early, at(3, ann), unknown, at(5, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a late answer answers only what stands before it', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(2, ann), at(5, ann)),
        b: log(at(1, bob)),
        c: log(at(3, bob)),
        d: log(at(4, ann)),
        e: log(at(5, bob, { sentAt: 4900 })),
      };
      const source = hot('-a-b-c-d-e-|', values);
      const subs = '      ^----------!';
      const expected = '  -x---y-z-y-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(2, ann), at(5, ann)),
        y: waiting(at(5, ann)),
        z: waiting(at(4, ann), at(5, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a late message that stands before an answer does not wait', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { b: log(at(4, bob)), a: log(at(2, ann)), c: log(at(3, bob)), d: log(at(5, ann)) };
      const source = hot('-b-a-c-a-d-|', values);
      const subs = '      ^----------!';
      const expected = '  ---------x-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, { x: waiting(at(5, ann)) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('ignores duplicates, whatever their origin', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann), at(1, ann)),
        h: messageLog({ chatId: 'A', origin: 'history', messages: [at(1, ann)] }),
        b: log(at(2, bob)),
        c: log(at(3, ann)),
      };
      const source = hot('-a-a-h-b-b-h-c-b-|', values);
      const subs = '      ^----------------!';
      const expected = '  -x-----n-----y---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        n: nothing,
        y: waiting(at(3, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('ends with the same result for any order, splitting and repetition of the messages', () => {
    const keyOf = ({ index, type, from: author, text }: ChatMessage): string =>
      JSON.stringify([index, type, author.participantId, text]);
    const entries = fc.uniqueArray(
      fc
        .record({
          index: fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(2 ** 53 - 1)),
          type: fc.constantFrom('Text', 'Text', 'Text', 'Notice', 'TypingStarted', 'ParticipantLeft'),
          from: fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(ann, cid) },
            { weight: 1, arbitrary: fc.constantFrom(bob, agent, supervisor, bot) },
          ),
          text: fc.constantFrom('', 'a', 'psst'),
          sentAt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        })
        .map(({ sentAt, ...fields }) =>
          message({
            ...fields,
            visibility: fields.text === 'psst' ? 'Int' : 'All',
            ...(sentAt !== undefined && { sentAt }),
          }),
        ),
      { maxLength: 40, selector: (one) => keyOf(one) },
    );
    const isCustomer = ({ from: author }: ChatMessage): boolean => author === ann || author === cid;
    const isAnswer = ({ from: author, visibility }: ChatMessage): boolean =>
      [bob, agent, supervisor].includes(author) && visibility === 'All';
    let waited = 0;
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), redelivered(all))),
        ([all, logs]) => {
          const inOrder = [...all].sort(compareMessages);
          const written = inOrder.filter(({ type }) => type === 'Text');
          const answers = written.filter(isAnswer);
          const departures = inOrder.filter(({ type }) => type === 'ParticipantLeft');
          const expected = written.filter(
            (one) =>
              isCustomer(one) &&
              !answers.some(
                (answer) =>
                  compareMessages(one, answer) < 0 &&
                  (one.sentAt !== undefined || one.index !== answer.index),
              ) &&
              !departures.some((left) => compareMessages(one, left) < 0 && left.from === one.from),
          );
          const since = expected[0] && (expected[0].sentAt ?? log().receivedAt);
          const sorted = emissionsOf(inOrder.map((one) => log(one)));
          const otherwise = emissionsOf(logs.map((some) => log(...some)));
          for (const emitted of [sorted, otherwise]) {
            expect(emitted.at(-1) ?? nothing).toEqual({
              chatId: 'A',
              waiting: expected,
              ...(since !== undefined && { since }),
            });
            if (!written.some(isCustomer)) expect(emitted).toEqual([]);
            emitted.reduce((before, now) => {
              expect(now).not.toEqual(before);
              return now;
            }, nothing);
          }
          if (expected.length > 0) waited += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(waited).toBeGreaterThan(100);
  });
});
