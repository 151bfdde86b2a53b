import { filter, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type StatusChange,
  type StatusChangesOptions,
  statusChanges,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const i = chatStateChange({ chat: { id: 'A', state: 'Invited' } });
const c = chatStateChange({ chat: { id: 'A', state: 'Chatting' } });
const p = chatStateChange({ chat: { id: 'A', state: 'Chatting' }, notificationType: 'PropertiesUpdated' });
const d = chatStateChange({ chat: { id: 'A', state: 'Completed' }, origin: 'snapshot' });
const b = chatStateChange({ chat: { id: 'B', state: 'Invited' } });
const e = operationError({ chat: { id: 'A', state: 'Completed' } });
const u = operationError({ chatId: 'A' });
const n = operationError();
const m = messageLog({ chatId: 'A' });
const all = { i, c, p, d, b, e, u, n, m };

const changes = {
  i: { chatId: 'A', current: 'Invited', notification: i },
  c: { chatId: 'A', previous: 'Invited', current: 'Chatting', notification: c },
  p: { chatId: 'A', previous: 'Invited', current: 'Chatting', notification: p },
  d: { chatId: 'A', previous: 'Chatting', current: 'Completed', notification: d },
  e: { chatId: 'A', previous: 'Chatting', current: 'Completed', notification: e },
  b: { chatId: 'B', current: 'Invited', notification: b },
  r: { chatId: 'A', previous: 'Completed', current: 'Chatting', notification: c },
  f: { chatId: 'A', current: 'Chatting', notification: c },
} satisfies Record<string, StatusChange>;

describe('statusChanges', () => {
  it('[SC1] emits per chat only when the state really changes; the first seen has no previous', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-i-b-c-p-d-|', all);
      const subs = '      ^------------!';
      const expected = '  -i---b-c---d-|';
      expectObservable(source.pipe(statusChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('whichever notification shows the state: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-p-e-d-|', all);
      const subs = '      ^--------!';
      const expected = '  -i-p-e---|';
      expectObservable(source.pipe(statusChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('what shows no state is silent and forgets none: messages, errors without a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-m-i-m-u-n-i-c-|', all);
      const subs = '      ^--------------!';
      const expected = '  ---i---------c-|';
      expectObservable(source.pipe(statusChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('from and to select changes; the first state comes from none', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('           -i-c-d-c-|', all);
      const subs = '                 ^--------!';
      const to = '                   ---c-----|';
      const from = '                 -------r-|';
      const both = '                 -i-c---r-|';
      const either = '               ---c-d---|';
      const of2 = statusChanges({ from: 'Invited', to: 'Chatting' });
      expectObservable(source.pipe(of2)).toBe(to, changes);
      expectObservable(source.pipe(statusChanges({ from: 'Completed' }))).toBe(from, changes);
      expectObservable(source.pipe(statusChanges({ to: ['Invited', 'Chatting'] }))).toBe(both, changes);
      expectObservable(source.pipe(statusChanges({ from: ['Invited', 'Chatting'] }))).toBe(either, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs, subs]);
    });
  });

  it('[SC1] the first change has no field for the state before, not even an empty one', () => {
    const changes: StatusChange[] = [];
    of(i, c)
      .pipe(statusChanges())
      .subscribe((change) => changes.push(change));
    expect(changes.map((change) => 'previous' in change)).toEqual([false, true]);
  });

  it('[SC5] a change that is not selected is still the previous of the next', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-c-d-|', all);
      const subs = '      ^------!';
      const expected = '  -----d-|';
      expectObservable(source.pipe(statusChanges({ to: 'Completed' }))).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['from', { from: 5 }],
    ['to', { to: {} }],
    ['to', { to: ['Completed', 5] }],
    ['options', ['Completed']],
    ['options', null],
    ['retainEnded', { retainEnded: '60' }],
    ['maxChats', { maxChats: 1.5 }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: NaN }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
  ])('throws a TypeError that names the option: %s', (name, options) => {
    expect(() => statusChanges(options as unknown as StatusChangesOptions)).toThrow(TypeError);
    expect(() => statusChanges(options as unknown as StatusChangesOptions)).toThrow(
      `statusChanges: ${name} must be`,
    );
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-i-#', all);
      const source = hot('-i-c-d-i-|', all);
      expectObservable(empty.pipe(statusChanges())).toBe('|');
      expectObservable(never.pipe(statusChanges())).toBe('-');
      expectObservable(failing.pipe(statusChanges())).toBe('-i-#', changes);
      expectObservable(source.pipe(statusChanges()), '      ---!').toBe('-i-', changes);
      expectObservable(source.pipe(statusChanges(), take(2))).toBe('-i-(c|)', changes);
      const twice = source.pipe(statusChanges());
      expectObservable(twice, '^---!').toBe('-i-c-', changes);
      expectObservable(twice, '--^-!').toBe('---f-', changes);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^---!', '--^-!']);
    });
  });

  it('a re-entrant source and a synchronous one give the same', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(statusChanges()).subscribe(({ previous, current }) => {
      seen.push(`${previous}>${current}`);
      if (current === 'Invited') source.next(c);
    });
    source.next(i);
    source.next(p);
    expect(seen).toEqual(['undefined>Invited', 'Invited>Chatting']);
    of(i, c)
      .pipe(statusChanges())
      .subscribe(({ current }) => seen.push(current));
    expect(seen.slice(2)).toEqual(['Invited', 'Chatting']);
  });

  it('inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(i);
    const emitted = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      statusChanges({ to: 'Completed' }),
    );
    expectTypeOf(emitted).toEqualTypeOf<Observable<StatusChange>>();
    emitted.subscribe(() => expect.unreachable());
  });
});
