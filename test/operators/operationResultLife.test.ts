import { EMPTY, filter, mergeMap, NEVER, Observable, type ObservableInput, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, OperationFailedError, operationResult } from '../../operators/index.ts';
import { type ChatNotification, type ChatOperationError, isChatStateChange } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, empty, ids, l, n, send83 } from './operationResultFixtures.ts';

describe('operationResult', () => {
  it('if the source completes without the answer it errors with EmptyError; what came before still answers', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const without = hot(' -b-|       ', all);
      const before = hot('  -a-|       ', all);
      const known = cold('  -s|        ', ids);
      const unknown = cold('------s|   ', ids);
      const subs = '        ^--!       ';
      expectObservable(without.pipe(operationResult(() => known))).toBe('  ---#      ', all, empty);
      expectObservable(without.pipe(operationResult(() => unknown))).toBe('------#   ', all, empty);
      expectObservable(before.pipe(operationResult(() => unknown))).toBe(' ------(a|)', all);
      expectSubscriptions(without.subscriptions).toBe([subs, subs]);
      expectSubscriptions(before.subscriptions).toBe(subs);
    });
  });

  it('an error of the source passes on at once, and send is unsubscribed', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -a-#     ', all, 'lost');
      const other = hot('   -b-#     ', all, 'lost');
      const unknown = cold('------s| ', ids);
      const known = cold('  -s|      ', ids);
      const subs = '        ^--!     ';
      const expected = '    ---#     ';
      expectObservable(source.pipe(operationResult(() => unknown))).toBe(expected, all, 'lost');
      expectObservable(other.pipe(operationResult(() => known))).toBe(expected, all, 'lost');
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(other.subscriptions).toBe(subs);
      expectSubscriptions(unknown.subscriptions).toBe(subs);
    });
  });

  it('unsubscribing early unsubscribes the source and send', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -b---a-|', all);
      const sending = cold('------s|', ids);
      const unsub = '       ---!    ';
      const expected = '    ----    ';
      expectObservable(source.pipe(operationResult(() => sending)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe('^--!');
      expectSubscriptions(sending.subscriptions).toBe('^--!');
    });
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const nothing = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-b-#', all);
      const answer = operationResult(send83);
      const source = hot('-b-a-b-l-|', all);
      const twice = source.pipe(answer);
      expectObservable(nothing.pipe(answer)).toBe('#', all, empty);
      expectObservable(never.pipe(operationResult(send83, { timeout: Infinity }))).toBe('-');
      expectObservable(failing.pipe(answer)).toBe('---#', all);
      expectObservable(twice, '                    --!').toBe('---');
      expectObservable(twice.pipe(take(1))).toBe('---(a|)', all);
      expectObservable(twice.pipe(take(0))).toBe('|');
      expectObservable(twice, '                    ^').toBe('---(a|)', all);
      expectObservable(twice, '                    ----^').toBe('-------(l|)', all);
      expectSubscriptions(nothing.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^-!', '^--!', '^--!', '----^--!']);
    });
  });

  it('two subscriptions that were given different ids are answered each on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-----b-a-|', all);
      let id = 82;
      const answer$ = source.pipe(operationResult(() => [(id += 1)]));
      expectObservable(answer$).toBe('   -------(a|)', all);
      expectObservable(answer$, '--^').toBe('-----(b|)', all);
      expectSubscriptions(source.subscriptions).toBe(['^------!', '--^--!']);
    });
  });

  it('a synchronous source and a re-entrant one give one answer', () => {
    const seen: unknown[] = [];
    const observer = {
      next: (answer: ChatNotification) => seen.push(answer),
      complete: () => seen.push('complete'),
    };
    of(n, b, a, l).pipe(operationResult(send83)).subscribe(observer);
    expect(seen).toEqual([a, 'complete']);

    const source = new Subject<ChatNotification>();
    source.pipe(operationResult(send83)).subscribe({
      next: (answer) => {
        seen.push(answer);
        source.next(l);
      },
      complete: () => seen.push('complete'),
    });
    source.subscribe((notification) => {
      if (notification === b) source.next(a);
    });
    source.next(b);
    expect(seen.slice(2)).toEqual([a, 'complete']);
  });

  it('from within the answer to one operation another may be sent', () => {
    const source = new Subject<ChatNotification>();
    const seen: unknown[] = [];
    const another = source.pipe(
      operationResult(() => {
        source.next(b);
        return [84];
      }),
    );
    source
      .pipe(
        operationResult(send83),
        mergeMap(() => another),
      )
      .subscribe({ next: (answer) => seen.push(answer), complete: () => seen.push('complete') });
    source.next(a);
    expect(seen).toEqual([b, 'complete']);
    expect(source.observed).toBe(false);
  });

  it('inference survives a long pipe, and send gives whatever RxJS converts to an Observable of numbers or strings', () => {
    const source: Observable<ChatNotification> = EMPTY;
    const answer$ = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      operationResult(() => Promise.resolve(83), { timeout: 5 }),
    );
    expectTypeOf(answer$).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf(operationResult).parameter(0).toEqualTypeOf<() => ObservableInput<number | string>>();
    expectTypeOf<() => Promise<boolean>>().not.toExtend<Parameters<typeof operationResult>[0]>();
    expectTypeOf<OperationFailedError['notification']>().toEqualTypeOf<ChatOperationError | undefined>();
    NEVER.pipe(operationResult(() => [83]))
      .subscribe(() => expect.unreachable())
      .unsubscribe();
  });
});
