import { filter, map, NEVER, Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type ReadMark,
  type UnreadCount,
  unreadCount,
  type UnreadOptions,
} from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate, type Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { at, count, log, self } from './unreadCountFixtures.ts';

describe('unreadCount', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1)), b: log(at(2)), c: log(at(3)) };
      const counts = { 1: count(1, 1), 2: count(2, 1), b: count(1, 2), c: count(2, 2) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('       -a-#', values);
      const failed = '             -1-#';
      const source = hot('         -a-b-c-|', values);
      const read = cold<ReadMark>('--------');
      const first = '              ^---!';
      const toFirst = '            -1-2-';
      const second = '             --^---!';
      const toSecond = '           ---b-c-';
      const two = '                ^--!';
      const toTwo = '              -1-(2|)';
      const twice = source.pipe(unreadCount({ self, read$: read }));
      expectObservable(empty.pipe(unreadCount({ self, read$: NEVER }))).toBe('|');
      expectObservable(never.pipe(unreadCount({ self, read$: NEVER }))).toBe('-');
      expectObservable(failing.pipe(unreadCount({ self, read$: NEVER }))).toBe(failed, counts);
      expectObservable(twice, first).toBe(toFirst, counts);
      expectObservable(twice, second).toBe(toSecond, counts);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, counts);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, second]);
      expectSubscriptions(read.subscriptions).toBe([first, two, second]);
    });
  });

  it('a re-entrant source, a re-entrant read$ and synchronous ones lose nothing', () => {
    const source = new Subject<ChatNotification>();
    const read$ = new Subject<ReadMark>();
    const seen: number[] = [];
    source.pipe(unreadCount({ self, read$ })).subscribe(({ unread }) => {
      seen.push(unread);
      if (unread === 1) source.next(log(at(2), at(3)));
      if (unread === 3) read$.next({ chatId: 'A', index: 3 });
    });
    source.next(log(at(1)));
    expect(seen).toEqual([1, 3, 0]);
    const direct: (number | string)[] = [];
    of(log(at(1)), log(at(2)), log(at(3)))
      .pipe(
        unreadCount({ self, read$: of({ chatId: 'A', index: 1 }) }),
        map(({ unread }) => unread),
      )
      .subscribe({ next: (unread) => direct.push(unread), complete: () => direct.push('complete') });
    expect(direct).toEqual([1, 2, 'complete']);
  });

  it('inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(at(1)));
    const emitted = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      unreadCount({
        self: (author, chatId) => {
          expectTypeOf(author).toEqualTypeOf<Participant>();
          expectTypeOf(chatId).toEqualTypeOf<string>();
          return false;
        },
        read$: NEVER,
        types: 'Text',
      }),
    );
    expectTypeOf(emitted).toEqualTypeOf<Observable<UnreadCount>>();
    expectTypeOf(unreadCount).parameters.toEqualTypeOf<[options: UnreadOptions]>();
    const all: UnreadCount[] = [];
    emitted.subscribe((unread) => all.push(unread));
    expect(all).toEqual([count(1, 1)]);
  });
});
