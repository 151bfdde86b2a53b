import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  endWith,
  filter,
  type GroupedObservable,
  ignoreElements,
  map,
  mergeAll,
  mergeMap,
  type Observable,
  of,
  type OperatorFunction,
  pipe,
  type SchedulerAction,
  Subject,
  type Subscription,
  take,
  tap,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, groupByChat, type KeyedOptions, statusChanges } from '../../operators/index.ts';
import {
  type ChatNotification,
  type ChatStateChange,
  isMessageLogUpdate,
  type MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const state = (id: string, status: string): ChatStateChange =>
  chatStateChange({ chat: { id, state: status } });

const a = state('A', 'Chatting');
const b = state('B', 'Chatting');
const c = state('C', 'Chatting');
const A = state('A', 'Completed');
const R = state('A', 'Revoked');
const X = state('A', 'Archived');
const B = state('B', 'Completed');
const C = state('C', 'Completed');
const m = messageLog({ chatId: 'A' });
const e = operationError({ chatId: 'A' });
const E = operationError({ chat: { id: 'A', state: 'Completed' } });
const n = operationError();
const all = { a, b, c, A, R, X, B, C, m, e, E, n };

const nameOf = (notification: ChatNotification): string =>
  Object.entries(all).find(([, told]) => told === notification)?.[0] ?? '?';

/** What happens in the groups: a group opens (`+A`), brings something, ends (`-A`). */
const narrated: OperatorFunction<GroupedObservable<string, ChatNotification>, string> = mergeMap((group) => {
  const told = group.pipe(map(nameOf), endWith(`-${group.key}`));
  return of(of(`+${group.key}`), told).pipe(mergeAll());
});

/** A stream of the test's own that is listened to at once: the story of its groups, told line by line. */
const listening = (
  options: KeyedOptions = {},
): { source$: Subject<ChatNotification>; story: string[]; subscription: Subscription } => {
  const source$ = new Subject<ChatNotification>();
  const story: string[] = [];
  const subscription = source$.pipe(groupByChat(options), narrated).subscribe({
    next: (line) => story.push(line),
    error: (error: unknown) => story.push(String(error)),
    complete: () => story.push('complete'),
  });
  return { source$, story, subscription };
};

describe('groupByChat', () => {
  it('[GC1] opens one group per chat, which brings all of it, of all kinds', () => {
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

  it('[GC2] the key of a group is the id of its chat', () => {
    const keys: string[] = [];
    of(m, b, A)
      .pipe(groupByChat())
      .subscribe(({ key }) => keys.push(key));
    expect(keys).toEqual(['A', 'B']);
  });

  it('[GC3] a group opens with whatever tells of the chat first: messages, an error', () => {
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

  it('[GC4] a group completes when its chat is final and the grace is over; within it the group goes on', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A-m-----|', all);
      const subs = '      ^------------!';
      const expected = '  -x-y---------|';
      const x = cold('     a---A-m--|', all);
      const y = cold('       b---------|', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 5 }))).toBe(expected, { x, y });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC5] the grace is 60 seconds by default; Completed and Revoked are final, told by an error, too', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const completed = hot('aA 60s -|', all);
      const revoked = hot('  aR 60s -|', all);
      const failed = hot('   aE 60s -|', all);
      const subs = '         ^- 60s -!';
      const expected = '     x- 60s -|';
      const x = cold('       aA 59999ms |', all);
      const y = cold('       aR 59999ms |', all);
      const z = cold('       aE 59999ms |', all);
      expectObservable(completed.pipe(groupByChat())).toBe(expected, { x });
      expectObservable(revoked.pipe(groupByChat())).toBe(expected, { x: y });
      expectObservable(failed.pipe(groupByChat())).toBe(expected, { x: z });
      for (const source of [completed, revoked, failed]) expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC6] retainEnded of 0 completes the group at once after it brought the end, of Infinity never', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-----|', all);
      const subs = '      ^--------!';
      const expected = '  -x-------|';
      const x = cold('     a-(A|)   ', all);
      const y = cold('     a-A-----|', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 0 }))).toBe(expected, { x });
      expectObservable(source.pipe(groupByChat({ retainEnded: Infinity }))).toBe(expected, { x: y });
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('[GC7] a non-final state within the grace cancels it, and a later end starts another', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-a-----A------|', all);
      const subs = '      ^-----------------!';
      const expected = '  -x----------------|';
      const x = cold('     a-A-a-----A---|  ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 4 }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC8] the grace is counted from the first final state, and what is not of the state does not cancel it', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-R-m-e---|', all);
      const subs = '      ^------------!';
      const expected = '  -x-----------|';
      const x = cold('     a-A-R-m-e|   ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 7 }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC9] a chat that comes back after its group completed gets a new one', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A---a-m-A---|', all);
      const subs = '      ^--------------!';
      const expected = '  -x-----y-------|';
      const x = cold('     a-A--|         ', all);
      const y = cold('           a-m-A--| ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 3 }))).toBe(expected, { x, y });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC10] what has no chatId is not grouped', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-n-a-n-a-n-|', all);
      const subs = '      ^----------!';
      const expected = '  ---x-------|';
      const x = cold('       a---a---|', all);
      expectObservable(source.pipe(groupByChat())).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC11] isFinal says what ends a chat', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-----X-----|', all);
      const subs = '      ^--------------!';
      const expected = '  -x-------------|';
      const x = cold('     a-A-----X--|   ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 3, isFinal }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC12] of more than maxChats chats the ended complete first, then the least recently changed', () => {
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

  it('[GC13] the group of the chat that goes completes before the one of the chat that comes opens', () => {
    const { source$, story } = listening({ maxChats: 1 });
    source$.next(a);
    source$.next(b);
    source$.next(a);
    expect(story).toEqual(['+A', 'a', '-A', '+B', 'b', '-B', '+A', 'a']);
  });

  it('[GC14] a chat that is final at its first sight while there are too many still brings that to its group', () => {
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

  it('[GC15] when the source completes all groups complete and the graces are cancelled', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A-|', all);
      const subs = '      ^------!';
      const expected = '  -x-y---|';
      const x = cold('     a---A-|', all);
      const y = cold('       b---|', all);
      expectObservable(source.pipe(groupByChat())).toBe(expected, { x, y });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC16] when the source errors all groups error, those within their grace, too', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A-#', all, 'lost');
      const subs = '      ^------!';
      const expected = '  -x-y---#';
      const x = cold('     a---A-#', all, 'lost');
      const y = cold('       b---#', all, 'lost');
      expectObservable(source.pipe(groupByChat())).toBe(expected, { x, y }, 'lost');
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC17] scheduler times the grace, and no timer is left after unsubscribing, completion or an error', () => {
    const timed = new VirtualTimeScheduler();
    const graced = listening({ scheduler: timed, retainEnded: 50 });
    graced.source$.next(a);
    graced.source$.next(A);
    expect(graced.story).toEqual(['+A', 'a', 'A']);
    timed.flush();
    expect(timed.frame).toBe(50);
    expect(graced.story).toEqual(['+A', 'a', 'A', '-A']);

    const leaving: readonly ((stream: ReturnType<typeof listening>) => void)[] = [
      ({ subscription }) => {
        subscription.unsubscribe();
      },
      ({ source$ }) => {
        source$.complete();
      },
      ({ source$ }) => {
        source$.error(new Error('lost'));
      },
    ];
    for (const leave of leaving) {
      const scheduler = new VirtualTimeScheduler();
      const stream = listening({ scheduler });
      stream.source$.next(a);
      stream.source$.next(A);
      expect(scheduler.actions).toHaveLength(1);
      leave(stream);
      scheduler.flush();
      expect(scheduler.frame).toBe(0);
      expect(stream.source$.observed).toBe(false);
    }
  });

  it('[GC18] a group that is still listened to keeps the source when the outer stream is left, as in RxJS', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A-----b-|', all);
      const subs = '      ^-------!     ';
      const expected = '  -a---A--|     ';
      const first = source.pipe(groupByChat({ retainEnded: 3 }), take(1), mergeAll());
      expectObservable(first).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[GC19] nothing is kept of groups that completed: no group, no notification, no timer', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const kept: { group: WeakRef<object>[]; notification: WeakRef<object>[]; timer: WeakRef<object>[] } = {
      group: [],
      notification: [],
      timer: [],
    };
    class Watched extends VirtualTimeScheduler {
      override schedule<T>(
        work: (this: SchedulerAction<T>, state?: T) => void,
        delay?: number,
        told?: T,
      ): Subscription {
        const action = super.schedule(work, delay, told);
        kept.timer.push(new WeakRef(action));
        return action;
      }
    }
    const scheduler = new Watched();
    const source = new Subject<ChatNotification>();
    const subscription = source
      .pipe(
        groupByChat({ scheduler }),
        mergeMap((group) => {
          kept.group.push(new WeakRef(group));
          return group.pipe(ignoreElements());
        }),
      )
      .subscribe();
    for (let chats = 0; chats < 100; chats += 1) {
      const notification = state(String(chats), 'Completed');
      kept.notification.push(new WeakRef(notification));
      source.next(notification);
      scheduler.flush();
    }
    source.next(a);
    // What is weakly held is kept until the job ends in which it was made.
    await setTimeout(0);
    collectGarbage();
    const numberOf = (references: WeakRef<object>[]): number =>
      references.filter((reference) => reference.deref() !== undefined).length;
    expect(kept.timer).toHaveLength(100);
    // The chat that goes on has the one group that may be left.
    expect(numberOf(kept.group)).toBeLessThan(5);
    expect(numberOf(kept.notification)).toBeLessThan(5);
    expect(numberOf(kept.timer)).toBeLessThan(5);
    subscription.unsubscribe();
  });

  it.each([
    ['options', null],
    ['options', ['Completed']],
    ['options', 60_000],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: NaN }],
    ['retainEnded', { retainEnded: null }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: '5' }],
    ['isFinal', { isFinal: 'Completed' }],
    ['isFinal', { isFinal: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('[GC20] throws a TypeError that names the option when it is called: %s', (name, options) => {
    const call = (): unknown => groupByChat(options as unknown as KeyedOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`groupByChat: ${name} must be`);
  });

  it('[GC21] an isFinal that throws errors that subscriber and its groups, and no other', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    let isBroken = true;
    const groups = groupByChat<ChatNotification>({
      isFinal: () => {
        if (isBroken) throw new Error('broken');
        return false;
      },
    });
    source.pipe(groups, narrated).subscribe({
      next: (line) => seen.push(line),
      error: (error: unknown) => seen.push(String(error)),
    });
    const inGroup: string[] = [];
    const heard = mergeMap((group: Observable<ChatNotification>) =>
      group.pipe(tap({ error: (error: unknown) => inGroup.push(String(error)) })),
    );
    source
      .pipe(groups, heard)
      .subscribe({ error: (error: unknown) => inGroup.push(`outer ${String(error)}`) });
    const { source$: other, story } = listening();
    source.subscribe(other);
    source.next(m);
    source.next(a);
    isBroken = false;
    source.next(b);
    expect(seen).toEqual(['+A', 'm', 'Error: broken']);
    expect(inGroup).toEqual(['Error: broken', 'outer Error: broken']);
    expect(story).toEqual(['+A', 'm', 'a', '+B', 'b']);
  });

  it('[GC22] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', all);
      const source = hot('-a-b-a-c-|', all);
      const flat = pipe(groupByChat(), mergeAll());
      expectObservable(empty.pipe(groupByChat())).toBe('|');
      expectObservable(never.pipe(groupByChat())).toBe('-');
      expectObservable(failing.pipe(flat)).toBe('-a-#', all);
      expectObservable(source.pipe(flat), '               ---!').toBe('-a-', all);
      expectObservable(source.pipe(flat, take(2))).toBe('-a-(b|)', all);
      const twice = source.pipe(flat);
      expectObservable(twice, '^----!').toBe('-a-b-', all);
      expectObservable(twice, '--^---!').toBe('---b-a', all);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^----!', '--^---!']);
    });
  });

  it('[GC23] two subscriptions share nothing: each has its groups and its graces', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-A-m-----|', all);
      const subs = '       ^----------!';
      const laterSubs = '  ----^------!';
      const expected = '   -x---------|';
      const later = '      -----y-----|';
      const x = cold('      a-A-m--|   ', all);
      const y = cold('          m-----|', all);
      const groups = source.pipe(groupByChat({ retainEnded: 5 }));
      expectObservable(groups).toBe(expected, { x });
      expectObservable(groups, '----^').toBe(later, { x: y, y });
      expectSubscriptions(source.subscriptions).toBe([subs, laterSubs]);
    });
  });

  it('[GC24] a synchronous source and a re-entrant one lose nothing', () => {
    const told: string[] = [];
    of(a, b, A, m, n, B)
      .pipe(groupByChat(), narrated)
      .subscribe((line) => told.push(line));
    expect(told).toEqual(['+A', 'a', '+B', 'b', 'A', 'm', 'B', '-A', '-B']);

    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat(), narrated).subscribe({
      next: (line) => {
        story.push(line);
        if (line === '+A') source.next(b);
        if (line === 'a') source.next(m);
        if (line === 'm') source.complete();
      },
      complete: () => story.push('complete'),
    });
    source.next(a);
    expect(story).toEqual(['+A', '+B', 'b', 'a', 'm', '-A', '-B', 'complete']);
  });

  it('[GC25] a re-entrant source that errors loses nothing that came before', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat(), narrated).subscribe({
      next: (line) => {
        story.push(line);
        if (line !== 'a') return;
        source.next(m);
        source.error(new Error('lost'));
      },
      error: (error: unknown) => story.push(String(error)),
    });
    source.next(a);
    expect(story).toEqual(['+A', 'a', 'm', 'Error: lost']);
  });

  it('[GC26] a group that has to go while it opens completes, and its chat gets a new one when it comes back', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ maxChats: 1 }), narrated).subscribe((line) => {
      story.push(line);
      if (line === '+A' && story.length === 1) source.next(b);
    });
    source.next(a);
    expect(story.filter((line) => line.includes('A') || line === 'a')).toEqual(['+A', 'a', '-A']);
    expect(story.filter((line) => /b/i.test(line))).toEqual(['+B', 'b']);
    source.next(m);
    expect(story.slice(-3)).toEqual(['-B', '+A', 'm']);
  });

  it('[GC27] chats that re-entrant notifications let go of before they were told still have their groups', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ maxChats: 1 }), narrated).subscribe((line) => {
      story.push(line);
      if (line !== 'a') return;
      source.next(b);
      source.next(c);
    });
    source.next(a);
    expect(story).toEqual(['+A', 'a', '-A', '+B', 'b', '-B', '+C', 'c']);
  });

  it('[GC28] a chat that comes back while its group completes gets a new one', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ scheduler }), narrated).subscribe((line) => {
      story.push(line);
      if (line === '-A') source.next(a);
    });
    source.next(A);
    scheduler.flush();
    expect(story).toEqual(['+A', 'A', '-A', '+A', 'a']);
  });

  it('[GC29] the type of the notifications is kept, and inference survives a long pipe', () => {
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
