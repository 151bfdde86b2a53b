import fc from 'fast-check';
import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type AwaitedReply,
  awaitingReply,
  type AwaitingReplyOptions,
  byNickname,
  filterByChat,
} from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
  type Participant,
} from '../../src/model/index.ts';
import { compareMessages } from '../../src/state/messageOrder.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const cid = participant({ participantId: '2', nickname: 'Cid', type: 'Client' });
/** Oneself, whom nothing but the nickname tells. */
const bob = participant({ participantId: '3', nickname: 'Bob', type: 'Unheard' });
const agent = participant({ participantId: '4', nickname: 'Eve', type: 'Agent' });
const supervisor = participant({ participantId: '5', nickname: 'Sue', type: 'Supervisor' });
const bot = participant({ participantId: '6', nickname: 'Bot', type: 'External' });
const self = byNickname('Bob');

/** A message sent at 1000 times its index, unless told otherwise. */
const at = (index: number, author: Participant, told: Partial<ChatMessage> = {}): ChatMessage =>
  message({ index, from: author, text: `${index} of ${author.nickname}`, sentAt: index * 1000, ...told });
/** A message without a time. */
const timeless = (index: number, author: Participant): ChatMessage => {
  const { sentAt: _, ...rest } = at(index, author);
  return rest;
};
const log = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'A', messages });
const inB = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'B', messages });
const state = (status: string): ChatNotification => chatStateChange({ chat: { id: 'A', state: status } });

/** What waits in chat A since the first of the messages was sent. */
const waiting = (...messages: ChatMessage[]): AwaitedReply => {
  const since = messages[0]?.sentAt;
  return { chatId: 'A', waiting: messages, ...(since !== undefined && { since }) };
};
const nothing = waiting();

describe('awaitingReply', () => {
  it('[AR1] tells that the customer has spoken last, since when, and what', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), b: log(at(2, ann), at(3, ann)), c: log(at(4, bob)) };
      const source = hot('-a-b-c-a-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-n---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: { chatId: 'A', since: 1000, waiting: [at(1, ann)] },
        y: { chatId: 'A', since: 1000, waiting: [at(1, ann), at(2, ann), at(3, ann)] },
        n: { chatId: 'A', waiting: [] },
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR2] a customer is a Customer or a Client; nobody of another type waits', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const stranger = participant({ participantId: '7', nickname: 'Zoe', type: 'Unheard' });
      const values = { a: log(at(1, ann)), b: log(at(2, cid)), z: log(at(3, stranger)) };
      const source = hot('-a-b-z-|', values);
      const subs = '      ^------!';
      const expected = '  -x-y---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(2, cid)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR3] since is when the first that is not answered was sent, or its notification received', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: messageLog({ chatId: 'A', receivedAt: 500, messages: [timeless(2, ann)] }),
        b: messageLog({ chatId: 'A', receivedAt: 9500, messages: [timeless(2, ann), at(3, ann)] }),
        c: messageLog({ chatId: 'A', receivedAt: 9600, messages: [at(1, ann)] }),
        d: log(at(1, bob), at(2, bob)),
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-z-w-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: { chatId: 'A', since: 500, waiting: [timeless(2, ann)] },
        y: { chatId: 'A', since: 500, waiting: [timeless(2, ann), at(3, ann)] },
        z: { chatId: 'A', since: 1000, waiting: [at(1, ann), timeless(2, ann), at(3, ann)] },
        w: { chatId: 'A', since: 500, waiting: [timeless(2, ann), at(3, ann)] },
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['oneself', bob],
    ['an agent', agent],
    ['a supervisor', supervisor],
  ])('[AR4] an answer is what %s writes for everybody to see', (_, author) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const { visibility: __, ...untold } = at(4, author);
      const values = {
        a: log(at(1, ann)),
        b: log(at(2, author)),
        c: log(at(3, ann)),
        d: { ...log(), messages: [untold] },
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-n-y-n-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(3, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['oneself', bob],
    ['an agent', agent],
    ['a supervisor', supervisor],
  ])('[AR5] a whisper is no answer: %s', (_, author) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann)),
        i: log(at(2, author, { visibility: 'Int' })),
        v: log(at(3, author, { visibility: 'Vip' })),
        b: log(at(4, ann)),
      };
      const source = hot('-a-i-v-b-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-----y-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(4, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR6] what is External neither waits nor answers', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { b: log(at(1, bot)), a: log(at(2, ann)), c: log(at(3, bot)), d: log(at(4, ann)) };
      const source = hot('-b-a-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  ---x---y-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(2, ann)),
        y: waiting(at(2, ann), at(4, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR7] notices of typing and joining neither wait nor answer; URLs and notices that a person wrote do', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        j: log(at(1, ann, { type: 'ParticipantJoined' }), at(2, ann, { type: 'TypingStarted' })),
        p: log(at(3, ann, { type: 'PushUrl' })),
        t: log(at(4, bob, { type: 'TypingStarted' }), at(5, agent, { type: 'ParticipantJoined' })),
        q: log(at(6, bob, { type: 'Notice' })),
        r: log(at(7, ann, { type: 'CustomNotice' })),
        l: log(at(8, ann, { type: 'ParticipantLeft' }), at(9, agent, { type: 'TypingStopped' })),
      };
      const source = hot('-j-p-t-q-r-l-|', values);
      const subs = '      ^------------!';
      const expected = '  ---x---n-y---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(3, ann, { type: 'PushUrl' })),
        n: nothing,
        y: waiting(at(7, ann, { type: 'CustomNotice' })),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR8] what waits is ordered as a transcript is, however it arrives', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const early = at(3, ann, { sentAt: 2500 });
      const values = {
        a: log(at(3, ann)),
        b: log(at(5, ann), at(1, ann)),
        c: log(timeless(3, ann)),
        d: log(early),
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-z-w-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(3, ann)),
        y: waiting(at(1, ann), at(3, ann), at(5, ann)),
        z: waiting(at(1, ann), at(3, ann), timeless(3, ann), at(5, ann)),
        w: waiting(at(1, ann), early, at(3, ann), timeless(3, ann), at(5, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR9] an answer that comes late answers what stands before it alone', () => {
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

  it('[AR10] what comes late and stands before an answer does not wait', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { b: log(at(4, bob)), a: log(at(2, ann)), c: log(at(3, bob)), d: log(at(5, ann)) };
      const source = hot('-b-a-c-a-d-|', values);
      const subs = '      ^----------!';
      const expected = '  ---------x-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, { x: waiting(at(5, ann)) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR11] told twice is told once, whatever the origin', () => {
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

  it('[AR12] a final state clears, and nothing waits in a chat that has ended', () => {
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
      const told = { x: waiting(at(1, ann)), n: nothing };
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, told);
      expectObservable(failing.pipe(awaitingReply({ self }))).toBe(expected, told);
      expectObservable(fromEnd.pipe(awaitingReply({ self }))).toBe('---------|');
      for (const { subscriptions } of [source, failing, fromEnd])
        expectSubscriptions(subscriptions).toBe(subs);
    });
  });

  it('[AR13] isFinal says which states end a chat', () => {
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

  it('[AR14] tells nothing while what waits is the same, nor that nothing does at first', () => {
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

  it('[AR15] tells nothing if the same waits after a notification as before, whatever it says between', () => {
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

  it('[AR16] each chat is on its own', () => {
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

  it('[AR17] self is asked for the author and the chat; agents answer though it matches nobody', () => {
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
      const told = {
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
      expectObservable(inBAlone).toBe(mine, told);
      expectObservable(source.pipe(awaitingReply({ self: byNickname('Nobody') }))).toBe(nobody, told);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('[AR18] a self that throws errors that subscriber and no other', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', { a: log(at(1, ann)), b: log(at(2, bob)) });
      const subs = '      ^----!';
      const failed = '    ^!';
      const expected = '  -x-n-|';
      const failing = awaitingReply({
        self: () => {
          throw new Error('mine');
        },
      });
      expectObservable(source.pipe(failing)).toBe('-#', undefined, new Error('mine'));
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe([failed, subs]);
    });
  });

  it('[AR19] any order, splitting and repetition of the same messages ends with the same waiting', () => {
    const entries = fc.array(
      fc
        .record({
          index: fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(2 ** 53 - 1)),
          type: fc.constantFrom('Text', 'Text', 'Notice', 'TypingStarted'),
          from: fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(ann, cid) },
            { weight: 1, arbitrary: fc.constantFrom(bob, agent, supervisor, bot) },
          ),
          text: fc.constantFrom('', 'a', 'psst'),
          sentAt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        })
        .map(({ sentAt, ...told }) =>
          message({
            ...told,
            visibility: told.text === 'psst' ? 'Int' : 'All',
            ...(sentAt !== undefined && { sentAt }),
          }),
        ),
      { maxLength: 40 },
    );
    let waited = 0;
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), retold(all))),
        ([all, telling]) => {
          const inOrder = [...all].sort(compareMessages);
          const written = inOrder.filter(({ type }) => type !== 'TypingStarted');
          const answered = written
            .map(
              ({ from: { type }, text }) =>
                !['Customer', 'Client', 'External'].includes(type) && text !== 'psst',
            )
            .lastIndexOf(true);
          const distinct = new Map(written.slice(answered + 1).map((one) => [JSON.stringify(one), one]));
          const expected = [...distinct.values()].filter(({ from: author }) => [ann, cid].includes(author));
          const since = expected[0] && (expected[0].sentAt ?? log().receivedAt);
          const sorted = toldOf(inOrder.map((one) => log(one)));
          const otherwise = toldOf(telling.map((some) => log(...some)));
          const nobodyAsked = !written.some(({ from: author }) => author === ann || author === cid);
          for (const told of [sorted, otherwise]) {
            expect(told.at(-1) ?? nothing).toEqual({
              chatId: 'A',
              waiting: expected,
              ...(since !== undefined && { since }),
            });
            if (nobodyAsked) expect(told).toEqual([]);
            told.reduce((before, now) => {
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
  ])('[AR20] throws a TypeError that names the option: %s %j', (name, options) => {
    const call = (): unknown => awaitingReply(options as unknown as AwaitingReplyOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`awaitingReply: ${name} must be`);
  });

  it.each([undefined, null, 5, 'Bob', [self], self])(
    '[AR21] throws a TypeError if the options are no object: %s',
    (options) => {
      const call = (): unknown => awaitingReply(options as unknown as AwaitingReplyOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('awaitingReply: options must be an object');
    },
  );

  it('[AR22] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), b: log(at(2, ann)), c: log(at(3, bob)) };
      const told = {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(2, ann)),
        z: waiting(at(2, ann)),
        n: nothing,
      };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const failed = '      -x-#';
      const source = hot('  -a-b-c-|', values);
      const first = '       ^---!';
      const toFirst = '     -x-y-';
      const second = '      --^-----!';
      const toSecond = '    ---z-n-|';
      const subsSecond = '  --^----!';
      const two = '         ^--!';
      const toTwo = '       -x-(y|)';
      const twice = source.pipe(awaitingReply({ self }));
      expectObservable(empty.pipe(awaitingReply({ self }))).toBe('|');
      expectObservable(never.pipe(awaitingReply({ self }))).toBe('-');
      expectObservable(failing.pipe(awaitingReply({ self }))).toBe(failed, told);
      expectObservable(twice, first).toBe(toFirst, told);
      expectObservable(twice, second).toBe(toSecond, told);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, told);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, subsSecond]);
    });
  });

  it('[AR23] a re-entrant source and a synchronous one lose nothing', () => {
    const source = new Subject<ChatNotification>();
    const seen: number[] = [];
    source.pipe(awaitingReply({ self })).subscribe(({ waiting: { length } }) => {
      seen.push(length);
      if (length === 1) source.next(log(at(2, ann)));
      if (length === 2) source.next(log(at(3, bob)));
    });
    source.next(log(at(1, ann)));
    source.next(log(at(2, ann)));
    expect(seen).toEqual([1, 2, 0]);
    const direct: (number | string)[] = [];
    of(log(at(1, ann)), log(at(2, ann)), log(at(3, bob)))
      .pipe(
        awaitingReply({ self }),
        map(({ waiting: { length } }) => length),
      )
      .subscribe({ next: (length) => direct.push(length), complete: () => direct.push('complete') });
    expect(direct).toEqual([1, 2, 0, 'complete']);
  });

  it('[AR24] what was told does not change when more comes', () => {
    const told = toldOf([log(at(2, ann)), log(at(1, ann)), log(at(1, bob)), log(at(3, bob))]);
    expect(told).toStrictEqual([
      waiting(at(2, ann)),
      waiting(at(1, ann), at(2, ann)),
      waiting(at(2, ann)),
      { chatId: 'A', waiting: [] },
    ]);
  });

  it('[AR25] inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(at(1, ann)));
    const awaited = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      awaitingReply({
        self: (author, chatId) => {
          expectTypeOf(author).toEqualTypeOf<Participant>();
          expectTypeOf(chatId).toEqualTypeOf<string>();
          return false;
        },
      }),
    );
    expectTypeOf(awaited).toEqualTypeOf<Observable<AwaitedReply>>();
    expectTypeOf(awaitingReply).parameters.toEqualTypeOf<[options: AwaitingReplyOptions]>();
    const all: AwaitedReply[] = [];
    awaited.subscribe((told) => all.push(told));
    expect(all).toEqual([waiting(at(1, ann))]);
  });
});

function toldOf(notifications: readonly ChatNotification[]): AwaitedReply[] {
  const all: AwaitedReply[] = [];
  from(notifications)
    .pipe(awaitingReply({ self }))
    .subscribe((told) => all.push(told));
  return all;
}

/** The same messages in another order, some of them told again, in notifications of any size. */
function retold<T>(all: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all]),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { minLength: 80, maxLength: 80 }),
    )
    .map(([shuffled, again, random]) => {
      const told = [...shuffled];
      again.forEach((one, turn) => told.splice((random[turn]?.[0] ?? 0) % (told.length + 1), 0, one));
      const notifications = random.map(([, size]) => told.splice(0, size));
      return [...notifications, told];
    });
}
