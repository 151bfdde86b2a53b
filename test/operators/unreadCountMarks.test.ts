import { Observable, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ReadMark, type UnreadCount, unreadCount } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { at, count, eve, inB, inChatB, log, self } from './unreadCountFixtures.ts';

describe('unreadCount', () => {
  it('[UC6] a read mark takes off what is not above it, and a lower one marks unread again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1), at(2), at(4), at(4, eve)), b: log(at(5)) };
      const marks = {
        p: { chatId: 'A', index: 2 },
        q: { chatId: 'A', index: 4 },
        r: { chatId: 'A', index: 0 },
        s: { chatId: 'A', index: 99 },
      };
      const source = hot('-a-------b---|', values);
      const read = hot('  ---p-q-p---s-r', marks);
      const subs = '      ^------------!';
      const expected = '  -4-2-0-2-3-0-|';
      const counts = { 4: count(4, 1), 2: count(2, 4), 0: count(0), 3: count(3, 4) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('a lower mark marks all of them unread again, and a chat with none has no first', () => {
    const source = new Subject<ChatNotification>();
    const read$ = new Subject<ReadMark>();
    const emitted: UnreadCount[] = [];
    source.pipe(unreadCount({ self, read$ })).subscribe((unread) => emitted.push(unread));
    source.next(log(at(1), at(2)));
    read$.next({ chatId: 'A', index: 2 });
    read$.next({ chatId: 'A', index: -1 });
    expect(emitted).toStrictEqual([count(2, 1), { chatId: 'A', unread: 0 }, count(2, 1)]);
  });

  it('a read mark concerns its chat alone', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-----|', { a: log(at(1)), b: inB(at(1)) });
      const read = hot('  -----p-q-', { p: { chatId: 'B', index: 1 }, q: { chatId: 'C', index: 1 } });
      const subs = '      ^--------!';
      const expected = '  -1-x-y---|';
      const counts = { 1: count(1, 1), x: inChatB(1, 1), y: inChatB(0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it("a read mark before the chat's first message counts", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('---a-b-c-|', { a: log(at(1), at(2)), b: log(at(3)), c: inB(at(1)) });
      const read = hot('  -p--------', { p: { chatId: 'A', index: 2 } });
      const subs = '      ^--------!';
      const expected = '  -----1-x-|';
      const counts = { 1: count(1, 3), x: inChatB(1, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('an error of read$ passes on and lets the source go', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('        -a-b-c-|', { a: log(at(1)), b: log(at(2)), c: log(at(3)) });
      const read = cold<ReadMark>('----#');
      const subs = '              ^---!';
      const expected = '          -1-2#';
      const counts = { 1: count(1, 1), 2: count(2, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('the completion of read$ keeps the last mark', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-----b-|', { a: log(at(1), at(2)), b: log(at(3)) });
      const read = cold(' ---p-|', { p: { chatId: 'A', index: 1 } });
      const subs = '      ^--------!';
      const marks = '     ^----!';
      const expected = '  -2-1---3-|';
      const counts = { 2: count(2, 1), 1: count(1, 2), 3: count(2, 2) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(marks);
    });
  });

  it('the completion of the source completes, an error of it errors, and either lets read$ go', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1)) };
      const source = hot('        -a-|', values);
      const failing = hot('       -a-#', values);
      const read = cold<ReadMark>('------');
      const subs = '              ^--!';
      const expected = '          -1-|';
      const failed = '            -1-#';
      const counts = { 1: count(1, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectObservable(failing.pipe(unreadCount({ self, read$: read }))).toBe(failed, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(failing.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe([subs, subs]);
    });
  });

  it('read$ is subscribed to before the source, and both are left together', () => {
    const order: string[] = [];
    const logged = <T>(name: string): Observable<T> =>
      new Observable<T>(() => {
        order.push(`to ${name}`);
        return () => {
          order.push(`from ${name}`);
        };
      });
    const unread$ = logged<ChatNotification>('source').pipe(
      unreadCount({ self, read$: logged<ReadMark>('read$') }),
    );
    expect(order).toEqual([]);
    const subscription = unread$.subscribe();
    expect(order).toEqual(['to read$', 'to source']);
    subscription.unsubscribe();
    expect(order.slice(2).sort()).toEqual(['from read$', 'from source']);
  });
});
