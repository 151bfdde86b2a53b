import { filter, from, map, mergeMap, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  groupByChat,
  takeUntilEnded,
  type TakeUntilEndedOptions,
} from '../../operators/index.ts';
import {
  type ChatNotification,
  type ChatOperationError,
  type ChatStateChange,
  type ChatStatus,
  isChatOperationError,
  isChatStateChange,
  isMessageLogUpdate,
  type MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { behavesAsOperatorsDo } from './operatorBehaviour.ts';

const shows = (id: string, state: string): ChatStateChange => chatStateChange({ chat: { id, state } });

const a = shows('A', 'Chatting');
const b = shows('B', 'Chatting');
const c = shows('A', 'Idle');
const d = shows('A', 'Completed');
const D = shows('B', 'Completed');
const e = operationError({ chat: { id: 'A', state: 'Completed' } });
const g = operationError({ chat: { id: 'A', state: 'Chatting' } });
const k = shows('A', 'Archived');
const r = shows('A', 'Revoked');
const p = chatStateChange({ chat: { id: 'A', state: 'Completed' }, notificationType: 'PropertiesUpdated' });
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = shows('A', 'Bad');
const all = { a, b, c, d, D, e, g, k, r, p, m, u, n, x };

describe('takeUntilEnded', () => {
  it('completes with the first final state, which passes, and leaves the source in that frame', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const completed = hot('-a-m-d-a-d-|', all);
      const revoked = hot('  -a-m-r-a-r-|', all);
      const updated = hot('  -a-m-p-a-p-|', all);
      const subs = '         ^----!      ';
      const toCompleted = '  -a-m-(d|)   ';
      const toRevoked = '    -a-m-(r|)   ';
      const toUpdated = '    -a-m-(p|)   ';
      expectObservable(completed.pipe(takeUntilEnded())).toBe(toCompleted, all);
      expectObservable(revoked.pipe(takeUntilEnded())).toBe(toRevoked, all);
      expectObservable(updated.pipe(takeUntilEnded())).toBe(toUpdated, all);
      expectSubscriptions(completed.subscriptions).toBe(subs);
      expectSubscriptions(revoked.subscriptions).toBe(subs);
      expectSubscriptions(updated.subscriptions).toBe(subs);
    });
  });

  it('an error that carries a chat in a final state counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-g-e-a-|', all);
      const subs = '      ^----!    ';
      const expected = '  -a-g-(e|) ';
      expectObservable(source.pipe(takeUntilEnded())).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('everything else passes as it is: other states, messages, errors without a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-m-c-k-u-n-g-a-|', all);
      const subs = '      ^----------------!';
      const expected = '  -a-m-c-k-u-n-g-a-|';
      expectObservable(source.pipe(takeUntilEnded())).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
    const seen: ChatNotification[] = [];
    of(m, d)
      .pipe(takeUntilEnded())
      .subscribe((notification) => seen.push(notification));
    expect([m, d].every((notification, at) => seen[at] === notification)).toBe(true);
  });

  it('isFinal says which states end a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const isFinal = (status: string): boolean => status === 'Archived';
      const source = hot('-a-d-e-k-a-|', all);
      const subs = '      ^------!    ';
      const expected = '  -a-d-e-(k|) ';
      expectObservable(source.pipe(takeUntilEnded({ isFinal }))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('any chat that passes counts: filterByChat before it, or a group, makes it one chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('    -a-b-D-a-d-b-|', all);
      const anySubs = '       ^----!        ';
      const oneSubs = '       ^--------!    ';
      const allSubs = '       ^------------!';
      const any = '           -a-b-(D|)     ';
      const one = '           -a-----a-(d|) ';
      const each = '          -a-b-D-a-d---|';
      const byChat = source.pipe(
        groupByChat(),
        mergeMap((chat) => chat.pipe(takeUntilEnded())),
      );
      expectObservable(source.pipe(takeUntilEnded())).toBe(any, all);
      expectObservable(source.pipe(filterByChat('A'), takeUntilEnded())).toBe(one, all);
      expectObservable(byChat).toBe(each, all);
      expectSubscriptions(source.subscriptions).toBe([anySubs, oneSubs, allSubs]);
    });
  });

  it('[TE14] behind filterByChat it follows one chat to its end, whatever becomes of others', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-D-m-d-b-a-|', all);
      const subs = '      ^--------!      ';
      const expected = '  -a-----m-(d|)   ';
      expectObservable(source.pipe(filterByChat('A'), takeUntilEnded())).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['options', null],
    ['options', ['Completed']],
    ['options', 'Completed'],
    ['isFinal', { isFinal: 'Completed' }],
    ['isFinal', { isFinal: ['Completed'] }],
    ['isFinal', { isFinal: null }],
    ['isFinal', { isFinal: 5 }],
  ])('throws a TypeError that names the option, when it is called: %s %o', (name, options) => {
    expect(() => takeUntilEnded(options as unknown as TakeUntilEndedOptions)).toThrow(TypeError);
    expect(() => takeUntilEnded(options as unknown as TakeUntilEndedOptions)).toThrow(
      `takeUntilEnded: ${name} must be`,
    );
  });

  it('an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-a-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -a-#    ';
      const goingOn = '   -a-x-a-|';
      const both = source.pipe(takeUntilEnded({ isFinal }));
      expectObservable(both).toBe(failing, all, new Error('mine'));
      expectObservable(both).toBe(goingOn, all);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    behavesAsOperatorsDo(takeUntilEnded(), all, ['a', 'm'], all);
  });

  it('two subscriptions are independent: the end of one is not that of the other', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-d-a-r-a-|', all);
      const firstSubs = '  ^--!        ';
      const late = '       ----^       ';
      const secondSubs = ' ----^--!    ';
      const first = '      -a-(d|)     ';
      const second = '     -----a-(r|) ';
      const both = source.pipe(takeUntilEnded());
      expectObservable(both).toBe(first, all);
      expectObservable(both, late).toBe(second, all);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('takes a synchronous source, and ends an endless one', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, m, d];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    const observer = {
      next: ({ kind }: ChatNotification) => seen.push(kind),
      complete: () => seen.push('complete'),
    };
    of(a, d, m).pipe(takeUntilEnded()).subscribe(observer);
    of(m, a).pipe(takeUntilEnded()).subscribe(observer);
    from(forever()).pipe(takeUntilEnded()).subscribe(observer);
    const ended = ['chat', 'chat', 'complete'];
    expect(seen).toEqual([...ended, 'messages', 'chat', 'complete', 'chat', 'messages', 'chat', 'complete']);
  });

  it('a re-entrant source loses nothing before the end', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(takeUntilEnded()).subscribe({
      next: (notification) => {
        seen.push(notification.kind);
        if (notification === a) source.next(m);
        if (notification === m) source.next(d);
      },
      complete: () => seen.push('complete'),
    });
    source.next(a);
    source.next(c);
    expect(seen).toEqual(['chat', 'messages', 'chat', 'complete']);
    expect(source.observed).toBe(false);
  });

  it('nothing passes after the final state, not even what a re-entrant source brings amid it', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(takeUntilEnded()).subscribe({
      next: (notification) => {
        seen.push(notification.kind);
        if (notification === d) source.next(m);
      },
      complete: () => seen.push('complete'),
    });
    source.next(d);
    expect(seen).toEqual(['chat', 'complete']);
  });

  it('the type that goes in comes out, after filterByChat and in a long pipe', () => {
    const source: Observable<ChatNotification> = of(a, d);
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state !== 'Idle'),
      takeUntilEnded({ isFinal: (status) => status === 'Completed' }),
      filter(({ synthetic }) => synthetic === undefined),
      map(({ chat }) => chat.state),
      take(5),
    );
    const logs = source.pipe(filter(isMessageLogUpdate), filterByChat('A'), takeUntilEnded());
    const errors = source.pipe(filter(isChatOperationError), takeUntilEnded(), filterByChat('A'));
    expectTypeOf(source.pipe(takeUntilEnded())).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf(source.pipe(filterByChat('A'), takeUntilEnded())).toEqualTypeOf<
      Observable<ChatNotification>
    >();
    expectTypeOf(source.pipe(filterByChat(isChatStateChange), takeUntilEnded())).toEqualTypeOf<
      Observable<ChatStateChange>
    >();
    expectTypeOf(logs).toEqualTypeOf<Observable<MessageLogUpdate>>();
    expectTypeOf(errors).toEqualTypeOf<Observable<ChatOperationError>>();
    expectTypeOf(long).toEqualTypeOf<Observable<ChatStatus>>();
    expectTypeOf<TakeUntilEndedOptions>().toEqualTypeOf<{
      readonly isFinal?: (status: ChatStatus) => boolean;
    }>();
    const seen: string[] = [];
    long.subscribe((state) => seen.push(state));
    expect(seen).toEqual(['Chatting', 'Completed']);
  });
});
