import { filter, from, map, type Observable, of, Subject, take, toArray } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ChatMessagesOptions,
  chatMessages,
  filterByChat,
  type MessageOfChat,
} from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
  type MessageType,
  type Origin,
  type Visibility,
} from '../../src/model/index.ts';
import { chatStateChange, message, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const hello = message({ index: 1, text: 'Hello' });
const typing = message({ index: 2, type: 'TypingStarted', visibility: 'Int' });
const secret = message({ index: 3, text: 'Psst', visibility: 'Vip' });
const { visibility, ...open } = message({ index: 4, text: 'Anybody?' });

/** Messages as they are: the builder would give each a visibility. */
const log = (
  chatId: string,
  messages: readonly ChatMessage[],
  origin: Origin = 'live',
): MessageLogUpdate => ({ ...messageLog({ chatId, origin }), messages });

const a = log('A', [hello]);
const b = log('A', [hello, typing, secret, open]);
const c = log('A', [open, hello], 'history');
const q = log('B', [secret], 'snapshot');
const o = log('A', []);
const s = chatStateChange({ chat: { id: 'A' } });
const e = operationError({ chat: { id: 'A' } });
const n = operationError();
const all = { a, b, c, q, o, s, e, n };

const live = { chatId: 'A', origin: 'live' } as const;
const history = { chatId: 'A', origin: 'history' } as const;
const messages = {
  h: { ...hello, ...live },
  t: { ...typing, ...live },
  s: { ...secret, ...live },
  o: { ...open, ...live },
  H: { ...hello, ...history },
  O: { ...open, ...history },
  S: { ...secret, chatId: 'B', origin: 'snapshot' },
} satisfies Record<string, MessageOfChat>;

describe('chatMessages', () => {
  it('[CM1] tells the messages one by one, in order, with the chat and the origin of each', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-----q-c---|', all);
      const subs = '      ^--------------!';
      const expected = '  -h-(htso)S-(OH)|';
      expectObservable(source.pipe(chatMessages())).toBe(expected, messages);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('keeps all fields of a message, and changes none', () => {
    const frozen = Object.freeze({ ...hello, sentAt: 5, userData: { tier: 1 }, mood: 'good' });
    const seen: MessageOfChat[] = [];
    of(Object.freeze(log('A', Object.freeze([frozen]))))
      .pipe(chatMessages({ types: 'Text' }))
      .subscribe((one) => seen.push(one));
    expect(seen).toStrictEqual([{ ...frozen, chatId: 'A', origin: 'live' }]);
    expect(Object.keys(frozen)).not.toContain('chatId');
  });

  it('other kinds and empty logs bring none', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-e-n-o-a-|', all);
      const subs = '      ^----------!';
      const expected = '  ---------h-|';
      expectObservable(source.pipe(chatMessages())).toBe(expected, messages);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('types chooses by type: one or several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-----|', all);
      const subs = '      ^------!';
      const text = '      -(hso)-|';
      const typed = '     -t-----|';
      const both = '      -(htso)|';
      const neither = '   -------|';
      const several = chatMessages({ types: ['TypingStarted', 'Text'] });
      expectObservable(source.pipe(chatMessages({ types: 'Text' }))).toBe(text, messages);
      expectObservable(source.pipe(chatMessages({ types: ['Text'] }))).toBe(text, messages);
      expectObservable(source.pipe(chatMessages({ types: 'TypingStarted' }))).toBe(typed, messages);
      expectObservable(source.pipe(several)).toBe(both, messages);
      expectObservable(source.pipe(chatMessages({ types: 'Tex' }))).toBe(neither, messages);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs, subs, subs]);
    });
  });

  it('visibility chooses by visibility: one or several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b---|', all);
      const subs = '      ^----!';
      const everybody = ' -h---|';
      const agents = '    -(ht)|';
      const neither = '   -----|';
      const several = chatMessages({ visibility: ['Int', 'All'] });
      expectObservable(source.pipe(chatMessages({ visibility: 'All' }))).toBe(everybody, messages);
      expectObservable(source.pipe(chatMessages({ visibility: ['All'] }))).toBe(everybody, messages);
      expectObservable(source.pipe(several)).toBe(agents, messages);
      expectObservable(source.pipe(chatMessages({ visibility: 'Al' }))).toBe(neither, messages);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs, subs]);
    });
  });

  it('a message that tells no visibility passes only if none is asked for', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -c---|', all);
      const subs = '       ^----!';
      const notAsked = '   -(OH)|';
      const asked = '      -H---|';
      const everyOne = chatMessages({ visibility: ['All', 'Int', 'Vip', 'undefined', ''] });
      expectObservable(source.pipe(chatMessages())).toBe(notAsked, messages);
      expectObservable(source.pipe(chatMessages({ types: 'Text' }))).toBe(notAsked, messages);
      expectObservable(source.pipe(chatMessages({ visibility: 'All' }))).toBe(asked, messages);
      expectObservable(source.pipe(everyOne)).toBe(asked, messages);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs, subs]);
    });
  });

  it('of both options both must hold', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b---|', all);
      const subs = '      ^----!';
      const expected = '  -(hs)|';
      const options: ChatMessagesOptions = { types: 'Text', visibility: ['All', 'Int', 'Vip'] };
      expectObservable(source.pipe(chatMessages(options))).toBe(expected, messages);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['options', null],
    ['options', ['Text']],
    ['options', 'Text'],
    ['types', { types: 5 }],
    ['types', { types: null }],
    ['types', { types: {} }],
    ['types', { types: ['Text', 5] }],
    ['types', { types: new Set(['Text']) }],
    ['visibility', { visibility: 5 }],
    ['visibility', { visibility: null }],
    ['visibility', { visibility: {} }],
    ['visibility', { visibility: ['All', undefined] }],
  ])('throws a TypeError that names the option, when it is called: %s %o', (name, options) => {
    expect(() => chatMessages(options as unknown as ChatMessagesOptions)).toThrow(TypeError);
    expect(() => chatMessages(options as unknown as ChatMessagesOptions)).toThrow(
      `chatMessages: ${name} must be`,
    );
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|           ');
      const emptySubs = '                   (^!)        ';
      const never = cold<ChatNotification>('-           ');
      const neverSubs = '                   ^           ';
      const failing = cold('                -a-#        ', all);
      const failingSubs = '                 ^--!        ';
      const failed = '                      -h-#        ';
      const source = hot('                  -a-b-----q-|', all);
      const unsub = '                       ----!       ';
      const early = '                       -h-(htso)   ';
      const earlySubs = '                   ^---!       ';
      const taken = '                       -h-(ht|)    ';
      const takenSubs = '                   ^--!        ';
      expectObservable(empty.pipe(chatMessages())).toBe('|');
      expectObservable(never.pipe(chatMessages())).toBe('-');
      expectObservable(failing.pipe(chatMessages())).toBe(failed, messages);
      expectObservable(source.pipe(chatMessages()), unsub).toBe(early, messages);
      expectObservable(source.pipe(chatMessages(), take(3))).toBe(taken, messages);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('two subscriptions are independent, and nothing is remembered', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-a-q-|', all);
      const firstSubs = '  ^---!   ';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -h-h-   ';
      const second = '     ---h-S-|';
      const both = source.pipe(chatMessages());
      expectObservable(both, firstSubs).toBe(first, messages);
      expectObservable(both, late).toBe(second, messages);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b];
      throw new Error('nobody left');
    }
    const seen: number[] = [];
    of(b, a)
      .pipe(chatMessages())
      .subscribe(({ index }) => seen.push(index));
    from(forever())
      .pipe(chatMessages({ types: 'Text' }), take(3))
      .subscribe(({ index }) => seen.push(-index));
    expect(seen).toEqual([1, 2, 3, 4, 1, -1, -1, -3]);
  });

  it('a re-entrant source loses nothing', () => {
    const source = new Subject<ChatNotification>();
    const seen: number[] = [];
    source.pipe(chatMessages()).subscribe(({ index }) => {
      seen.push(index);
      if (seen.length === 1) source.next(q);
    });
    source.next(b);
    source.next(c);
    expect(seen.sort()).toEqual([1, 1, 2, 3, 3, 4, 4]);
  });

  it('what a re-entrant source brings amid a log comes after the rest of that log', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(chatMessages()).subscribe(({ chatId, index }) => {
      seen.push(`${chatId}${index}`);
      if (seen.length === 1) source.next(q);
    });
    source.next(b);
    expect(seen).toEqual(['A1', 'A2', 'A3', 'A4', 'B3']);
  });

  it('inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b, q);
    const short = source.pipe(filterByChat('A'), chatMessages());
    const long = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      filter((log) => log.messages.length > 1),
      chatMessages({ types: ['Text'], visibility: 'Vip' }),
      filter(({ origin }) => origin === 'live'),
      map(({ chatId, text }) => [chatId, text] as const),
      toArray(),
    );
    const logs: Observable<MessageLogUpdate> = source.pipe(filter(isMessageLogUpdate));
    expectTypeOf(short).toEqualTypeOf<Observable<MessageOfChat>>();
    expectTypeOf(logs.pipe(chatMessages())).toEqualTypeOf<Observable<MessageOfChat>>();
    expectTypeOf(long).toEqualTypeOf<Observable<(readonly [string, string | undefined])[]>>();
    expectTypeOf(chatMessages).parameters.toEqualTypeOf<[options?: ChatMessagesOptions | undefined]>();
    expectTypeOf<MessageOfChat>().toExtend<ChatMessage>();
    expectTypeOf<MessageOfChat['chatId']>().toEqualTypeOf<string>();
    expectTypeOf<MessageOfChat['origin']>().toEqualTypeOf<Origin>();
    expectTypeOf<ChatMessagesOptions>().toEqualTypeOf<{
      readonly types?: MessageType | readonly MessageType[];
      readonly visibility?: Visibility | readonly Visibility[];
    }>();
    const seen: unknown[] = [];
    long.subscribe((lines) => seen.push(lines));
    expect(seen).toEqual([[['A', 'Psst']]]);
  });
});
