import { count, type GroupedObservable, map, mergeMap, type Observable, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { groupByChat } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, A, all, listening } from './groupByChatFixtures.ts';

describe('groupByChat', () => {
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

  it('[GC30] what a group is folded into comes when its chat is over, or else with the end of the source', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const counted = (chat: GroupedObservable<string, ChatNotification>): Observable<string> =>
        chat.pipe(
          count(),
          map((emitted) => `${chat.key}: ${emitted}`),
        );
      const source = hot('-a-b-m-A-b----|  ', all);
      const subs = '      ^-------------!  ';
      const expected = '  -----------x--(y|)';
      expectObservable(source.pipe(groupByChat({ retainEnded: 4 }), mergeMap(counted))).toBe(expected, {
        x: 'A: 3',
        y: 'B: 2',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the grace is 60 seconds by default; Completed and Revoked are final, told by an error, too', () => {
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

  it('retainEnded of 0 completes the group at once after it brought the end, of Infinity never', () => {
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

  it('a non-final state within the grace cancels it, and a later end starts another', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-a-----A------|', all);
      const subs = '      ^-----------------!';
      const expected = '  -x----------------|';
      const x = cold('     a-A-a-----A---|  ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 4 }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the grace is counted from the first final state, and what is not of the state does not cancel it', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-R-m-e---|', all);
      const subs = '      ^------------!';
      const expected = '  -x-----------|';
      const x = cold('     a-A-R-m-e|   ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 7 }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a chat that comes back after its group completed gets a new one', () => {
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

  it('scheduler times the grace, and no timer is left after unsubscribing, completion or an error', () => {
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
});
