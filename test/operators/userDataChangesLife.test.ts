import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type KeyedOptions,
  type UserDataChange,
  userDataChanges,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, c, changes, p, type UserData } from './userDataChangesFixtures.ts';

describe('userDataChanges', () => {
  it('[UD17] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -a-#     ';
      const source = hot('                  -a-b-c-o|', all);
      const unsub = '                       ----!    ';
      const early = '                       -a-b-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -a-(b|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(userDataChanges())).toBe('|');
      expectObservable(never.pipe(userDataChanges())).toBe('-');
      expectObservable(failing.pipe(userDataChanges())).toBe(failed, changes);
      expectObservable(source.pipe(userDataChanges()), unsub).toBe(early, changes);
      expectObservable(source.pipe(userDataChanges(), take(2))).toBe(taken, changes);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[UD18] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-c-|', all);
      const firstSubs = '  ^------!';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -a-b-c-|';
      const second = '     ---t-c-|';
      const both = source.pipe(userDataChanges());
      expectObservable(both).toBe(first, changes);
      expectObservable(both, late).toBe(second, changes);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[UD19] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, c];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, c)
      .pipe(userDataChanges())
      .subscribe(({ current }) => seen.push(Object.keys(current).join()));
    from(forever())
      .pipe(userDataChanges(), take(4))
      .subscribe(({ added }) => seen.push(`+${Object.keys(added).join()}`));
    expect(seen).toEqual(['name', 'name,tier', 'tier', '+name', '+tier', '+', '+name']);
  });

  it('[UD20] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: UserDataChange[] = [];
    source.pipe(userDataChanges()).subscribe((change) => {
      seen.push(change);
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(c);
    });
    source.next(a);
    source.next(p);
    expect(seen).toEqual([changes.a, changes.b, changes.c]);
  });

  it('[UD21] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b);
    const short = source.pipe(filterByChat('A'), userDataChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      userDataChanges({ maxChats: 5 }),
      filter(({ chatId }) => chatId !== ''),
      map(({ added }) => added['name']),
      take(1),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<UserDataChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<unknown>>();
    expectTypeOf(userDataChanges).parameters.toEqualTypeOf<[options?: KeyedOptions | undefined]>();
    expectTypeOf<UserDataChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly added: UserData;
      readonly changed: UserData;
      readonly removed: UserData;
      readonly current: UserData;
    }>();
    const seen: unknown[] = [];
    long.subscribe((value) => seen.push(value));
    expect(seen).toEqual(['Ann']);
  });
});
