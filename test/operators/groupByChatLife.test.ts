import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ignoreElements,
  mergeAll,
  mergeMap,
  pipe,
  type SchedulerAction,
  Subject,
  type Subscription,
  take,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import { groupByChat } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, state } from './groupByChatFixtures.ts';

describe('groupByChat', () => {
  it('when the source completes all groups complete and the graces are cancelled', () => {
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

  it('when the source errors all groups error, those within their grace, too', () => {
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

  it('a group that is still listened to keeps the source when the outer stream is left, as in RxJS', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-A-----b-|', all);
      const subs = '      ^-------!     ';
      const expected = '  -a---A--|     ';
      const first = source.pipe(groupByChat({ retainEnded: 3 }), take(1), mergeAll());
      expectObservable(first).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('nothing is kept of groups that completed: no group, no notification, no timer', async () => {
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
        state?: T,
      ): Subscription {
        const action = super.schedule(work, delay, state);
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

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
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

  it('two subscriptions share nothing: each has its groups and its graces', () => {
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
});
