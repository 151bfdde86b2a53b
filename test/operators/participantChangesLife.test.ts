import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type KeyedOptions,
  type ParticipantChange,
  participantChanges,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange, type Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, changes, g } from './participantChangesFixtures.ts';

const names = (participants: readonly Participant[]): string =>
  participants.map(({ nickname }) => nickname).join();

describe('participantChanges', () => {
  it('[PC13] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -a-#     ';
      const source = hot('                  -a-b-g-o|', all);
      const unsub = '                       ----!    ';
      const early = '                       -a-b-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -a-(b|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(participantChanges())).toBe('|');
      expectObservable(never.pipe(participantChanges())).toBe('-');
      expectObservable(failing.pipe(participantChanges())).toBe(failed, changes);
      expectObservable(source.pipe(participantChanges()), unsub).toBe(early, changes);
      expectObservable(source.pipe(participantChanges(), take(2))).toBe(taken, changes);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[PC14] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-g-|', all);
      const firstSubs = '  ^------!';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -a-b-g-|';
      const second = '     ---t-g-|';
      const both = source.pipe(participantChanges());
      expectObservable(both).toBe(first, changes);
      expectObservable(both, late).toBe(second, changes);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[PC15] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, g];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, g)
      .pipe(participantChanges())
      .subscribe(({ joined, left }) => seen.push(`+${names(joined)} -${names(left)}`));
    from(forever())
      .pipe(participantChanges(), take(4))
      .subscribe(({ current }) => seen.push(names(current)));
    expect(seen).toEqual(['+Ann -', '+Bob -', '+ -Ann', 'Ann', 'Ann,Bob', 'Bob', 'Ann']);
  });

  it('[PC16] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(participantChanges()).subscribe(({ joined, left }) => {
      seen.push(`+${names(joined)} -${names(left)}`);
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(g);
    });
    source.next(a);
    source.next(g);
    expect(seen).toEqual(['+Ann -', '+Bob -', '+ -Ann']);
  });

  it('[PC17] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b);
    const told = source.pipe(filterByChat('A'), participantChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      participantChanges({ maxChats: 5 }),
      filter(({ joined }) => joined.length > 0),
      map(({ current }) => current[1]?.nickname),
      take(1),
    );
    expectTypeOf(told).toEqualTypeOf<Observable<ParticipantChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<string | undefined>>();
    expectTypeOf(participantChanges).parameters.toEqualTypeOf<[options?: KeyedOptions | undefined]>();
    expectTypeOf<ParticipantChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly joined: readonly Participant[];
      readonly left: readonly Participant[];
      readonly changed: readonly Participant[];
      readonly current: readonly Participant[];
    }>();
    const seen: unknown[] = [];
    long.subscribe((nickname) => seen.push(nickname));
    expect(seen).toEqual(['Bob']);
  });
});
