import { filter, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { dedupeByIndex } from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate, type MessageLogUpdate } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { log, one, two } from './dedupeByIndexFixtures.ts';

describe('dedupeByIndex', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log('A', one), b: log('A', two) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const source = hot('-a-a-b-a-|', values);
      expectObservable(empty.pipe(dedupeByIndex())).toBe('|');
      expectObservable(never.pipe(dedupeByIndex())).toBe('-');
      expectObservable(failing.pipe(dedupeByIndex())).toBe('-a-#', values);
      const twice = source.pipe(
        map((x) => x),
        dedupeByIndex(),
        map((x) => x),
      );
      expectObservable(twice, '^--!').toBe('-a-', values);
      expectObservable(twice, '--^---!').toBe('---a-b', values);
      expectObservable(twice.pipe(take(1))).toBe('-(a|)', values);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^!', '--^---!']);
    });
  });

  it('a re-entrant source and a synchronous one give the same', () => {
    const source = new Subject<MessageLogUpdate>();
    const seen: number[] = [];
    source.pipe(dedupeByIndex()).subscribe(({ messages }) => {
      seen.push(...messages.map(({ index }) => index));
      if (seen.length === 1) source.next(log('A', one, two));
    });
    source.next(log('A', one));
    source.next(log('A', two));
    expect(seen).toEqual([1, 2]);
  });

  it('the type that goes in comes out', () => {
    const source: Observable<ChatNotification> = of(log('A', one));
    expectTypeOf(source.pipe(filter(isMessageLogUpdate), dedupeByIndex())).toEqualTypeOf<
      Observable<MessageLogUpdate>
    >();
    expectTypeOf(source.pipe(dedupeByIndex())).toEqualTypeOf<Observable<ChatNotification>>();
  });
});
