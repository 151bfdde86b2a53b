import 'zone.js';
import {
  concat,
  config,
  EMPTY,
  from,
  map,
  type MonoTypeOperatorFunction,
  Observable,
  of,
  Subject,
  take,
  throwError,
} from 'rxjs';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { observeInZone, type ZoneLike } from '../../operators/index.ts';
import type { ChatNotification, MessageLogUpdate } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';

/** A zone that logs when it is entered and left. */
const loggingZone = (log: unknown[]): ZoneLike => ({
  run: (work) => {
    log.push('in');
    const result = work();
    log.push('out');
    return result;
  },
});

const logsTo = (
  log: unknown[],
): { next: (value: unknown) => void; error: (error: unknown) => void; complete: () => void } => ({
  next: (value) => log.push(value),
  error: (error) => log.push(error),
  complete: () => log.push('complete'),
});

const plain: ZoneLike = { run: (work) => work() };

/** RxJS reports what nobody handles a timer later. */
const reported = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

afterEach(() => {
  config.onUnhandledError = null;
});

describe('observeInZone', () => {
  it('runs next, error and complete of the subscriber inside run, each in one of its own', () => {
    const log: unknown[] = [];
    of(1, 2)
      .pipe(observeInZone(loggingZone(log)))
      .subscribe(logsTo(log));
    expect(log).toEqual(['in', 1, 'out', 'in', 2, 'out', 'in', 'complete', 'out']);
    const failure = new Error('lost');
    log.length = 0;
    throwError(() => failure)
      .pipe(observeInZone(loggingZone(log)))
      .subscribe(logsTo(log));
    expect(log).toEqual(['in', failure, 'out']);
    expect(log[1]).toBe(failure);
  });

  it('a zone is whatever has a run, called as its method', () => {
    class Counting implements ZoneLike {
      runs = 0;
      run<T>(work: () => T): T {
        this.runs += 1;
        return work();
      }
    }
    const zone = new Counting();
    of(1).pipe(observeInZone(zone)).subscribe();
    expect(zone.runs).toBe(2);
  });

  it('[OZ3] operators behind it run in the zone, those before it do not', () => {
    const log: unknown[] = [];
    const logPlace = (place: string): MonoTypeOperatorFunction<number> =>
      map((value) => {
        log.push(place);
        return value;
      });
    of(1)
      .pipe(logPlace('before'), observeInZone(loggingZone(log)), logPlace('behind'))
      .subscribe();
    expect(log).toEqual(['before', 'in', 'behind', 'out', 'in', 'out']);
  });

  it('[OZ3] what is behind it runs in the zone with each value, what has none does not', () => {
    let place = 'outside';
    const zone: ZoneLike = {
      run: (work) => {
        place = 'in the zone';
        const result = work();
        place = 'outside';
        return result;
      },
    };
    const where = (): string => place;
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-c-|');
      const subs = '       ^------!';
      const without = '    -o-o-o-|';
      const inZone = '     -i-i-i-|';
      const places = { o: 'outside', i: 'in the zone' };
      expectObservable(source.pipe(map(where))).toBe(without, places);
      expectObservable(source.pipe(observeInZone(zone), map(where))).toBe(inZone, places);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('leaves values, their order, their times and errors as they are', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-(bc)-a-|');
      const subs = '       ^---------!';
      const expected = '   -a-(bc)-a-|';
      const failing = cold('-a-#      ', undefined, 'lost');
      const failed = '      ^--!      ';
      expectObservable(source.pipe(observeInZone(plain))).toBe(expected);
      expectObservable(failing.pipe(observeInZone(plain))).toBe('-a-#', undefined, 'lost');
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(failing.subscriptions).toBe(failed);
    });
  });

  it('unsubscribing stops it: the source is unsubscribed, and the zone is entered no more', () => {
    const log: unknown[] = [];
    const source = new Subject<number>();
    const subscription = source.pipe(observeInZone(loggingZone(log))).subscribe(logsTo(log));
    source.next(1);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
    source.next(2);
    source.complete();
    expect(log).toEqual(['in', 1, 'out']);
  });

  it('a source that does not stop when unsubscribed is not heard, nor is the zone entered', () => {
    const log: unknown[] = [];
    const endless = new Observable<number>((subscriber) => {
      for (let value = 1; value <= 3; value += 1) subscriber.next(value);
      subscriber.complete();
    });
    endless.pipe(observeInZone(loggingZone(log)), take(1)).subscribe(logsTo(log));
    expect(log).toEqual(['in', 1, 'complete', 'out']);
  });

  it('a synchronous source ends with a take behind it', () => {
    let asked = 0;
    function* endless(): Generator<number> {
      while (asked < 1000) yield (asked += 1);
    }
    const log: unknown[] = [];
    from(endless()).pipe(observeInZone(plain), take(1)).subscribe(logsTo(log));
    expect(log).toEqual([1, 'complete']);
    expect(asked).toBe(1);
  });

  it.each([undefined, null, 5, 'zone', {}, { run: true }])(
    'throws a TypeError that names the zone if it is none, when it is called: %j',
    (zone) => {
      const call = (): unknown => observeInZone(zone as unknown as ZoneLike);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('observeInZone: zone must be');
    },
  );

  it('a run that throws errors that subscriber and no other', async () => {
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    const source = new Subject<number>();
    const log: unknown[] = [];
    const unstable = new Error('unstable');
    const broken: ZoneLike = {
      run: () => {
        throw unstable;
      },
    };
    source.pipe(observeInZone(broken)).subscribe(logsTo(log));
    const others: unknown[] = [];
    source.pipe(observeInZone(plain)).subscribe(logsTo(others));
    source.next(1);
    source.next(2);
    await reported();
    expect(others).toEqual([1, 2]);
    expect(log).toEqual([unstable]);
    expect(unhandled).toEqual([]);
  });

  it('a subscriber that throws takes neither the others nor the source along', async () => {
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    const source = new Subject<number>();
    const thrown = new Error('thrown');
    const log: unknown[] = [];
    const inZone = source.pipe(observeInZone(plain));
    inZone.subscribe(() => {
      throw thrown;
    });
    inZone.subscribe(logsTo(log));
    source.next(1);
    source.next(2);
    expect(log).toEqual([1, 2]);
    await reported();
    expect(unhandled).toEqual([thrown, thrown]);
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold('|');
      const never = cold('-');
      const failing = cold('-a-#');
      const source = hot('-a-b-c-|');
      expectObservable(empty.pipe(observeInZone(plain))).toBe('|');
      expectObservable(never.pipe(observeInZone(plain))).toBe('-');
      expectObservable(failing.pipe(observeInZone(plain))).toBe('-a-#');
      expectObservable(source.pipe(observeInZone(plain)), '      ---!').toBe('-a-');
      expectObservable(source.pipe(observeInZone(plain), take(2))).toBe('-a-(b|)');
      const twice = source.pipe(observeInZone(plain));
      expectObservable(twice, '^---!').toBe('-a-b-');
      expectObservable(twice, '--^-!').toBe('---b-');
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^---!', '--^-!']);
    });
  });

  it('a synchronous source, a re-entrant one and one that completes at once give the same', () => {
    const log: unknown[] = [];
    concat(of(1, 2), EMPTY).pipe(observeInZone(plain)).subscribe(logsTo(log));
    expect(log).toEqual([1, 2, 'complete']);
    log.length = 0;
    const source = new Subject<number>();
    source.pipe(observeInZone(loggingZone(log))).subscribe((value) => {
      log.push(value);
      if (value === 1) source.next(2);
    });
    source.next(1);
    expect(log).toEqual(['in', 1, 'in', 2, 'out', 'out']);
  });

  it('the type that goes in comes out, and a zone of zone.js is one', () => {
    const source: Observable<MessageLogUpdate> = EMPTY;
    expectTypeOf(source.pipe(observeInZone(plain))).toEqualTypeOf<Observable<MessageLogUpdate>>();
    const narrowed = source.pipe(
      map((log): ChatNotification => log),
      observeInZone(Zone.current),
    );
    expectTypeOf(narrowed).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf<typeof Zone.current>().toExtend<ZoneLike>();
    expectTypeOf<{ run: () => string }>().not.toExtend<ZoneLike>();
  });
});

describe('observeInZone under zone.js', () => {
  const emitting = Zone.root.fork({ name: 'emitting' });
  const given = Zone.root.fork({ name: 'given' });

  /** The zones in which a subscriber receives two values and the end of a source that emits in the zone `emitting`. */
  const zonesOf = (
    operator: MonoTypeOperatorFunction<number>,
    end: 'complete' | 'error',
  ): Promise<string[]> =>
    new Promise((resolve) => {
      const source = new Subject<number>();
      const zones: string[] = [];
      const note = (): void => void zones.push(Zone.current.name);
      const noteEnd = (): void => {
        note();
        resolve(zones);
      };
      given.run(() => source.pipe(operator).subscribe({ next: note, error: noteEnd, complete: noteEnd }));
      emitting.run(() => {
        source.next(1);
        setTimeout(() => {
          source.next(2);
          if (end === 'complete') source.complete();
          else source.error(new Error('lost'));
        });
      });
    });

  it.each(['complete', 'error'] as const)(
    'without it a subscriber runs in the zone of who emits, with it in the zone given: %s',
    async (end) => {
      const without = await zonesOf((source) => source, end);
      expect(without).toEqual(['emitting', 'emitting', 'emitting']);
      const withIt = await zonesOf(observeInZone(given), end);
      expect(withIt).toEqual(['given', 'given', 'given']);
    },
  );

  it('what a subscriber starts stays in the zone, and who emits is back in its own', async () => {
    const source = new Subject<number>();
    const started = new Promise<string>((resolve) => {
      source.pipe(observeInZone(given)).subscribe(() => {
        setTimeout(() => {
          resolve(Zone.current.name);
        });
      });
    });
    const after = emitting.run(() => {
      source.next(1);
      return Zone.current.name;
    });
    expect(after).toBe('emitting');
    expect(await started).toBe('given');
  });
});
