import { filter, from, map, type Observable, of, startWith, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, hasCapability, type KeyedOptions } from '../../operators/index.ts';
import {
  type Capability,
  type ChatNotification,
  type ChatStateChange,
  isChatStateChange,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const shows = (id: string, state: string, ...capabilities: readonly Capability[]): ChatStateChange =>
  chatStateChange({ chat: { id, state, capabilities } });

const a = shows('A', 'Chatting', 'Transfer', 'Leave');
const A = shows('A', 'Chatting', 'Transfer');
const b = shows('B', 'Chatting', 'Leave');
const B = shows('B', 'Chatting', 'Transfer');
const c = chatStateChange({ chat: { id: 'C' } });
const d = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
const D = shows('A', 'Completed', 'Leave');
const e = operationError({ chat: { id: 'A', capabilities: ['Leave'] } });
const E = operationError({ chat: { id: 'A', capabilities: [] } });
const F = operationError({ chat: { id: 'A', state: 'Revoked', capabilities: ['Leave'] } });
const i = shows('A', 'Chatting', 'Leave', 'Transfer', 'Leave');
const K = shows('A', 'Archived', 'Leave');
const o = shows('A', 'Chatting');
const p = chatStateChange({
  chat: { id: 'A', capabilities: ['Leave'] },
  notificationType: 'PropertiesUpdated',
});
const r = shows('A', 'Revoked', 'Leave');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
const all = { a, A, b, B, c, d, D, e, E, F, i, K, o, p, r, s, m, u, n, x };

const has = { t: true, f: false };

describe('hasCapability', () => {
  it('[HC1] is true while any chat that passes has the capability', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-A-a-b-A-B-b-|', all);
      const subs = '      ^------------!';
      const expected = '  -f-t-----f-t-|';
      const ofB = '       -----t---f-t-|';
      const transfer = '  -t-----------|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectObservable(source.pipe(filterByChat('B'), hasCapability('Leave'))).toBe(ofB, has);
      expectObservable(source.pipe(hasCapability('Transfer'))).toBe(transfer, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('[HC2] is silent until capabilities are told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-c-m-u-n-d-s-a-|', all);
      const without = hot('-s-c-m-u-n-d-s-o-|', all);
      const nothing = hot('-s-c-m-u-n-d-s-c-|', all);
      const subs = '      ^----------------!';
      const expected = '  ---------------t-|';
      const no = '        ---------------f-|';
      const silent = '    -----------------|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectObservable(without.pipe(hasCapability('Leave'))).toBe(no, has);
      expectObservable(nothing.pipe(hasCapability('Leave'))).toBe(silent, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(without.subscriptions).toBe(subs);
      expectSubscriptions(nothing.subscriptions).toBe(subs);
    });
  });

  it('[HC3] emits when the answer changes and not otherwise, whatever the order and however often it is listed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-o-A-B-a-i-a-b-b-i-A-A-B-o-|', all);
      const subs = '      ^--------------------------!';
      const expected = '  -f-----t---------------f---|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[HC4] a final state clears those of its chat, even if it lists some', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const told = hot('  -a-d-d-a-|', all);
      const listed = hot('-a-D-D-a-|', all);
      const revoked = hot('-a-r-r-a-|', all);
      const error = hot(' -a-F-F-a-|', all);
      const subs = '      ^--------!';
      const expected = '  -t-f---t-|';
      for (const source of [told, listed, revoked, error]) {
        expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
        expectSubscriptions(source.subscriptions).toBe(subs);
      }
    });
  });

  it('[HC5] a final state clears those of no other chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-D-d-B-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-------f-|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[HC6] isFinal says which states clear them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const isFinal = (status: string): boolean => status === 'Archived';
      const source = hot('-a-D-d-K-r-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-----f-t-|';
      expectObservable(source.pipe(hasCapability('Leave', { isFinal }))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[HC7] a chat let go of because there are too many no longer counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-c-a-b-c-a-A-|', all);
      const subs = '      ^--------------!';
      const one = '       -t-f-t---f-t-f-|';
      const two = '       -t-----------f-|';
      const three = '     -t-------------|';
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 1 }))).toBe(one, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 2 }))).toBe(two, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 3 }))).toBe(three, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('[HC8] a chat that ended counts neither while it is kept nor when it goes', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-D 10ms b a D 10ms B|', all);
      const subs = '      ^--- 10ms - - - 10ms -!';
      const expected = '  -t-f 10ms t - - 10ms f|';
      const one = '       -t-f 10ms t - f 10ms -|';
      expectObservable(source.pipe(hasCapability('Leave', { retainEnded: 5 }))).toBe(expected, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 2 }))).toBe(expected, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 1 }))).toBe(one, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('[HC9] absent means not told and changes nothing; an empty list is told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-s-m-u-n-o-s-|', all);
      const subs = '      ^--------------!';
      const expected = '  -t---------f---|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[HC10] whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-e-E-p-|', all);
      const subs = '      ^------!';
      const expected = '  -t-f-t-|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['name', undefined, {}],
    ['name', null, {}],
    ['name', 5, {}],
    ['name', ['Leave'], {}],
    ['options', 'Leave', null],
    ['options', 'Leave', ['Leave']],
    ['options', 'Leave', 'Leave'],
    ['retainEnded', 'Leave', { retainEnded: '60' }],
    ['retainEnded', 'Leave', { retainEnded: -1 }],
    ['retainEnded', 'Leave', { retainEnded: NaN }],
    ['retainEnded', 'Leave', { retainEnded: null }],
    ['maxChats', 'Leave', { maxChats: 0 }],
    ['maxChats', 'Leave', { maxChats: 1.5 }],
    ['maxChats', 'Leave', { maxChats: '5' }],
    ['isFinal', 'Leave', { isFinal: 'Completed' }],
    ['isFinal', 'Leave', { isFinal: null }],
    ['scheduler', 'Leave', { scheduler: {} }],
    ['scheduler', 'Leave', { scheduler: null }],
  ])(
    '[HC11] throws a TypeError that names the argument, when it is called: %s %o %o',
    (argument, name, options) => {
      const call = (): unknown => hasCapability(name as string, options as unknown as KeyedOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow(`hasCapability: ${argument} must be`);
    },
  );

  it('[HC12] an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-A-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -t-#    ';
      const goingOn = '   -t---f-|';
      const both = source.pipe(hasCapability('Leave', { isFinal }));
      expectObservable(both).toBe(failing, has, new Error('mine'));
      expectObservable(both).toBe(goingOn, has);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });

  it('[HC13] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -t-#     ';
      const source = hot('                  -a-A-a-A|', all);
      const unsub = '                       ----!    ';
      const early = '                       -t-f-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -t-(f|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(hasCapability('Leave'))).toBe('|');
      expectObservable(never.pipe(hasCapability('Leave'))).toBe('-');
      expectObservable(failing.pipe(hasCapability('Leave'))).toBe(failed, has);
      expectObservable(source.pipe(hasCapability('Leave')), unsub).toBe(early, has);
      expectObservable(source.pipe(hasCapability('Leave'), take(2))).toBe(taken, has);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[HC14] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-A-B-|', all);
      const firstSubs = '  ^--------!';
      const late = '       ----^     ';
      const secondSubs = ' ----^----!';
      const first = '      -t-----f-|';
      const second = '     -----f---|';
      const both = source.pipe(hasCapability('Leave'));
      expectObservable(both).toBe(first, has);
      expectObservable(both, late).toBe(second, has);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[HC15] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, i, A];
      throw new Error('nobody left');
    }
    const seen: (boolean | string)[] = [];
    of(A, a, b, d, B)
      .pipe(hasCapability('Leave'))
      .subscribe({ next: (answer) => seen.push(answer), complete: () => seen.push('complete') });
    from(forever())
      .pipe(hasCapability('Leave'), take(3))
      .subscribe((answer) => seen.push(answer));
    expect(seen).toEqual([false, true, false, 'complete', true, false, true]);
  });

  it('[HC16] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: boolean[] = [];
    source.pipe(hasCapability('Leave')).subscribe((answer) => {
      seen.push(answer);
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(a);
    });
    source.next(a);
    source.next(d);
    source.next(B);
    source.next(o);
    expect(seen).toEqual([true, false, true, false]);
  });

  it('[HC17] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(a, A);
    const short = source.pipe(filterByChat('A'), hasCapability('Leave'));
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      hasCapability('Leave', { maxChats: 5 }),
      startWith(false),
      map((can) => (can ? 'on' : 'off')),
      take(2),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<boolean>>();
    expectTypeOf(long).toEqualTypeOf<Observable<'on' | 'off'>>();
    expectTypeOf(hasCapability).parameters.toEqualTypeOf<
      [name: Capability, options?: KeyedOptions | undefined]
    >();
    const seen: string[] = [];
    long.subscribe((word) => seen.push(word));
    expect(seen).toEqual(['off', 'on']);
  });
});
