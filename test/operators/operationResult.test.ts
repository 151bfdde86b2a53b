import { setTimeout } from 'node:timers/promises';
import {
  defer,
  EMPTY,
  EmptyError,
  filter,
  firstValueFrom,
  mergeMap,
  NEVER,
  Observable,
  type ObservableInput,
  of,
  Subject,
  take,
  throwError,
  TimeoutError,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  OperationFailedError,
  operationResult,
  type OperationResultOptions,
} from '../../operators/index.ts';
import { type ChatNotification, type ChatOperationError, isChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const a = chatStateChange({ referenceId: 83 });
const l = messageLog({ referenceId: 83 });
const b = chatStateChange({ referenceId: 84 });
const n = chatStateChange();
const e = operationError({ referenceId: 83 });
const f = operationError({ referenceId: 84 });
const u = operationError();
const all = { a, l, b, n, e, f, u };
const ids = { s: 83, t: 84 };

const failed = new OperationFailedError(e);
const empty: unknown = expect.any(EmptyError);
const late: unknown = expect.any(TimeoutError);

const none = { defaultValue: undefined };

const send83 = (): Observable<number> => of(83);

describe('operationResult', () => {
  it('[OR1] emits the notification that bears the id that send gives, completes and unsubscribes the source', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -n-b-a-l-|', all);
      const sending = cold('--s-|     ', ids);
      const subs = '        ^----!    ';
      const sent = '        ^-!       ';
      const expected = '    -----(a|) ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  it('[OR2] whatever its kind: messages answer, too', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -n-l-a-|', all);
      const sending = cold('s|      ', ids);
      const subs = '        ^--!    ';
      const expected = '    ---(l|) ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[OR3] listens first, then sends', () => {
    const log: string[] = [];
    const source = defer(() => {
      log.push('listens');
      return of(a);
    });
    const send = (): Observable<number> => {
      log.push('sends');
      return of(83);
    };
    source.pipe(operationResult(send)).subscribe(() => log.push('answered'));
    expect(log).toEqual(['listens', 'sends', 'answered']);
  });

  it('[OR4] the answer may precede the id; the first of several is it', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -b-a-l----|', all);
      const sending = cold('-------s--|', ids);
      const subs = '        ^------!   ';
      const sent = '        ^------!   ';
      const expected = '    -------(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  it('[OR5] the answer may come while send is being called, whether the id follows at once or later', async () => {
    const source = new Subject<ChatNotification>();
    const inside = (reply: ObservableInput<number>) => (): ObservableInput<number> => {
      source.next(b);
      source.next(a);
      return reply;
    };
    for (const reply of [[83], of(83), Promise.resolve(83)]) {
      expect(await firstValueFrom(source.pipe(operationResult(inside(reply))), none)).toBe(a);
      expect(source.observed).toBe(false);
    }
  });

  it('[OR6] an error with the id errors with OperationFailedError, before and after the id is known', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -f-e-a-|', all);
      const soon = cold('   -s|     ', ids);
      const later = cold('  -----s| ', ids);
      const subs = '        ^--!    ';
      const expected = '    ---#    ';
      const subsLater = '   ^----!  ';
      const expectedLater = '-----# ';
      expectObservable(source.pipe(operationResult(() => soon))).toBe(expected, all, failed);
      expectObservable(source.pipe(operationResult(() => later))).toBe(expectedLater, all, failed);
      expectSubscriptions(source.subscriptions).toBe([subs, subsLater]);
    });
  });

  it('[OR7] OperationFailedError tells the server’s reason and status, and holds the notification', () => {
    const told = operationError({ referenceId: 83, errorMessage: 'Chat is over', statusCode: 7 });
    let caught: unknown;
    of(told)
      .pipe(operationResult(send83))
      .subscribe({ error: (error: unknown) => (caught = error) });
    expect(caught).toBeInstanceOf(OperationFailedError);
    expect(caught).toBeInstanceOf(Error);
    expect(caught).toMatchObject({
      name: 'OperationFailedError',
      message: 'The operation failed: Chat is over (7)',
    });
    expect((caught as OperationFailedError).notification).toBe(told);
  });

  it('[OR8] OperationFailedError says so where the server gave no reason or no status', () => {
    const { errorMessage, statusCode, ...bare } = operationError({ referenceId: 83 });
    const messageOf = (notification: ChatOperationError): string =>
      new OperationFailedError(notification).message;
    expect(messageOf(bare)).toBe('The operation failed: the server gave no reason');
    expect(messageOf({ ...bare, statusCode: 0 })).toBe('The operation failed: the server gave no reason (0)');
    expect(messageOf({ ...bare, errorMessage: 'Busy' })).toBe('The operation failed: Busy');
  });

  it('[OR9] other ids, errors with another id, and what bears none are ignored', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -f-u-n-b--n-f-b-u-a-|', all);
      const sending = cold('---------s|          ', ids);
      const subs = '        ^-----------------!  ';
      const expected = '    ------------------(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[OR10] of several ids that send gives the first counts', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  ---b-a-|', all);
      const sending = cold('-st|    ', ids);
      const sent = '        ^!      ';
      const expected = '    -----(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  it('[OR11] without an answer in time it errors with TimeoutError, counted from subscribing, and lets go of both', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('    -b--b---a-|', all);
      const prompt = cold('   -s|        ', ids);
      const slow = cold('     -----------', ids);
      const subs = '          ^----!     ';
      const promptSent = '    ^!         ';
      const expected = '      -----#     ';
      const subsOfSecond = '  --^----!   ';
      const expectedSecond = '-------#   ';
      const within = { timeout: 5 };
      expectObservable(source.pipe(operationResult(() => prompt, within))).toBe(expected, all, late);
      expectObservable(source.pipe(operationResult(() => slow, within))).toBe(expected, all, late);
      expectObservable(source.pipe(operationResult(() => slow, within)), '--^').toBe(
        expectedSecond,
        all,
        late,
      );
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subsOfSecond]);
      expectSubscriptions(prompt.subscriptions).toBe(promptSent);
      expectSubscriptions(slow.subscriptions).toBe([subs, subsOfSecond]);
    });
  });

  it('[OR12] an answer just in time counts, and without a timeout there is no limit', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('----a', all);
      const subs = '      ^---!';
      const expected = '  ----(a|)';
      expectObservable(source.pipe(operationResult(send83, { timeout: 5 }))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      const patient = hot('  60m a    ', all);
      const patientSubs = '  ^ 3599999ms !';
      const expectedLong = ' 60m (a|) ';
      expectObservable(patient.pipe(operationResult(send83))).toBe(expectedLong, all);
      expectSubscriptions(patient.subscriptions).toBe(patientSubs);
    });
  });

  it('[OR13] scheduler times the timeout, and however it ends no timer is left', () => {
    const source = new Subject<ChatNotification>();
    const ends: readonly [string, number, () => void][] = [
      ['nothing', 50, () => undefined],
      [
        'an answer',
        0,
        () => {
          source.next(a);
        },
      ],
      [
        'a failure',
        0,
        () => {
          source.next(e);
        },
      ],
    ];
    for (const [ending, frame, end] of ends) {
      const scheduler = new VirtualTimeScheduler();
      let caught: unknown;
      source
        .pipe(operationResult(send83, { timeout: 50, scheduler }))
        .subscribe({ error: (error: unknown) => (caught = error) });
      expect(scheduler.actions, ending).toHaveLength(1);
      end();
      scheduler.flush();
      expect(scheduler.frame, ending).toBe(frame);
      expect(caught instanceof TimeoutError, ending).toBe(frame === 50);
      expect(source.observed, ending).toBe(false);
    }
    const scheduler = new VirtualTimeScheduler();
    source
      .pipe(operationResult(send83, { timeout: 50, scheduler }))
      .subscribe()
      .unsubscribe();
    scheduler.flush();
    expect(scheduler.frame).toBe(0);
  });

  it.each([Infinity, 2 ** 31])(
    '[OR14] a timeout longer than a timer can run does not end early: %d',
    async (timeout) => {
      const source = new Subject<ChatNotification>();
      const results: unknown[] = [];
      const subscription = source.pipe(operationResult(send83, { timeout })).subscribe({
        next: (answer) => results.push(answer),
        error: (error: unknown) => results.push(error),
      });
      await setTimeout(20);
      source.next(a);
      subscription.unsubscribe();
      expect(results).toEqual([a]);
    },
  );

  it('[OR15] if the source completes without the answer it errors with EmptyError; what came before still answers', () => {
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

  it('[OR16] if send gives no id it errors with EmptyError', () => {
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

  it('[OR17] errors of send pass on, thrown, rejected or errored, and the source is unsubscribed', async () => {
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

  it('[OR18] an error of the source passes on at once, and send is unsubscribed', () => {
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

  it('[OR19] send is called once for each subscription, and not before', () => {
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

  it('[OR20] unsubscribing early unsubscribes the source and send', () => {
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
  ])('[OR21] throws a TypeError that names the argument when it is called: %s', (name, send, options) => {
    const call = (): unknown =>
      operationResult(send as () => Observable<number>, options as unknown as OperationResultOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`operationResult: ${name} must be`);
  });

  it('[OR22] a send that gives nothing that can be listened to errors the stream with a TypeError', () => {
    const source = new Subject<ChatNotification>();
    let caught: unknown;
    source
      .pipe(operationResult((() => 83) as unknown as () => Observable<number>))
      .subscribe({ error: (error: unknown) => (caught = error) });
    expect(caught).toBeInstanceOf(TypeError);
    expect(source.observed).toBe(false);
  });

  it('[OR23] a send that throws errors that subscriber and no other', () => {
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

  it('[OR24] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const nothing = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-b-#', all);
      const answer = operationResult(send83);
      const source = hot('-b-a-b-l-|', all);
      const twice = source.pipe(answer);
      expectObservable(nothing.pipe(answer)).toBe('#', all, empty);
      expectObservable(never.pipe(answer)).toBe('-');
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

  it('[OR25] two subscriptions that were given different ids are answered each on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-----b-a-|', all);
      let id = 82;
      const answer$ = source.pipe(operationResult(() => [(id += 1)]));
      expectObservable(answer$).toBe('   -------(a|)', all);
      expectObservable(answer$, '--^').toBe('-----(b|)', all);
      expectSubscriptions(source.subscriptions).toBe(['^------!', '--^--!']);
    });
  });

  it('[OR26] a synchronous source and a re-entrant one give one answer', () => {
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

  it('[OR27] from within the answer to one operation another may be sent', () => {
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

  it('[OR28] inference survives a long pipe, and send gives whatever RxJS takes for an Observable of numbers', () => {
    const source: Observable<ChatNotification> = EMPTY;
    const answer$ = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      operationResult(() => Promise.resolve(83), { timeout: 5 }),
    );
    expectTypeOf(answer$).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf(operationResult).parameter(0).toEqualTypeOf<() => ObservableInput<number>>();
    expectTypeOf<() => Promise<string>>().not.toExtend<Parameters<typeof operationResult>[0]>();
    expectTypeOf<OperationFailedError['notification']>().toEqualTypeOf<ChatOperationError>();
    NEVER.pipe(operationResult(() => [83])).subscribe(() => expect.unreachable());
  });
});
