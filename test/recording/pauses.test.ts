import { asyncScheduler, NEVER, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { longestTimer } from '../../src/fold/longestTimer.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { fromRecording } from '../../src/recording/index.ts';
import { chatStateChange } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { header, recorded } from './recordings.ts';

const at = (receivedAt: number): ChatNotification => chatStateChange({ chat: { id: 'A' }, receivedAt });
const linesAt = (...instants: readonly number[]): string[] => recorded(instants.map(at));

/** Notifications by letters, in the order of their instants. */
const named = (...instants: readonly number[]): Record<string, ChatNotification> =>
  Object.fromEntries(instants.map((instant, position) => ['abcdef'.charAt(position), at(instant)]));

describe('the pauses of a recording', () => {
  it('are those between the instants of the notifications, and the first is emitted at once', () => {
    marbles(({ expectObservable }) => {
      const instants = [1000, 1002, 1002, 1007, 61_007];
      expectObservable(fromRecording(linesAt(...instants))).toBe(
        'a-(bc) -d 59999ms (e|)',
        named(...instants),
      );
    });
  });

  it('[RC26] separate notifications that are read at once', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const [, a = '', b = '', c = ''] = linesAt(1000, 1003, 1008);
      const lines = cold('(habc|)    ', { h: header, a, b, c });
      const subs = '      (^!)       ';
      const expected = '  a--b----(c|)';
      expectObservable(fromRecording(lines)).toBe(expected, named(1000, 1003, 1008));
      expectSubscriptions(lines.subscriptions).toBe(subs);
    });
  });

  it('speed divides them, and fractions do not add up', () => {
    marbles(({ expectObservable }) => {
      const instants = [0, 10, 20, 30];
      const emitted = named(...instants);
      expectObservable(fromRecording(linesAt(...instants), { speed: 2 })).toBe(
        'a----b----c----(d|)',
        emitted,
      );
      expectObservable(fromRecording(linesAt(...instants), { speed: 0.5 })).toBe(
        'a 19ms b 19ms c 19ms (d|)',
        emitted,
      );
    });
    const scheduler = new VirtualTimeScheduler();
    const frames: number[] = [];
    const instants = Array.from({ length: 3_001 }, (_, position) => position);
    fromRecording(linesAt(...instants), { speed: 3, scheduler }).subscribe(() =>
      frames.push(scheduler.frame),
    );
    scheduler.flush();
    expect(frames).toHaveLength(3_001);
    expect(frames.at(-1)).toBeCloseTo(1_000, 6);
  });

  it('a speed of Infinity emits everything at once and runs no timer', () => {
    marbles(({ expectObservable }) => {
      const instants = [0, 10, 5, 1e12];
      expectObservable(fromRecording(linesAt(...instants), { speed: Infinity })).toBe(
        '(abcd|)',
        named(...instants),
      );
    });
    const seen: unknown[] = [];
    fromRecording(linesAt(0, 1e12), { speed: Infinity }).subscribe({
      next: ({ receivedAt }) => seen.push(receivedAt),
      complete: () => seen.push('complete'),
    });
    expect(seen).toEqual([0, 1e12, 'complete']);
  });

  it('follow event time: an earlier instant makes no pause, and the next pause is not longer for it', () => {
    marbles(({ expectObservable }) => {
      const instants = [100, 110, 50, 50, 200];
      expectObservable(fromRecording(linesAt(...instants))).toBe('a 9ms (bcd) 85ms (e|)', named(...instants));
    });
  });

  it('can be longer than a timer can run', () => {
    const scheduler = new VirtualTimeScheduler();
    const scheduled = vi.spyOn(scheduler, 'schedule');
    const frames: number[] = [];
    const pause = 3 * longestTimer + 5;
    fromRecording(linesAt(0, pause), { scheduler }).subscribe(() => frames.push(scheduler.frame));
    scheduler.flush();
    expect(frames).toEqual([0, pause]);
    expect(scheduled.mock.calls.map(([, delay]) => delay)).toEqual([
      longestTimer,
      longestTimer,
      longestTimer,
      5,
    ]);
  });

  it('are counted from the first notification, so late lines catch up', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const [, a = '', b = '', c = '', d = ''] = linesAt(0, 2, 4, 20);
      const lines = hot('-h-a------(bc)-d--|', { h: header, a, b, c, d });
      const subs = '     ^-----------------!';
      const expected = ' ---a------(bc) 9ms (d|)';
      expectObservable(fromRecording(lines)).toBe(expected, named(0, 2, 4, 20));
      expectSubscriptions(lines.subscriptions).toBe(subs);
    });
  });

  it('behaves as RxJS operators do: never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const [, a = '', b = '', c = ''] = linesAt(0, 3, 6);
      const lines = { h: header, a, b, c };
      const emitted = named(0, 3, 6);
      const never = cold<string>('     -        ');
      const neverSubs = '              ^        ';
      const failing = cold('           (hab#)   ', lines);
      const failed = '                 a--(b#)  ';
      const failingSubs = '            (^!)     ';
      const source = hot('             -(habc)--', lines);
      const unsub = '                  -----!   ';
      const early = '                  -a--b    ';
      const earlySubs = '              ^----!   ';
      const taken = '                  -a--(b|) ';
      const takenSubs = '              ^---!    ';
      expectObservable(fromRecording(never)).toBe('-');
      expectObservable(fromRecording(failing)).toBe(failed, emitted);
      expectObservable(fromRecording(source), unsub).toBe(early, emitted);
      expectObservable(fromRecording(source).pipe(take(2))).toBe(taken, emitted);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('after unsubscribing no timer runs and no line is read, and an endless source ends', () => {
    const scheduler = new VirtualTimeScheduler();
    const open = (): number => scheduler.actions.filter(({ closed }) => !closed).length;
    const replay = fromRecording(linesAt(0, 5), { scheduler }).subscribe();
    expect(open()).toBe(1);
    replay.unsubscribe();
    expect(open()).toBe(0);
    let read = 0;
    function* forever(): Generator<string> {
      yield header;
      for (; read < 1_000; read += 1) yield linesAt(read)[1] ?? '';
      throw new Error('unsubscribed');
    }
    const seen: unknown[] = [];
    fromRecording(forever(), { speed: Infinity })
      .pipe(take(2))
      .subscribe(({ receivedAt }) => seen.push(receivedAt));
    expect(seen).toEqual([0, 1]);
    expect(read).toBeLessThan(3);
  });

  it('a line that arrives while a notification is emitted has its turn after it', () => {
    const lines = new Subject<string>();
    const scheduler = new VirtualTimeScheduler();
    const [, a = '', b = '', c = ''] = linesAt(0, 5, 5);
    const seen: string[] = [];
    fromRecording(lines, { scheduler }).subscribe(({ receivedAt }) => {
      seen.push(`(${receivedAt}`);
      if (seen.length === 1) lines.next(b);
      else if (seen.length === 3) lines.next(c);
      seen.push(')');
    });
    lines.next(header);
    lines.next(a);
    scheduler.flush();
    expect(seen).toEqual(['(0', ')', '(5', ')', '(5', ')']);
  });

  it('runs on the async scheduler by default and reads whatever RxJS converts to an Observable', async () => {
    async function* later(): AsyncGenerator<string> {
      for (const line of linesAt(0, 2)) yield await Promise.resolve(line);
    }
    const began = asyncScheduler.now();
    await new Promise<void>((resolve) => {
      fromRecording(later()).subscribe({ complete: resolve });
    });
    expect(asyncScheduler.now() - began).toBeGreaterThanOrEqual(1);
    marbles(({ expectObservable }) => {
      expectObservable(fromRecording(NEVER)).toBe('-');
      expectObservable(fromRecording(of(header))).toBe('|');
    });
  });
});
