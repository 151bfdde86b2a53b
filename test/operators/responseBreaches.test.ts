import fc from 'fast-check';
import { concatMap, delay, from, map, NEVER, of, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type AwaitedReply,
  awaitingReply,
  type ResponseBreach,
  responseBreaches,
  type ResponseBreachesOptions,
} from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, Origin } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { agent, ann, at, bob, bot, cid, self, state, timeless } from './awaitingReplyFixtures.ts';

const log = (receivedAt: number, ...messages: ChatMessage[]): ChatNotification =>
  messageLog({ chatId: 'A', receivedAt, messages });
const fetched = (receivedAt: number, ...messages: ChatMessage[]): ChatNotification =>
  messageLog({ chatId: 'A', receivedAt, messages, origin: 'history' });
const stateAt = (receivedAt: number, status: string): ChatNotification => ({ ...state(status), receivedAt });

/** What a live stream gives that goes on until an instant: each notification arrives when it was received. */
function breachesOf(
  notifications: readonly ChatNotification[],
  until: number,
  after = 10_000,
): ResponseBreach[] {
  const all: ResponseBreach[] = [];
  const scheduler = new VirtualTimeScheduler(undefined, until);
  from(notifications)
    .pipe(
      concatMap((one) => of(one).pipe(delay(Math.max(0, one.receivedAt - scheduler.now()), scheduler))),
      responseBreaches({ self, after, scheduler }),
    )
    .subscribe((breach) => all.push(breach));
  scheduler.flush();
  return all;
}
/** What a replay gives in no time, up to the last notification. */
function replayed(notifications: readonly ChatNotification[], after = 10_000): ResponseBreach[] {
  const all: ResponseBreach[] = [];
  from(notifications)
    .pipe(responseBreaches({ self, after, scheduler: new VirtualTimeScheduler() }))
    .subscribe((breach) => all.push(breach));
  return all;
}
const end = (receivedAt: number): ChatNotification => ({
  ...messageLog({ chatId: 'Z', messages: [] }),
  receivedAt,
});
const breach = (breachedAt: number, ...waiting: ChatMessage[]): ResponseBreach => ({
  chatId: 'A',
  customer: waiting[0]?.from ?? ann,
  ...(waiting[0]?.sentAt !== undefined && { since: waiting[0].sentAt }),
  breachedAt,
  waiting,
});

describe('responseBreaches', () => {
  it('emits once when a customer has waited for after milliseconds, though more is written', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(1, at(1, ann)),
        b: log(3, at(2, ann)),
        c: log(14, at(3, ann)),
        d: log(16, at(4, bob)),
      };
      const source = hot('-a-b 10ms c-d 20ms |', values);
      const subs = '      ^------------------------------------!';
      const expected = '  -----------x-------------------------|';
      expectObservable(source.pipe(responseBreaches({ self, after: 10 }))).toBe(expected, {
        x: breach(11, at(1, ann), at(2, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('emits again for the next wait', () => {
    const notifications = [log(1_000, at(1, ann)), log(20_000, at(2, bob)), log(30_000, at(3, ann))];
    expect(breachesOf([...notifications, end(90_000)], 90_000)).toEqual([
      breach(11_000, at(1, ann)),
      breach(40_000, at(3, ann)),
    ]);
  });

  it.each<[string, ChatNotification]>([
    ['an answer', log(10_999, at(2, bob))],
    ['a departure', log(10_999, at(2, ann, { type: 'ParticipantLeft' }))],
    ['the state LeftChat', stateAt(10_999, 'LeftChat')],
    ['the end of the chat', stateAt(10_999, 'Completed')],
  ])('%s before that cancels it', (_, cancelling) => {
    const notifications = [log(1_000, at(1, ann)), cancelling, end(90_000)];
    expect(breachesOf(notifications, 90_000)).toEqual([]);
    expect(replayed(notifications)).toEqual([]);
    const late = { ...cancelling, receivedAt: 11_000 };
    expect(replayed([log(1_000, at(1, ann)), late])).toEqual([breach(11_000, at(1, ann))]);
  });

  it('a message of a bot or a message that the customer cannot see cancels nothing', () => {
    const ignored = [log(2_000, at(2, bot)), log(3_000, at(3, agent, { visibility: 'Agents' }))];
    expect(replayed([log(1_000, at(1, ann)), ...ignored, end(11_000)])).toEqual([breach(11_000, at(1, ann))]);
  });

  it('the wait of another customer goes on when the first one leaves', () => {
    const left = log(4_000, at(3, ann, { type: 'ParticipantLeft' }));
    expect(replayed([log(1_000, at(1, ann)), log(3_000, at(2, cid)), left, end(90_000)])).toEqual([
      breach(13_000, at(2, cid)),
    ]);
  });

  it('does not emit again for a wait whose messages get another time, text or epoch, or that a late answer divides', () => {
    const start = [log(1_000, timeless(1, ann), timeless(3, ann)), end(11_000)];
    const masked = at(1, ann, { text: '[card]' });
    const again = [
      fetched(12_000, at(1, ann), at(3, ann)),
      { ...messageLog({ chatId: 'A', messages: [masked] }), receivedAt: 13_000, replaces: [at(1, ann)] },
      log(14_000, at(2, bob)),
    ];
    expect(replayed([...start, ...again, end(90_000)])).toHaveLength(1);
  });

  it('emits at once for a wait that is too long when the history arrives', () => {
    const history = fetched(60_000, at(1, ann), at(5, ann), at(14, bot));
    expect(replayed([history])).toEqual([breach(57_000, at(1, ann), at(5, ann))]);
    expect(breachesOf([history, end(90_000)], 60_000)).toEqual([breach(57_000, at(1, ann), at(5, ann))]);
  });

  it('estimates when a fetched wait began by the smallest offset of the clocks in the chat', () => {
    const history = fetched(60_000, at(1, ann), at(5, bot)); // at least 4 s of the wait are over
    expect(replayed([history, end(65_999)])).toEqual([]);
    expect(replayed([history, end(66_000)])).toEqual([breach(66_000, at(1, ann))]);
    const later = log(61_000, at(8, bot)); // the clock of the server is at most 53 s behind
    expect(replayed([history, later, end(64_000)])).toEqual([breach(64_000, at(1, ann))]);
    const before = log(50_000, at(0, bot)); // 50 s: the wait began at 51 s
    expect(replayed([before, history, end(90_000)])).toEqual([breach(61_000, at(1, ann))]);
  });

  it('counts from the earlier entries for a fetched message without a time, else from its arrival', () => {
    const unknown = timeless(2, ann);
    expect(replayed([fetched(60_000, at(1, bot), unknown, at(5, bot)), end(90_000)])).toEqual([
      { ...breach(66_000, unknown), since: 1000 },
    ]);
    expect(replayed([fetched(60_000, unknown), end(69_999)])).toEqual([]);
    expect(replayed([fetched(60_000, unknown), end(70_000)])).toEqual([breach(70_000, unknown)]);
  });

  it('counts from receipt for a live message, and from the newest entry in a log of several', () => {
    expect(replayed([log(60_000, timeless(1, ann)), end(70_000)])).toEqual([
      { ...breach(70_000, timeless(1, ann)), since: 60_000 },
    ]);
    // GWS sends a chat's history as a live log after `Accept`.
    const accepted = log(60_000, at(1, ann), at(4, bot));
    expect(replayed([accepted, end(66_999)])).toEqual([]);
    expect(replayed([accepted, end(67_000)])).toEqual([breach(67_000, at(1, ann))]);
  });

  it('after a reopening only a new wait counts', () => {
    const reopened = [log(1_000, at(1, ann)), stateAt(2_000, 'Completed'), stateAt(3_000, 'Chatting')];
    expect(replayed([...reopened, end(90_000)])).toEqual([]);
    const question = at(1, ann, { sentAt: 20_000, text: 'Hello again' });
    expect(replayed([...reopened, log(20_000, question), end(90_000)])).toEqual([
      breach(30_000, { ...question, epoch: 2 }),
    ]);
  });

  it('emits the breaches of several chats in the order of their instants, before what is due later', () => {
    const inChat = (chatId: string, receivedAt: number, origin: Origin = 'live'): ChatNotification =>
      messageLog({ chatId, receivedAt, origin, messages: [at(1, ann)] });
    const notifications = [inChat('A', 2_000), inChat('B', 1_000), inChat('C', 5_000), end(12_000)];
    expect(replayed(notifications).map(({ chatId, breachedAt }) => [chatId, breachedAt])).toEqual([
      ['B', 11_000],
      ['A', 12_000],
    ]);
  });

  it('is what awaitingReply shows at that instant', () => {
    const notifications = [log(1_000, at(1, ann)), log(4_000, at(2, cid)), end(11_000)];
    const replies: AwaitedReply[] = [];
    from(notifications)
      .pipe(awaitingReply({ self }))
      .subscribe((reply) => replies.push(reply));
    const [{ customer, breachedAt, ...reply } = breach(0)] = replayed(notifications);
    expect(reply).toEqual(replies.at(-1));
    expect([customer, breachedAt]).toEqual([ann, 11_000]);
  });

  it('after 0 ms every message of a customer is a breach; after Infinity none is', () => {
    const notifications = [
      log(1_000, at(1, ann)),
      log(1_000, at(2, bob)),
      log(1_000, at(3, ann)),
      end(90_000),
    ];
    expect(replayed(notifications, 0).map(({ breachedAt }) => breachedAt)).toEqual([1_000, 1_000]);
    expect(replayed(notifications, Infinity)).toEqual([]);
  });

  it('a replay at once gives the emissions of the live stream', () => {
    const steps = fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 8_000 }),
        index: fc.integer({ min: 1, max: 30 }),
        author: fc.constantFrom(ann, ann, cid, bob, agent, bot),
        type: fc.constantFrom('Text', 'Text', 'Text', 'ParticipantLeft'),
        isTimed: fc.boolean(),
        origin: fc.constantFrom<Origin>('live', 'live', 'history'),
        status: fc.constantFrom(undefined, undefined, undefined, undefined, 'Completed', 'Chatting'),
      }),
      { maxLength: 25 },
    );
    let emitted = 0;
    fc.assert(
      fc.property(steps, (all) => {
        let receivedAt = 100_000;
        const notifications = all.map(({ wait, index, author, type, isTimed, origin, status }) => {
          receivedAt += wait;
          const message = (isTimed ? at : timeless)(index, author);
          return status === undefined
            ? messageLog({ chatId: 'A', receivedAt, origin, messages: [{ ...message, type }] })
            : stateAt(receivedAt, status);
        });
        const whole = [...notifications, end(receivedAt + 50_000)];
        const live = breachesOf(whole, receivedAt + 50_000);
        expect(replayed(whole)).toEqual(live);
        if (live.length > 0) emitted += 1;
      }),
      { numRuns: 300 },
    );
    expect(emitted).toBeGreaterThan(50);
  });

  it('releases its timer on unsubscription and on completion, and never ends by itself', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    const subscription = source
      .pipe(responseBreaches({ self, after: 10, scheduler }))
      .subscribe((value) => emitted.push(value));
    source.next(log(0, at(1, ann)));
    subscription.unsubscribe();
    of(log(0, at(1, ann)))
      .pipe(responseBreaches({ self, after: 10, scheduler }))
      .subscribe((value) => emitted.push(value));
    scheduler.flush();
    expect(emitted).toEqual([]);
    marbles(({ expectObservable }) => {
      expectObservable(NEVER.pipe(responseBreaches({ self, after: 10 }))).toBe('-');
      expectObservable(
        of(end(1)).pipe(
          map((one) => one),
          responseBreaches({ self, after: 10 }),
        ),
      ).toBe('|');
    });
  });

  it('loses nothing of a re-entrant source', () => {
    const source = new Subject<ChatNotification>();
    const emitted: number[] = [];
    source.pipe(responseBreaches({ self, after: 10_000 })).subscribe(({ breachedAt }) => {
      emitted.push(breachedAt);
      if (emitted.length === 1) {
        source.next(log(30_000, at(5, bob)));
        source.next(log(40_000, at(6, ann)));
        source.next(end(50_000));
      }
    });
    source.next(fetched(20_000, at(1, ann), at(12, bot)));
    expect(emitted).toEqual([19_000, 50_000]);
  });

  it.each([
    ['self', { after: 10 }],
    ['after', { self }],
    ['after', { self, after: -1 }],
    ['after', { self, after: NaN }],
    ['after', { self, after: '10' }],
    ['retainEnded', { self, after: 10, retainEnded: -1 }],
  ])('throws a TypeError that names the invalid option: %s %j', (name, options) => {
    const call = (): unknown => responseBreaches(options as unknown as ResponseBreachesOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`responseBreaches: ${name} must be`);
    expect(() => responseBreaches(undefined as unknown as ResponseBreachesOptions)).toThrow(
      'responseBreaches: options must be an object',
    );
    expectTypeOf(responseBreaches).parameters.toEqualTypeOf<[options: ResponseBreachesOptions]>();
  });
});
