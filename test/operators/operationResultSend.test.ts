import { firstValueFrom, NEVER, Observable, type ObservableInput, of, Subject, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { operationResult, type OperationResultOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, empty, ids, none, send83 } from './operationResultFixtures.ts';

describe('operationResult', () => {
  it('if send gives no id it errors with EmptyError', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -a-----|', all);
      const sending = cold('---|    ', ids);
      const subs = '        ^--!    ';
      const expected = '    ---#    ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all, empty);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(sending.subscriptions).toBe(subs);
    });
  });

  it('errors of send pass on, thrown, rejected or errored, and the source is unsubscribed', async () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -a-----|', all);
      const sending = cold('---#    ', ids, 'refused');
      const subs = '        ^--!    ';
      const expected = '    ---#    ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all, 'refused');
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
    const source = new Subject<ChatNotification>();
    const refused = new Error('refused');
    const ways: readonly (() => ObservableInput<number>)[] = [
      () => {
        throw refused;
      },
      () => Promise.reject(refused),
      () => throwError(() => refused),
    ];
    for (const send of ways) {
      await expect(firstValueFrom(source.pipe(operationResult(send)), none)).rejects.toBe(refused);
      expect(source.observed).toBe(false);
    }
  });

  it('send is called once for each subscription, and not before', () => {
    const source = new Subject<ChatNotification>();
    let calls = 0;
    const answer$ = source.pipe(
      operationResult(() => {
        calls += 1;
        return of(83);
      }),
    );
    expect(calls).toBe(0);
    const first = answer$.subscribe();
    expect(calls).toBe(1);
    const second = answer$.subscribe();
    expect(calls).toBe(2);
    source.next(b);
    source.next(a);
    expect(calls).toBe(2);
    expect([first.closed, second.closed]).toEqual([true, true]);
  });

  it.each([
    ['send', undefined, {}],
    ['send', 83, {}],
    ['send', Promise.resolve(83), {}],
    ['timeout', send83, { timeout: '5' }],
    ['timeout', send83, { timeout: -1 }],
    ['timeout', send83, { timeout: NaN }],
    ['timeout', send83, { timeout: null }],
    ['scheduler', send83, { scheduler: {} }],
    ['scheduler', send83, { scheduler: 5 }],
    ['scheduler', send83, { scheduler: null }],
    ['options', send83, null],
    ['options', send83, 5000],
    ['options', send83, [5000]],
  ])('throws a TypeError that names the argument when it is called: %s', (name, send, options) => {
    const call = (): unknown =>
      operationResult(send as () => Observable<number>, options as unknown as OperationResultOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`operationResult: ${name} must be`);
  });

  it('a send that gives nothing that can be listened to errors the stream with a TypeError', () => {
    const source = new Subject<ChatNotification>();
    let caught: unknown;
    source
      .pipe(operationResult((() => 83) as unknown as () => Observable<number>))
      .subscribe({ error: (error: unknown) => (caught = error) });
    expect(caught).toBeInstanceOf(TypeError);
    expect(source.observed).toBe(false);
  });

  it('a send that throws errors that subscriber and no other', () => {
    const source = new Subject<ChatNotification>();
    const seen: unknown[] = [];
    let calls = 0;
    const answer$ = source.pipe(
      operationResult(() => {
        calls += 1;
        if (calls === 2) throw new Error('refused');
        return of(83);
      }),
    );
    for (const name of ['first', 'second', 'third']) {
      answer$.subscribe({
        next: (answer) => seen.push([name, answer]),
        error: (error: unknown) => seen.push([name, error]),
      });
    }
    source.next(a);
    expect(seen).toEqual([
      ['second', new Error('refused')],
      ['first', a],
      ['third', a],
    ]);
  });

  it('nothing is sent where the source has failed', () => {
    let sent = 0;
    const send = (): typeof NEVER => ((sent += 1), NEVER);
    throwError(() => new Error('gone'))
      .pipe(operationResult(send))
      .subscribe({ error: () => undefined });
    expect(sent).toBe(0);
  });
});
