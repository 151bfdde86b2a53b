import { filter, from, map, type Observable, of, startWith, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, hasCapability, type RetentionOptions } from '../../operators/index.ts';
import { type Capability, type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { behavesAsOperatorsDo } from './operatorBehaviour.ts';
import { a, A, all, b, B, d, has, i, o } from './hasCapabilityFixtures.ts';

describe('hasCapability', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(hasCapability('Leave'), all, ['a', 'A'], has, ['t', 'f']);
  });

  it('two subscriptions are independent', () => {
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

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
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

  it('a re-entrant source receives what changed since, without duplicates', () => {
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

  it('inference survives filterByChat and a long pipe', () => {
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
      [name: Capability, options?: RetentionOptions | undefined]
    >();
    const seen: string[] = [];
    long.subscribe((word) => seen.push(word));
    expect(seen).toEqual(['off', 'on']);
  });
});
