import { of, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { dedupeByIndex, statusChanges } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog, operationError, stampReceivedAt } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { expectNewTo, notifications, onlyNew, state } from './evictionChats.ts';
import { ofCapabilities, operators, timed } from './evictionOperators.ts';

/** The timers of retention; a typing notice expires at once here. */
const retentionTimers = ({ actions }: VirtualTimeScheduler): readonly unknown[] =>
  actions.filter(({ delay }) => delay > 0);

const all = [...operators, ...ofCapabilities];

describe.each(all)('%s evicts', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L6] above maxChats the ended chats first, then the least recently changed', () => {
    expectNew('a b a c a b', 'ab-c-b', { maxChats: 2 });
    expectNew('a b B c a  ', 'ab-c  ', { maxChats: 2 });
    expectNew('a b B c b  ', 'ab-cb ', { maxChats: 2 });
    expectNew('a b a      ', 'aba   ', { maxChats: 1 });
  });

  it('nothing after completion: the operator completes with the source', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-|', notifications);
      const subs = '      ^----!';
      expectObservable(source.pipe(stampReceivedAt(), operator(), onlyNew)).toBe('-a---|', { a: 'A' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});

it('a chat without anything to retain does not count for maxChats', () => {
  const ofB = operationError({ chatId: 'B' });
  const text = messageLog({ chatId: 'A', messages: [{ text: 'Hi' }] });
  const emitted: unknown[] = [];
  of(state('A', 'Chatting'), messageLog({ chatId: 'B' }), ofB, state('A', 'Chatting'))
    .pipe(statusChanges({ maxChats: 1 }))
    .subscribe((change) => emitted.push(change));
  expect(emitted).toHaveLength(1);
  of(text, ofB, text)
    .pipe(dedupeByIndex({ maxChats: 1 }))
    .subscribe((notification) => emitted.push(notification));
  expect(emitted.slice(1)).toEqual([text, ofB]);
});

// One operator is enough for a mutant: all share the defaults, and this test is slow.
const some = process.env['STRYKER_MUTATOR_WORKER'] === undefined ? all : all.slice(0, 1);

const many = Array.from({ length: 10_001 }, (_, position) => String(position));
const opened = many.map((id) => state(id, 'Chatting'));
const ended = many.slice(3).map((id) => state(id, 'Completed'));

describe.each(some)('%s retains many chats', (_, operator) => {
  it('10,000 by default, with one timer for all', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(stampReceivedAt(scheduler), operator({ scheduler }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    for (const notification of opened) source.next(notification);
    expect(fresh).toHaveLength(10_001);
    source.next(state('10000', 'Idle'));
    source.next(state('1', 'Idle'));
    expect(fresh).toHaveLength(10_001);
    source.next(state('0', 'Idle'));
    expect(fresh.at(-1)).toBe('0');
    for (const notification of ended) source.next(notification);
    expect(retentionTimers(scheduler)).toHaveLength(1);
    scheduler.flush();
    expect(scheduler.frame).toBe(60_000);
    source.next(state('10000', 'Chatting'));
    expect(fresh.at(-1)).toBe('10000');
  });
});

describe.each(timed)('%s releases its resources', (name, operator) => {
  it('on unsubscribing, completion and error: no timer is left', () => {
    for (const leave of ['unsubscribe', 'complete', 'error'] as const) {
      const scheduler = new VirtualTimeScheduler();
      const source = new Subject<ChatNotification>();
      const subscription = source.pipe(operator({ scheduler })).subscribe({ error: () => undefined });
      source.next(notifications.a);
      source.next(notifications.A);
      expect(retentionTimers(scheduler), name).toHaveLength(1);
      if (leave === 'unsubscribe') subscription.unsubscribe();
      else if (leave === 'complete') source.complete();
      else source.error(new Error('gone'));
      scheduler.flush();
      expect(scheduler.frame, leave).toBe(0);
      expect(source.observed).toBe(false);
    }
  });
});
