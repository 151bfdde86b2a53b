import { setTimeout } from 'node:timers/promises';
import { NEVER, Subject, TimeoutError, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { operationResult } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, e, ids, send83 } from './operationResultFixtures.ts';

const late: unknown = expect.any(TimeoutError);

describe('operationResult', () => {
  it('without an answer in time it errors with TimeoutError, counted from subscribing, and unsubscribes from both', () => {
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

  it('an answer just in time counts, the timeout is 30 seconds by default, and Infinity is no limit', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('----a', all);
      const subs = '      ^---!';
      const expected = '  ----(a|)';
      expectObservable(source.pipe(operationResult(send83, { timeout: 5 }))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      const slow = hot('        60m a    ', all);
      const slowSubs = '        ^ 3599999ms !';
      const limitedSubs = '     ^ 29999ms !';
      const expectedLong = '    60m (a|) ';
      const expectedLimited = ' 30s #';
      expectObservable(slow.pipe(operationResult(send83, { timeout: Infinity }))).toBe(expectedLong, all);
      expectObservable(slow.pipe(operationResult(send83))).toBe(expectedLimited, all, late);
      expectSubscriptions(slow.subscriptions).toBe([slowSubs, limitedSubs]);
    });
  });

  it('scheduler times the timeout, and however it ends no timer is left', () => {
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

  it('the longest that a timer can run is a limit', () => {
    const scheduler = new VirtualTimeScheduler();
    scheduler.maxFrames = Infinity;
    let caught: unknown;
    NEVER.pipe(operationResult(send83, { timeout: 2 ** 31 - 1, scheduler })).subscribe({
      error: (error: unknown) => (caught = error),
    });
    scheduler.flush();
    expect(caught).toBeInstanceOf(TimeoutError);
  });

  it.each([Infinity, 2 ** 31])(
    'a timeout longer than a timer can run does not end early: %d',
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
});
