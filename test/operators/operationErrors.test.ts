import { filter, from, map, type Observable, of, type OperatorFunction, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, operationErrors } from '../../operators/index.ts';
import { type ChatNotification, type ChatOperationError, isChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { behavesAsOperatorsDo } from './operatorBehaviour.ts';

const e = operationError({ chatId: 'A' });
const f = operationError({ chat: { id: 'B', state: 'Completed' }, errorMessage: 'Not now' });
const n = operationError();
const s = chatStateChange({ chat: { id: 'A' } });
const t = chatStateChange({ chat: { id: 'A' }, notificationType: 'Error' });
const d = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
const m = messageLog({ chatId: 'A', notificationType: 'Error' });
const all = { e, f, n, s, t, d, m };

describe('operationErrors', () => {
  it('[OE1] passes the notifications of kind error alone, with a chat and without', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-e-m-n-t-f-d-|', all);
      const subs = '      ^--------------!';
      const expected = '  ---e---n---f---|';
      expectObservable(source.pipe(operationErrors())).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('passes them as they are, and every time', () => {
    const seen: ChatOperationError[] = [];
    of(e, s, f, f, n)
      .pipe(operationErrors())
      .subscribe((error) => seen.push(error));
    expect(seen).toHaveLength(4);
    expect([e, f, f, n].every((error, at) => seen[at] === error)).toBe(true);
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(operationErrors(), all, ['e', 'f'], all);
  });

  it('two subscriptions are independent', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -e-s-f-n-|', all);
      const firstSubs = '  ^-----!   ';
      const late = '       --^       ';
      const secondSubs = ' --^------!';
      const first = '      -e---f    ';
      const second = '     -----f-n-|';
      const both = source.pipe(operationErrors());
      expectObservable(both, firstSubs).toBe(first, all);
      expectObservable(both, late).toBe(second, all);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [s, e, m, f];
      throw new Error('nobody left');
    }
    const seen: (string | undefined)[] = [];
    of(s, e, m, n)
      .pipe(operationErrors())
      .subscribe(({ chatId }) => seen.push(chatId));
    from(forever())
      .pipe(operationErrors(), take(3))
      .subscribe(({ chatId }) => seen.push(chatId));
    expect(seen).toEqual(['A', undefined, 'A', 'B', 'A']);
  });

  it('a re-entrant source loses nothing', () => {
    const source = new Subject<ChatNotification>();
    const seen: (string | undefined)[] = [];
    source.pipe(operationErrors()).subscribe(({ chatId }) => {
      seen.push(chatId);
      if (seen.length > 1) return;
      source.next(s);
      source.next(f);
    });
    source.next(e);
    source.next(n);
    expect(seen).toEqual(['A', 'B', undefined]);
  });

  it('narrows the type, and inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(s, f);
    const short = source.pipe(filterByChat('A'), operationErrors());
    const narrowed = source.pipe(operationErrors(), filterByChat('B'));
    const long = source.pipe(
      filter((notification) => !isChatStateChange(notification)),
      filterByChat('B'),
      filter(({ origin }) => origin === 'live'),
      operationErrors(),
      filter(({ statusCode }) => statusCode === 5),
      map(({ errorMessage }) => errorMessage),
      take(1),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<ChatOperationError>>();
    expectTypeOf(narrowed).toEqualTypeOf<Observable<ChatOperationError>>();
    expectTypeOf(long).toEqualTypeOf<Observable<string | undefined>>();
    expectTypeOf(operationErrors).toEqualTypeOf<
      () => OperatorFunction<ChatNotification, ChatOperationError>
    >();
    const seen: unknown[] = [];
    long.subscribe((errorMessage) => seen.push(errorMessage));
    expect(seen).toEqual(['Not now']);
  });
});
