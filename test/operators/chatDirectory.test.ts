import fc from 'fast-check';
import { map, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ChatDirectory, chatDirectory, type ChatView, chatViews } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { DirectoryFold } from '../../src/state/chatDirectory.ts';
import { chatStateChange, messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { all, directoriesOf, expectLines, seen, shown } from './chatDirectoryFixtures.ts';

describe('chatDirectory', () => {
  it('[CD1] emits all chats when one is new or changes, and tells its id in changed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-m-m-a-u-|', all);
      const subs = '      ^------------!';
      const expected = '  -a-b-m-------|';
      expectObservable(source.pipe(chatDirectory(), map(shown))).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('its views are those of chatViews, and a view that did not change stays the same object', () => {
    const source = new Subject<ChatNotification>();
    const given: ChatDirectory[] = [];
    const views: ChatView[] = [];
    source.pipe(chatDirectory()).subscribe((chats) => given.push(chats));
    const subscription = source.pipe(chatViews()).subscribe((view) => views.push(view));
    for (const one of [all.a, all.b, all.m, all.s, all.i, all.a, all.B]) source.next(one);
    subscription.unsubscribe();
    expect(given.flatMap(({ changed }) => changed)).toEqual(['A', 'B', 'A', 'A', 'A', 'A', 'B']);
    expect(given.map((chats) => chats.get(chats.changed[0] ?? ''))).toEqual(views);
    expect(given.at(-1)?.get('A')).toBe(given.at(-2)?.get('A'));
    expect(given.at(-1)?.get('B')).not.toBe(given.at(-2)?.get('B'));
    source.complete();
  });

  it('behaves as a ReadonlyMap: size, get, has, keys, values, entries, forEach, iteration', () => {
    const chats = directoriesOf([all.a, all.b, all.c]).at(-1) ?? expect.unreachable();
    const ids = ['A', 'B', 'C'];
    expectTypeOf(chats).toExtend<ReadonlyMap<string, ChatView>>();
    expect(chats.size).toBe(3);
    expect([...chats.keys()].sort()).toEqual(ids);
    expect([...chats.values()]).toEqual([...chats.keys()].map((id) => chats.get(id)));
    expect([...chats.entries()]).toEqual([...chats]);
    expect([...chats.entries()]).toEqual([...chats.keys()].map((id) => [id, chats.get(id)]));
    expect(ids.map((id) => [chats.has(id), chats.get(id)?.chatId])).toEqual(ids.map((id) => [true, id]));
    expect(DirectoryFold.empty()).toMatchObject({ size: 0, changed: [], removed: [] });
    for (const id of ['D', '', '__proto__', 'constructor']) {
      expect([chats.has(id), chats.get(id)]).toEqual([false, undefined]);
    }
    expect(new Map(chats)).toEqual(new Map(ids.map((id) => [id, chats.get(id)])));
    expect(new Map(chats).size).toBe(3);
    expect(chats).not.toBeInstanceOf(Map);
    const iterator = chats.keys();
    expect([[...iterator].length, [...iterator].length]).toEqual([3, 0]);
    const calls: unknown[] = [];
    const self = {};
    chats.forEach(function (this: unknown, ...args) {
      calls.push([this, ...args]);
    }, self);
    expect(calls).toEqual([...chats].map(([id, view]) => [self, view, id, chats]));
    expect(calls.every((call) => Array.isArray(call) && call[0] === self && call[3] === chats)).toBe(true);
  });

  it('typing comes, and expires after expireAfter', () => {
    const emitted = { ...seen, s: 'A:Chatting:typing +A', e: 'A:Chatting +A' };
    expectLines('as', 'as 9999ms e', emitted);
    expectLines('as', 'as 4ms e   ', emitted, { expireAfter: 5 });
  });

  it('a kept snapshot never changes, and agrees with a Map copied each time', () => {
    const notification = fc
      .tuple(
        fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', ''),
        fc.constantFrom('Invited', 'Chatting', 'Completed', 'message'),
        fc.nat(3),
      )
      .map(([id, status, index]) =>
        status === 'message'
          ? messageLog({ chatId: id, messages: [{ index }] })
          : chatStateChange({ chat: { id, state: status } }),
      );
    const step = fc.oneof({ weight: 5, arbitrary: notification }, fc.constant('time passes' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (steps, maxChats) => {
        const scheduler = new VirtualTimeScheduler();
        const source = new Subject<ChatNotification>();
        const copied = new Map<string, ChatView>();
        const kept: [ChatDirectory, ReadonlyMap<string, ChatView>, unknown][] = [];
        source.pipe(chatDirectory({ scheduler, maxChats })).subscribe((chats) => {
          for (const id of chats.removed) copied.delete(id);
          for (const id of chats.changed) copied.set(id, chats.get(id) ?? expect.unreachable());
          kept.push([chats, new Map(copied), structuredClone([chats.changed, chats.removed])]);
        });
        for (const one of steps) {
          if (one === 'time passes') scheduler.flush();
          else source.next(one);
        }
        for (const [chats, native, ids] of kept) {
          expect(chats.size).toBeLessThanOrEqual(maxChats);
          expect(chats.size).toBe(native.size);
          expect([...chats].every(([id, view]) => native.get(id) === view)).toBe(true);
          expect([...native].every(([id, view]) => chats.get(id) === view)).toBe(true);
          expect([chats.changed, chats.removed]).toEqual(ids);
          expect(chats.changed.length + chats.removed.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
