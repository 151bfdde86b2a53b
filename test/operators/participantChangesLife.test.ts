import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type RetentionOptions,
  type ParticipantChange,
  participantChanges,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange, type Participant } from '../../src/model/index.ts';
import { a, all, b, changes, g } from './participantChangesFixtures.ts';
import { behavesAsOperatorsDo, startsAnew } from './operatorBehaviour.ts';

const names = (participants: readonly Participant[]): string =>
  participants.map(({ nickname }) => nickname).join();

describe('participantChanges', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(participantChanges(), all, ['a', 'b'], changes);
  });

  it('two subscriptions are independent', () => {
    startsAnew(participantChanges(), all, 'g', changes);
  });

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
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

  it('a re-entrant source receives what changed since, without duplicates', () => {
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

  it('inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b);
    const emitted = source.pipe(filterByChat('A'), participantChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      participantChanges({ maxChats: 5 }),
      filter(({ joined }) => joined.length > 0),
      map(({ current }) => current[1]?.nickname),
      take(1),
    );
    expectTypeOf(emitted).toEqualTypeOf<Observable<ParticipantChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<string | undefined>>();
    expectTypeOf(participantChanges).parameters.toEqualTypeOf<[options?: RetentionOptions | undefined]>();
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
