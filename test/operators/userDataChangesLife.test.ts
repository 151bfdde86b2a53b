import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type RetentionOptions,
  type UserDataChange,
  userDataChanges,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { a, all, b, c, changes, p, type UserData } from './userDataChangesFixtures.ts';
import { behavesAsOperatorsDo, startsAnew } from './operatorBehaviour.ts';

describe('userDataChanges', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(userDataChanges(), all, ['a', 'b'], changes);
  });

  it('two subscriptions are independent', () => {
    startsAnew(userDataChanges(), all, 'c', changes);
  });

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
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

  it('a re-entrant source receives what changed since, without duplicates', () => {
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

  it('inference survives filterByChat and a long pipe', () => {
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
    expectTypeOf(userDataChanges).parameters.toEqualTypeOf<[options?: RetentionOptions | undefined]>();
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
