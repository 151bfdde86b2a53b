import { of, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { dedupeByIndex, statusChanges } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { expectNewTo, notifications, onlyNew, state } from './lettingGoChats.ts';
import { ofCapabilities, operators, timed } from './lettingGoOperators.ts';

/** The timers of graces; what is typed here expires at once. */
const graces = ({ actions }: VirtualTimeScheduler): readonly unknown[] =>
  actions.filter(({ delay }) => delay > 0);

const all = [...operators, ...ofCapabilities];

describe.each(all)('%s keeps no more than it should', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L6] of more than maxChats chats the ended go first, then the least recently changed', () => {
    expectNew('a b a c a b', 'ab-c-b', { maxChats: 2 });
    expectNew('a b B c a  ', 'ab-c  ', { maxChats: 2 });
    expectNew('a b B c b  ', 'ab-cb ', { maxChats: 2 });
    expectNew('a b a      ', 'aba   ', { maxChats: 1 });
  });

  it('[L8] completion cancels graces: the source ends, the operator ends', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-|', notifications);
      const subs = '      ^----!';
      expectObservable(source.pipe(operator(), onlyNew)).toBe('-a---|', { a: 'A' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});

it('[L12] a chat of which there is nothing to know takes no place', () => {
  const ofB = operationError({ chatId: 'B' });
  const text = messageLog({ chatId: 'A', messages: [{ text: 'Hi' }] });
  const told: unknown[] = [];
  of(state('A', 'Chatting'), messageLog({ chatId: 'B' }), ofB, state('A', 'Chatting'))
    .pipe(statusChanges({ maxChats: 1 }))
    .subscribe((change) => told.push(change));
  expect(told).toHaveLength(1);
  of(text, ofB, text)
    .pipe(dedupeByIndex({ maxChats: 1 }))
    .subscribe((notification) => told.push(notification));
  expect(told.slice(1)).toEqual([text, ofB]);
});

// One is enough for a mutant: the defaults have one place, and this takes as long as many other tests.
const some = process.env['STRYKER_MUTATOR_WORKER'] === undefined ? all : all.slice(0, 1);

describe.each(some)('%s keeps many', (_, operator) => {
  it('[L9] one timer serves all chats, and 10,000 chats are kept by default', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source.pipe(operator({ scheduler }), onlyNew).subscribe((chatId) => fresh.push(chatId));
    const chats = Array.from({ length: 10_001 }, (_, position) => String(position));
    for (const id of chats) source.next(state(id, 'Chatting'));
    expect(fresh).toHaveLength(10_001);
    source.next(state('10000', 'Idle'));
    source.next(state('1', 'Idle'));
    expect(fresh).toHaveLength(10_001);
    source.next(state('0', 'Idle'));
    expect(fresh.at(-1)).toBe('0');
    for (const id of chats.slice(3)) source.next(state(id, 'Completed'));
    expect(graces(scheduler)).toHaveLength(1);
    scheduler.flush();
    expect(scheduler.frame).toBe(60_000);
    source.next(state('10000', 'Chatting'));
    expect(fresh.at(-1)).toBe('10000');
  });
});

describe.each(timed)('%s leaves nothing', (name, operator) => {
  it('[L7] unsubscribing and completion free everything: no timer is left', () => {
    for (const leave of ['unsubscribe', 'complete', 'error'] as const) {
      const scheduler = new VirtualTimeScheduler();
      const source = new Subject<ChatNotification>();
      const subscription = source.pipe(operator({ scheduler })).subscribe({ error: () => undefined });
      source.next(notifications.a);
      source.next(notifications.A);
      expect(graces(scheduler), name).toHaveLength(1);
      if (leave === 'unsubscribe') subscription.unsubscribe();
      else if (leave === 'complete') source.complete();
      else source.error(new Error('gone'));
      scheduler.flush();
      expect(scheduler.frame, leave).toBe(0);
      expect(source.observed).toBe(false);
    }
  });
});
