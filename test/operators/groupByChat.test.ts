import { filter, type GroupedObservable, map, mergeMap, type Observable, of } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, groupByChat, statusChanges } from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate, type MessageLogUpdate } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, A, all, b, listening, m } from './groupByChatFixtures.ts';

describe('groupByChat', () => {
  it('opens one group per chat, which brings all of it, of all kinds', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-m-b-e-a-b-|', all);
      const subs = '      ^------------!';
      const expected = '  -x---y-------|';
      const x = cold('     a-m---e-a---|', all);
      const y = cold('         b-----b-|', all);
      expectObservable(source.pipe(groupByChat())).toBe(expected, { x, y });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the key of a group is the id of its chat', () => {
    const keys: string[] = [];
    of(m, b, A)
      .pipe(groupByChat())
      .subscribe(({ key }) => keys.push(key));
    expect(keys).toEqual(['A', 'B']);
  });

  it('a group opens with the first notification of its chat: messages, an error', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const messages = hot('-m-a-|', all);
      const failure = hot(' -e-a-|', all);
      const subs = '        ^----!';
      const expected = '    -x---|';
      const x = cold('       m-a-|', all);
      const y = cold('       e-a-|', all);
      expectObservable(messages.pipe(groupByChat())).toBe(expected, { x });
      expectObservable(failure.pipe(groupByChat())).toBe(expected, { x: y });
      expectSubscriptions(messages.subscriptions).toBe(subs);
      expectSubscriptions(failure.subscriptions).toBe(subs);
    });
  });

  it('what has no chatId is not grouped', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-n-a-n-a-n-|', all);
      const subs = '      ^----------!';
      const expected = '  ---x-------|';
      const x = cold('       a---a---|', all);
      expectObservable(source.pipe(groupByChat())).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('of more than maxChats chats the ended complete first, then the least recently changed', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-B-c-a-b-|', all);
      const subs = '      ^------------!';
      const expected = '  -x-y---z---w-|';
      const x = cold('     a-------a---|', all);
      const y = cold('       b-B-|      ', all);
      const z = cold('           c---|  ', all);
      const w = cold('               b-|', all);
      expectObservable(source.pipe(groupByChat({ maxChats: 2 }))).toBe(expected, { x, y, z, w });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the group of the chat that goes completes before the one of the chat that comes opens', () => {
    const { source$, story } = listening({ maxChats: 1 });
    source$.next(a);
    source$.next(b);
    source$.next(a);
    expect(story).toEqual(['+A', 'a', '-A', '+B', 'b', '-B', '+A', 'a']);
  });

  it('a chat that is final at its first sight while there are too many still brings that to its group', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-C-b-C-|', all);
      const subs = '      ^----------!';
      const expected = '  -x-y-z---w-|';
      const x = cold('     a---------|', all);
      const y = cold('       b---b---|', all);
      const z = cold('         (C|)  ', all);
      const w = cold('             (C|)', all);
      expectObservable(source.pipe(groupByChat({ maxChats: 2 }))).toBe(expected, { x, y, z, w });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the type of the notifications is kept, and inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(m);
    const groups = source.pipe(filterByChat('A'), groupByChat({ maxChats: 5 }));
    expectTypeOf(groups).toEqualTypeOf<Observable<GroupedObservable<string, ChatNotification>>>();
    const logs = source.pipe(filter(isMessageLogUpdate), groupByChat());
    expectTypeOf(logs).toEqualTypeOf<Observable<GroupedObservable<string, MessageLogUpdate>>>();
    const counts = logs.pipe(mergeMap((group) => group.pipe(map(({ messages }) => messages.length))));
    expectTypeOf(counts).toEqualTypeOf<Observable<number>>();
    const changes = groups.pipe(mergeMap((group) => group.pipe(statusChanges())));
    changes.subscribe(() => expect.unreachable());
  });
});
