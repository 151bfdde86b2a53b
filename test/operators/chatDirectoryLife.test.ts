import { filter, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ChatDirectory, chatDirectory, filterByChat } from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { all, lines, seen } from './chatDirectoryFixtures.ts';

describe('chatDirectory', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', all);
      const ending = cold('-a-A-|', all);
      const source = hot('-a-i-b-a-|', all);
      const more = { ...seen, s: 'A:Invited B:Chatting +B', b: 'B:Chatting +B' };
      expectObservable(empty.pipe(lines())).toBe('|');
      expectObservable(never.pipe(lines())).toBe('-');
      expectObservable(failing.pipe(lines())).toBe('-a-#', seen);
      expectObservable(ending.pipe(lines())).toBe('-a-A-|', seen);
      expectObservable(source.pipe(lines()), '      ---!').toBe('-a-', seen);
      expectObservable(source.pipe(lines(), take(2))).toBe('-a-(i|)', seen);
      const twice = source.pipe(lines());
      expectObservable(twice, '^-----!').toBe('-a-i-s-', more);
      expectObservable(twice, '----^-!').toBe('-----b-', more);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(ending.subscriptions).toBe('^----!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^-----!', '----^-!']);
    });
  });

  it('a source that re-enters from a subscriber loses nothing, and a synchronous one gives the same', () => {
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines()).subscribe((line) => {
      given.push(line);
      if (line === seen.a) source.next(all.b);
      else if (line === seen.b) source.next(all.m);
    });
    source.next(all.a);
    source.next(all.A);
    expect(given).toEqual([seen.a, seen.b, seen.m, 'A:Completed:1 B:Chatting +A']);
    of(all.a, all.b, all.m)
      .pipe(lines())
      .subscribe((line) => given.push(line));
    expect(given.slice(4)).toEqual([seen.a, seen.b, seen.m]);
    source.complete();
  });

  it('inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(all.a);
    const directories = source.pipe(
      filter(isChatStateChange),
      filterByChat('B'),
      chatDirectory({ maxChats: 1 }),
    );
    expectTypeOf(directories).toEqualTypeOf<Observable<ChatDirectory>>();
    directories.subscribe(() => expect.unreachable());
  });
});
