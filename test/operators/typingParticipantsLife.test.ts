import { filter, map, type Observable, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type ViewOptions,
  type TypingParticipants,
  typingParticipants,
} from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { ann, bob, inB, log, starts, stops, typists, typing, writes } from './typingParticipantsFixtures.ts';

describe('typingParticipants', () => {
  it('the completion of the source completes at once and tells no end', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-|', { a: log(starts(1)) });
      const subs = '      ^--!';
      const expected = '  -a-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('completion, an error and unsubscribing end all timers', () => {
    for (const leave of ['unsubscribe', 'complete', 'error'] as const) {
      const scheduler = new VirtualTimeScheduler();
      const source = new Subject<ChatNotification>();
      const seen: string[] = [];
      const subscription = source.pipe(typingParticipants({ scheduler })).subscribe({
        next: ({ chatId }) => seen.push(chatId),
        error: () => seen.push('error'),
      });
      source.next(log(starts(1)));
      source.next(log(starts(2, bob)));
      source.next(inB(starts(1)));
      expect(scheduler.actions.length, leave).toBeGreaterThan(0);
      if (leave === 'unsubscribe') subscription.unsubscribe();
      else if (leave === 'complete') source.complete();
      else source.error(new Error('gone'));
      expect(scheduler.actions, leave).toHaveLength(0);
      scheduler.flush();
      expect(scheduler.frame, leave).toBe(0);
      expect(source.observed, leave).toBe(false);
      expect(seen, leave).toEqual(['A', 'A', 'B', ...(leave === 'error' ? ['error'] : [])]);
    }
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: log(starts(2, bob)), A: log(stops(3)) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const failed = '      -a-#';
      const source = hot('  -a-b-A-|', values);
      const first = '       ^---!';
      const toFirst = '     -a-x-';
      const second = '      --^--!';
      const toSecond = '    ---b-';
      const two = '         ^--!';
      const toTwo = '       -a-(x|)';
      const twice = source.pipe(typingParticipants());
      expectObservable(empty.pipe(typingParticipants())).toBe('|');
      expectObservable(never.pipe(typingParticipants())).toBe('-');
      expectObservable(failing.pipe(typingParticipants())).toBe(failed, typists);
      expectObservable(twice, first).toBe(toFirst, typists);
      expectObservable(twice, second).toBe(toSecond, typists);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, typists);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, second]);
    });
  });

  it('a re-entrant source and a synchronous one lose nothing', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    const names = ({ participants }: TypingParticipants): string =>
      participants.map(({ nickname }) => nickname).join();
    source.pipe(typingParticipants({ scheduler }), map(names)).subscribe((typists) => {
      seen.push(typists);
      if (typists === 'Ann') source.next(log(starts(2, bob)));
      if (typists === 'Ann,Bob') source.next(log(writes(3)));
    });
    source.next(log(starts(1)));
    expect(seen).toEqual(['Ann', 'Ann,Bob', 'Bob']);
    scheduler.flush();
    expect(seen).toEqual(['Ann', 'Ann,Bob', 'Bob', '']);
    const direct: string[] = [];
    of(log(starts(1)), log(starts(2, bob)), log(writes(3)))
      .pipe(typingParticipants(), map(names))
      .subscribe({ next: (typists) => direct.push(typists), complete: () => direct.push('complete') });
    expect(direct).toEqual(['Ann', 'Ann,Bob', 'Bob', 'complete']);
  });

  it('inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(starts(1)));
    const seen = source.pipe(filter(isMessageLogUpdate), filterByChat('A'), typingParticipants());
    expectTypeOf(seen).toEqualTypeOf<Observable<TypingParticipants>>();
    expectTypeOf(typingParticipants).parameter(0).toEqualTypeOf<ViewOptions | undefined>();
    const all: TypingParticipants[] = [];
    seen.subscribe((participants) => all.push(participants));
    expect(all).toEqual([typing(ann)]);
  });
});
