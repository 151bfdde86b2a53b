import { NEVER, type OperatorFunction, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  awaitingReply,
  capabilityChanges,
  chatDirectory,
  chatViews,
  dedupeByIndex,
  groupByChat,
  hasCapability,
  participantChanges,
  responseBreaches,
  responseTimes,
  statusChanges,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
  userDataChanges,
} from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, messageLog, participant } from '../../src/testing/index.ts';
import { notifications, onlyNew, state } from './evictionChats.ts';
import { operators, timed } from './evictionOperators.ts';

const customer = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const self = (): boolean => false;

const stateAt = (receivedAt: number, id: string, status: string): ChatNotification =>
  chatStateChange({ chat: { id, state: status }, receivedAt });
const typingAt = (receivedAt: number, chatId: string): ChatNotification =>
  messageLog({ chatId, receivedAt, messages: [{ type: 'TypingStarted', from: customer }] });
const textAt = (receivedAt: number, chatId: string, index = 1): ChatNotification =>
  messageLog({ chatId, receivedAt, messages: [{ index, from: customer }] });
const saved = (chatId: string, receivedAt: number): ChatNotification =>
  messageLog({ chatId, receivedAt, messages: [{ index: 9, type: 'TranscriptSaveDone' }] });

const openTimers = ({ actions }: VirtualTimeScheduler): number => actions.length;

describe.each(timed)('%s', (_, operator) => {
  it('has no timer for an evicted chat, evicted by maxChats or after its retention', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    source.pipe(operator({ scheduler, maxChats: 1 })).subscribe();
    source.next(notifications.a);
    source.next(notifications.A);
    expect(openTimers(scheduler)).toBe(1);
    source.next(notifications.b);
    scheduler.flush();
    expect(scheduler.frame).toBe(0); // typing notices expire at once here
    source.next(notifications.B);
    source.next({ ...notifications.b, receivedAt: notifications.b.receivedAt + 60_000 });
    scheduler.flush();
    expect(scheduler.frame).toBe(0);
  });
});

describe.each(operators)('%s', (_, operator) => {
  it('with a retention of Infinity folds events after the end into the same chat', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(operator({ scheduler, retainEnded: Infinity }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    scheduler.flush();
    source.next({ ...state('A', 'Completed'), receivedAt: 4e12 });
    source.next({ ...state('A', 'Chatting'), receivedAt: 5e12 });
    expect(fresh).toEqual(['A']);
    expect(openTimers(scheduler)).toBe(0);
  });
});

describe('deadlines that one notification passes', () => {
  const chats = ['A', 'B', 'C', 'D'];

  it('evict chats in the order in which their retention ends, before the notification', () => {
    const source = new Subject<ChatNotification>();
    const removed: unknown[] = [];
    source
      .pipe(chatDirectory({ scheduler: new VirtualTimeScheduler(), retainEnded: 100 }))
      .subscribe((directory) => removed.push([directory.changed, directory.removed]));
    for (const id of chats) source.next(stateAt(0, id, 'Chatting'));
    removed.length = 0;
    ['C', 'A', 'D', 'B'].forEach((id, at) => {
      source.next(stateAt(10 * at, id, 'Completed'));
    });
    removed.length = 0;
    source.next(stateAt(100_000, 'E', 'Chatting'));
    expect(removed).toEqual([
      [[], ['C']],
      [[], ['A']],
      [[], ['D']],
      [[], ['B']],
      [['E'], []],
    ]);
  });

  it('expire typing notices in the order of event time, whatever the order of their chats', () => {
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    source
      .pipe(typingParticipants({ scheduler: new VirtualTimeScheduler(), retainEnded: 4 }))
      .subscribe(({ chatId, participants }) => emitted.push(`${chatId} ${participants.length}`));
    ['B', 'D', 'A', 'C'].forEach((id, at) => {
      source.next(typingAt(at, id));
    });
    source.next(typingAt(9_000, 'B')); // extends the first notice
    emitted.length = 0;
    source.next(textAt(1e6, 'E'));
    expect(emitted).toEqual(['D 0', 'A 0', 'C 0', 'B 0']);
  });

  it('report breaches in the order of event time', () => {
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    source
      .pipe(responseBreaches({ self, after: 500, scheduler: new VirtualTimeScheduler() }))
      .subscribe(({ chatId, breachedAt }) => emitted.push([chatId, breachedAt]));
    ['B', 'A', 'C'].forEach((id, at) => {
      source.next(textAt(100 * at, id));
    });
    source.next(stateAt(1e6, 'D', 'Chatting'));
    expect(emitted).toEqual([
      ['B', 500],
      ['A', 600],
      ['C', 700],
    ]);
  });

  it('run in the order of event time, whenever they were set', () => {
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    source
      .pipe(chatDirectory({ scheduler: new VirtualTimeScheduler() }))
      .subscribe(({ changed, removed }) => emitted.push([...changed, ...removed.map((id) => `-${id}`)]));
    source.next(stateAt(0, 'A', 'Completed')); // evicted after 60 s
    source.next(typingAt(1_000, 'B')); // expires after 10 s
    emitted.length = 0;
    source.next(textAt(1e6, 'C'));
    expect(emitted).toEqual([['B'], ['-A'], ['C']]);
  });

  it('do not wait for a timer, and no timer runs them again', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    source
      .pipe(typingParticipants({ scheduler }))
      .subscribe(({ participants }) => emitted.push(participants.length));
    source.next(typingAt(0, 'A'));
    source.next(stateAt(10_000, 'B', 'Chatting'));
    expect([emitted, scheduler.frame]).toEqual([[1, 0], 0]);
    scheduler.flush();
    expect([emitted, scheduler.frame]).toEqual([[1, 0], 0]);
  });
});

describe('TranscriptSaveDone 80 s after the end', () => {
  it('the chat is not listed again', () => {
    const source = new Subject<ChatNotification>();
    const sizes: number[] = [];
    source
      .pipe(chatDirectory({ scheduler: new VirtualTimeScheduler() }))
      .subscribe(({ size }) => sizes.push(size));
    source.next(stateAt(0, 'A', 'Chatting'));
    source.next(stateAt(1_000, 'A', 'Completed'));
    source.next(saved('A', 81_000));
    expect(sizes).toEqual([1, 1, 0]);
  });

  it('dedupeByIndex passes the notice, also if it arrives twice', () => {
    const source = new Subject<ChatNotification>();
    const emitted: ChatNotification[] = [];
    source.pipe(dedupeByIndex()).subscribe((notification) => emitted.push(notification));
    const all = [stateAt(0, 'A', 'Completed'), saved('A', 80_000), saved('A', 80_001)];
    for (const notification of all) source.next(notification);
    expect(emitted).toEqual(all);
  });

  it.each<[string, OperatorFunction<ChatNotification, unknown>]>([
    ['awaitingReply', awaitingReply({ self })],
    ['capabilityChanges', capabilityChanges()],
    ['chatDirectory', chatDirectory()],
    ['chatViews', chatViews()],
    ['groupByChat', groupByChat()],
    ['hasCapability', hasCapability('SendMessage')],
    ['participantChanges', participantChanges()],
    ['responseBreaches', responseBreaches({ self, after: 0 })],
    ['responseTimes', responseTimes({ self })],
    ['statusChanges', statusChanges()],
    ['transcriptAccumulator', transcriptAccumulator()],
    ['typingParticipants', typingParticipants()],
    ['unreadCount', unreadCount({ self, types: ['IdleAlert', 'TranscriptSaveDone'], read$: NEVER })],
    ['userDataChanges', userDataChanges()],
  ])('%s does not open a chat for a log of system messages', (_, operator) => {
    const source = new Subject<ChatNotification>();
    const emitted: unknown[] = [];
    source.pipe(operator).subscribe((emission) => emitted.push(emission));
    source.next(saved('A', 80_000));
    const idle = [{ type: 'IdleAlert' }, { type: 'IdleClose' }];
    source.next(messageLog({ chatId: 'A', receivedAt: 80_001, messages: idle }));
    expect(emitted).toEqual([]);
  });
});
