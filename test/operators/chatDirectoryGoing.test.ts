import { map, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { chatDirectory } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { all, directoriesOf, expectLines, lines, seen, shown } from './chatDirectoryFixtures.ts';

describe('chatDirectory', () => {
  it('[CD4] a chat whose grace is over goes, in an emission of its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A--------|', all);
      const subs = '      ^-------------!';
      const expected = '  -a-b-A----x---|';
      expectObservable(source.pipe(chatDirectory({ retainEnded: 5 }), map(shown))).toBe(expected, {
        ...seen,
        A: 'A:Completed B:Chatting +A',
        x: 'B:Chatting -A',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CD4] whether it is kept for long, or comes back in time', () => {
    expectLines('aA        ', 'aA 59999ms x   ', seen);
    expectLines('aA        ', 'aA 4ms x       ', seen, { retainEnded: 5 });
    expectLines('aA        ', 'aA             ', seen, { retainEnded: Infinity });
    expectLines('aA--a     ', 'aA--a          ', seen, { retainEnded: 5 });
  });

  it('chats whose graces are over at once go one by one', () => {
    expectLines(
      '(abAB)    ',
      '(abAB)(xy)',
      {
        ...seen,
        A: 'A:Completed B:Chatting +A',
        B: 'A:Completed B:Completed +B',
        x: 'B:Completed -A',
        y: '-B',
      },
      { retainEnded: 6 },
    );
  });

  it('of too many chats those that go are told together with the change that displaced them', () => {
    const emitted = {
      ...seen,
      c: 'B:Chatting C:Chatting +C -A',
      d: 'A:Chatting C:Chatting +A -B',
      B: 'A:Chatting B:Completed +B',
      e: 'A:Chatting C:Chatting +C -B',
      f: 'B:Chatting +B -A',
    };
    expectLines('abca', 'abcd', emitted, { maxChats: 2 });
    expectLines('abBc', 'abBe', emitted, { maxChats: 2 });
    expectLines('aabu', 'a-f ', emitted, { maxChats: 1 });
  });

  it('a chat that is over when it is first told goes at once if there are too many that go on', () => {
    const [, , third, ...more] = directoriesOf([all.a, all.b, all.C], { maxChats: 2 });
    expect(third && shown(third)).toBe('A:Chatting B:Chatting -C');
    expect(more).toEqual([]);
  });

  it('a chat that returns starts a new view', () => {
    expectLines(
      'mA----a',
      'mA--x-a',
      {
        ...seen,
        m: 'A::1 +A',
        A: 'A:Completed:1 +A',
      },
      { retainEnded: 3 },
    );
  });

  it('a source that re-enters when a chat is evicted loses nothing', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler, maxChats: 2, retainEnded: 5 })).subscribe((line) => {
      given.push(line);
      if (line === 'B:Completed -A') source.next(all.c);
      else if (line.endsWith('+C')) source.next(all.a);
      else if (line === 'A:Chatting C:Chatting +A -B') source.next(all.C);
    });
    for (const one of [all.a, all.b, all.A, all.B]) source.next(one);
    scheduler.flush();
    expect(given.slice(3)).toEqual([
      'A:Completed B:Completed +B',
      'B:Completed -A',
      'B:Completed C:Chatting +C',
      'A:Chatting C:Chatting +A -B',
      'A:Chatting C:Completed +C',
      'A:Chatting -C',
    ]);
    expect(scheduler.frame).toBe(10);
  });

  it('a subscriber that unsubscribes at an eviction receives no more, and no timer is left', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler }), take(5)).subscribe((line) => given.push(line));
    for (const one of [all.a, all.b, all.A, all.B]) source.next(one);
    scheduler.flush();
    expect(given.at(-1)).toBe('B:Completed -A');
    expect([given.length, source.observed, scheduler.actions.length]).toEqual([5, false, 0]);
  });

  it('a typing notice that is no longer believed, and changes nothing, makes no chat the more recently changed', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler, maxChats: 2 })).subscribe((line) => given.push(line));
    for (const one of [all.a, all.s, messageLog({ chatId: 'A', messages: [{ index: 3 }] }), all.b])
      source.next(one);
    scheduler.flush();
    source.next(all.c);
    expect(given.at(-1)).toBe('B:Chatting C:Chatting +C -A');
  });
});
