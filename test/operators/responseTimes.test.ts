import fc from 'fast-check';
import { from, Subject } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AwaitingReplyOptions, responseTimes, type ResponseTime } from '../../operators/index.ts';
import { type ChatMessage, type ChatNotification, compareMessages } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  agent,
  ann,
  at,
  bob,
  bot,
  cid,
  fetched,
  inB,
  log,
  self,
  state,
  supervisor,
  timeless,
} from './awaitingReplyFixtures.ts';
import { redelivered } from './redelivered.ts';

function timesOf(notifications: readonly ChatNotification[]): ResponseTime[] {
  const all: ResponseTime[] = [];
  from(notifications)
    .pipe(responseTimes({ self }))
    .subscribe((time) => all.push(time));
  return all;
}
const live = (receivedAt: number, ...messages: ChatMessage[]): ChatNotification =>
  messageLog({ chatId: 'A', receivedAt, messages });
/** A wait in chat A. */
const time = (kind: ResponseTime['kind'], askedAt: number, answeredAt: number): ResponseTime => ({
  chatId: 'A',
  kind,
  customer: ann,
  askedAt,
  answeredAt,
  duration: answeredAt - askedAt,
});

describe('responseTimes', () => {
  it('emits a response time when an answer ends a wait, the first of the chat as first', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann), at(2, ann)),
        b: log(at(4, bob)),
        c: log(at(7, ann)),
        d: log(at(9, agent)),
      };
      const source = hot('-a-a-b-b-c-d-|', values);
      const subs = '      ^------------!';
      const expected = '  -----x-----y-|';
      expectObservable(source.pipe(responseTimes({ self }))).toBe(expected, {
        x: time('first', 1000, 4000),
        y: time('next', 7000, 9000),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([bob, agent, supervisor])('measures what awaitingReply takes as an answer: $type', (author) => {
    const whisper = at(2, author, { visibility: 'Int' });
    expect(timesOf([log(at(1, ann)), log(whisper), log(at(3, bot)), log(at(4, author))])).toEqual([
      time('first', 1000, 4000),
    ]);
  });

  it('emits nothing for an answer that nobody waits for', () => {
    expect(timesOf([log(at(1, agent)), log(at(2, ann)), log(at(3, agent)), log(at(4, agent))])).toEqual([
      time('first', 2000, 3000),
    ]);
  });

  it('names the customer who began to wait', () => {
    const customers = timesOf([log(at(1, cid), at(2, ann), at(3, bob), at(4, ann), at(5, cid), at(6, bob))]);
    expect(customers.map(({ customer }) => customer)).toEqual([cid, ann]);
  });

  it('emits nothing for a wait that a departure or the end of the chat ends', () => {
    for (const end of [log(at(2, ann, { type: 'ParticipantLeft' })), state('LeftChat'), state('Completed')]) {
      expect(timesOf([log(at(1, ann)), end, state('Chatting'), log(at(3, bob))])).toEqual([]);
      expect(timesOf([log(at(1, ann)), end, state('Chatting'), log(at(3, ann)), log(at(4, bob))])).toEqual([
        time('first', 3000, 4000),
      ]);
    }
  });

  it('separates chats', () => {
    const times = timesOf([log(at(1, ann)), inB(at(2, ann)), inB(at(3, bob)), log(at(4, bob))]);
    expect(times.map(({ chatId, kind, duration }) => [chatId, kind, duration])).toEqual([
      ['B', 'first', 1000],
      ['A', 'first', 3000],
    ]);
  });

  it('loses nothing of a re-entrant source', () => {
    const source = new Subject<ChatNotification>();
    const emitted: number[] = [];
    source.pipe(responseTimes({ self })).subscribe(({ duration }) => {
      emitted.push(duration);
      if (emitted.length === 1) source.next(log(at(12, ann), at(15, bob)));
    });
    source.next(log(at(1, ann), at(2, bob), at(5, ann), at(7, bob)));
    expect(emitted).toEqual([1000, 2000, 3000]);
  });

  it('an exception in self errors the subscriber', () => {
    const errors: unknown[] = [];
    from([log(at(1, ann), at(2, bob))])
      .pipe(
        responseTimes({
          self: () => {
            throw new Error('mine');
          },
        }),
      )
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([new Error('mine')]);
  });

  it.each([
    ['self', {}],
    ['self', { self: 'Bob' }],
    ['maxChats', { self, maxChats: 0 }],
  ])('throws a TypeError that names the invalid option: %s %j', (name, options) => {
    const call = (): unknown => responseTimes(options as unknown as AwaitingReplyOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`responseTimes: ${name} must be`);
    expect(() => responseTimes(null as unknown as AwaitingReplyOptions)).toThrow(
      'responseTimes: options must be an object',
    );
    expectTypeOf(responseTimes).parameters.toEqualTypeOf<[options: AwaitingReplyOptions]>();
  });
});

describe('late messages and responseTimes', () => {
  const answered = [log(at(3, ann)), log(at(6, bob))];

  it.each<[string, ChatMessage[]]>([
    ['both again', [at(3, ann), at(6, bob)]],
    ['an earlier question of the same wait', [at(2, ann)]],
    ['a later question of the same wait', [at(4, ann)]],
    ['an earlier answer', [at(4, agent)]],
    ['a later answer', [at(7, agent)]],
    ['a departure within the wait', [at(4, ann, { type: 'ParticipantLeft' })]],
    ['the same in whole seconds', [at(3, ann, { sentAt: 3001 }), at(6, bob, { sentAt: 6001 })]],
  ])('never emit a second time for the same wait: %s', (_, late) => {
    const times = [time('first', 3000, 6000)];
    expect(timesOf([...answered, fetched(9_000, ...late)])).toEqual(times);
    expect(timesOf([...answered, ...late.map((one) => log(one))])).toEqual(times);
    expect(timesOf([...answered, fetched(9_000, at(3, ann), ...late, at(6, bob))])).toEqual(times);
  });

  it('emits once if messages get a more precise time or another text', () => {
    const coarse = [log(timeless(3, ann)), log(timeless(6, bob))];
    expect(timesOf([...coarse, fetched(9_000, at(3, ann), at(6, bob))])).toHaveLength(1);
    const masked = at(3, ann, { text: '[card]' });
    const replacing = { ...fetched(9_000, masked), replaces: [at(3, ann)] };
    expect(timesOf([...answered, replacing])).toEqual([time('first', 3000, 6000)]);
    expect(timesOf([log(at(3, ann)), replacing, log(at(6, bob))])).toEqual([time('first', 3000, 6000)]);
  });

  it('emits the waits that a fetched log shows with their answers, once', () => {
    const history = fetched(90_000, at(1, ann), at(2, bob), at(3, ann), at(5, bob), at(6, ann));
    const times = [time('first', 1000, 2000), time('next', 3000, 5000), time('next', 6000, 8000)];
    expect(timesOf([history, history, log(at(8, bob)), history])).toEqual(times);
    expect(timesOf([state('Completed'), history])).toEqual(times.slice(0, 2));
  });

  it('emits earlier waits that become known later as next', () => {
    expect(timesOf([...answered, fetched(9_000, at(1, ann), at(2, bob))])).toEqual([
      time('first', 3000, 6000),
      time('next', 1000, 2000),
    ]);
  });

  it('emits the rest of a wait that a late answer and a late question divide', () => {
    const times = [time('first', 3000, 6000), time('next', 5000, 6000)];
    expect(timesOf([...answered, fetched(9_000, at(4, agent), at(5, ann))])).toEqual(times);
    expect(timesOf([...answered, log(at(4, agent)), log(at(5, ann))])).toEqual(times);
  });

  it('emits when a late answer ends the first part of a wait', () => {
    expect(timesOf([log(at(1, ann), at(3, ann)), log(at(2, bob)), log(at(7, bob))])).toEqual([
      time('first', 1000, 2000),
      time('next', 3000, 7000),
    ]);
  });

  it('measures the new waits of a reopened chat whose indices restart', () => {
    const reopened = [state('Completed'), state('Chatting')];
    const again = [at(1, ann, { sentAt: 21_000 }), at(2, bob, { sentAt: 24_000 })];
    const times = [time('first', 3000, 6000), time('next', 21_000, 24_000)];
    expect(timesOf([...answered, ...reopened, ...again.map((one) => log(one))])).toEqual(times);
    expect(timesOf([...answered, ...reopened, ...[...again].reverse().map((one) => log(one))])).toEqual(
      times,
    );
    expect(timesOf([...answered, ...reopened, log(...again), ...answered])).toEqual(times);
  });

  it('measures a new wait under the index of a question that was replaced before', () => {
    const masked = at(3, ann, { text: '[card]' });
    const replacing = { ...fetched(9_000, masked), replaces: [at(3, ann)] };
    const again = [at(3, ann, { sentAt: 21_000 }), at(4, bob, { sentAt: 24_000 })];
    expect(
      timesOf([
        ...answered,
        replacing,
        state('Completed'),
        state('Chatting'),
        ...again.map((one) => log(one)),
      ]),
    ).toEqual([time('first', 3000, 6000), time('next', 21_000, 24_000)]);
  });

  it('any order, splitting and repetition emits no question twice', () => {
    const entries = fc.uniqueArray(
      fc
        .record({
          index: fc.integer({ min: 1, max: 25 }),
          author: fc.constantFrom(ann, cid, bob, agent),
          type: fc.constantFrom('Text', 'Text', 'Text', 'ParticipantLeft'),
        })
        .map(({ index, author, type }) => at(index, author, { type })),
      { maxLength: 30, selector: (one) => `${one.index} ${one.from.participantId} ${one.type}` },
    );
    let emitted = 0;
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), redelivered(all))),
        ([all, logs]) => {
          const times = timesOf(logs.map((some) => log(...some)));
          const questions = times.map(({ askedAt, customer }) => `${askedAt} ${customer.nickname}`);
          expect(new Set(questions).size).toBe(questions.length);
          expect(times.filter(({ kind }) => kind === 'first')).toHaveLength(Math.min(1, times.length));
          expect(times.every(({ duration }) => duration >= 0)).toBe(true);
          const inOrder = [...all].sort(compareMessages);
          expect(timesOf([fetched(90_000, ...inOrder)])).toEqual(timesOf(inOrder.map((one) => log(one))));
          if (times.length > 0) emitted += 1;
        },
      ),
      { numRuns: 300 },
    );
    expect(emitted).toBeGreaterThan(100);
  });
});

describe('the clock of responseTimes', () => {
  it('is the server if both messages have a time, whenever they were received', () => {
    expect(timesOf([live(50_000, at(1, ann)), live(99_000, at(3, bob))])).toEqual([
      time('first', 1000, 3000),
    ]);
  });

  it('is the local one if a live message has no time', () => {
    const times = [time('first', 50_000, 53_000)];
    expect(timesOf([live(50_000, timeless(1, ann)), live(53_000, timeless(3, bob))])).toEqual(times);
    expect(timesOf([live(50_000, at(1, ann)), live(53_000, timeless(3, bob))])).toEqual(times);
    expect(timesOf([live(50_000, timeless(1, ann)), live(53_000, at(3, bob))])).toEqual(times);
  });

  it('estimates by the smallest offset if one message is fetched and the other is live without a time', () => {
    // The server's clock is 40 s behind; the fastest live message took 20 ms.
    const offset = [live(43_020, at(3, bot)), live(44_500, at(4, bot))];
    expect(timesOf([...offset, fetched(45_000, at(1, ann)), live(49_020, timeless(6, bob))])).toEqual([
      time('first', 41_020, 49_020),
    ]);
    expect(
      timesOf([live(44_000, timeless(3, ann)), live(46_020, at(6, bot)), fetched(48_000, at(5, bob))]),
    ).toEqual([time('first', 44_000, 45_020)]);
  });

  it('takes the nearest earlier timed entry for a fetched question without a time', () => {
    expect(timesOf([fetched(90_000, at(1, bot), timeless(2, ann), at(5, bob))])).toEqual([
      time('first', 1000, 5000),
    ]);
  });

  it('emits nothing if the beginning or the end is unknown', () => {
    expect(timesOf([fetched(90_000, timeless(2, ann), at(5, bob))])).toEqual([]);
    expect(timesOf([fetched(90_000, at(2, ann), timeless(5, bob))])).toEqual([]);
    expect(timesOf([fetched(90_000, timeless(2, ann)), live(91_000, timeless(5, bob))])).toEqual([]);
    const entered = state('Chatting', { receivedDate: '1970-01-01T00:00:01Z' });
    expect(timesOf([entered, fetched(90_000, timeless(2, ann)), live(91_000, timeless(5, bob))])).toEqual([]);
    expect(timesOf([entered, fetched(90_000, timeless(2, ann)), live(91_000, at(5, bob))])).toEqual([
      time('first', 1000, 5000),
    ]);
  });

  it('never gives a negative duration', () => {
    expect(timesOf([log(at(1, ann, { sentAt: 3_601_000 })), log(at(2, bob))])).toMatchObject([
      { duration: 0 },
    ]);
  });
});
