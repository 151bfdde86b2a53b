import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CapabilityChange,
  capabilityChanges,
  filterByChat,
  type RetentionOptions,
} from '../../operators/index.ts';
import { type Capability, type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { a, all, b, changes, d, f } from './capabilityChangesFixtures.ts';
import { behavesAsOperatorsDo, startsAnew } from './operatorBehaviour.ts';

const asText = ({ gained, lost }: CapabilityChange): string => `+${gained.join()} -${lost.join()}`;

describe('capabilityChanges', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(capabilityChanges(), all, ['a', 'b'], changes);
  });

  it('two subscriptions are independent', () => {
    startsAnew(capabilityChanges(), all, 'd', changes);
  });

  it('takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, d];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, d)
      .pipe(capabilityChanges())
      .subscribe(({ current }) => seen.push(current.join()));
    from(forever())
      .pipe(capabilityChanges(), take(4))
      .subscribe((change) => seen.push(asText(change)));
    expect(seen).toEqual([
      'Accept,Reject',
      'Reject,Leave',
      '',
      '+Accept,Reject -',
      '+Leave -Accept',
      '+ -Reject,Leave',
      '+Accept,Reject -',
    ]);
  });

  it('a re-entrant source receives what changed since, without duplicates', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(capabilityChanges()).subscribe((change) => {
      seen.push(asText(change));
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(f);
    });
    source.next(a);
    source.next(d);
    expect(seen).toEqual(['+Accept,Reject -', '+Leave -Accept', '+ -Reject,Leave']);
  });

  it('inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(a);
    const short = source.pipe(filterByChat('A'), capabilityChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Invited'),
      capabilityChanges({ maxChats: 5 }),
      filter(({ gained }) => gained.length > 0),
      map(({ current }) => current),
      take(1),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<CapabilityChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<readonly Capability[]>>();
    expectTypeOf(capabilityChanges).parameters.toEqualTypeOf<[options?: RetentionOptions | undefined]>();
    expectTypeOf<CapabilityChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly gained: readonly Capability[];
      readonly lost: readonly Capability[];
      readonly current: readonly Capability[];
    }>();
    const seen: unknown[] = [];
    long.subscribe((current) => seen.push(current));
    expect(seen).toEqual([['Accept', 'Reject']]);
  });
});
