import { Observable, type OperatorFunction, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  awaitingReply,
  chatDirectory,
  chatViews,
  typingParticipants,
  type ViewOptions,
} from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, messageLog, participant } from '../../src/testing/index.ts';

const start = (index: number): ChatNotification =>
  messageLog({ chatId: 'A', messages: [{ index, type: 'TypingStarted' }] });

const operators: readonly [string, (options?: ViewOptions) => OperatorFunction<ChatNotification, unknown>][] =
  [
    ['typingParticipants', typingParticipants],
    ['chatViews', chatViews],
    ['chatDirectory', chatDirectory],
  ];

describe.each(operators)('%s', (_, operator) => {
  it('leaves a synchronous source as soon as it is left', () => {
    let emitted = 0;
    new Observable<ChatNotification>((subscriber) => {
      while (!subscriber.closed && emitted < 100) {
        emitted += 1;
        subscriber.next(start(emitted));
      }
    })
      .pipe(operator(), take(1))
      .subscribe();
    expect(emitted).toBe(1);
  });

  it('a clock that is set back leaves nobody typing for ever', () => {
    const scheduler = new VirtualTimeScheduler();
    const back = [0, -1, -2];
    scheduler.now = () => scheduler.frame + (back.shift() ?? -2);
    const source = new Subject<ChatNotification>();
    const values: unknown[] = [];
    source.pipe(operator({ scheduler })).subscribe((one) => values.push(one));
    source.next(start(1));
    expect(values).toHaveLength(1);
    scheduler.flush();
    expect(values).toHaveLength(2);
  });

  it('one timer runs for a chat in which somebody types, and none when the chat is evicted', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    source.pipe(operator({ scheduler, expireAfter: 3_600_000, maxChats: 1 })).subscribe();
    for (let index = 1; index <= 100; index += 1) source.next(start(index));
    source.next(messageLog({ chatId: 'A', origin: 'history', messages: [{ type: 'TypingStarted' }] }));
    const open = (): number => scheduler.actions.filter(({ closed }) => !closed).length;
    expect(open()).toBe(1);
    source.next(chatStateChange({ chat: { id: 'B' } }));
    expect(open()).toBe(0);
  });
});

describe('awaitingReply', () => {
  it('a final state clears for good: nothing of before waits when the chat goes on', () => {
    const source = new Subject<ChatNotification>();
    const values: number[] = [];
    source.pipe(awaitingReply({ self: () => false })).subscribe(({ waiting }) => values.push(waiting.length));
    const from = participant({ type: 'Customer' });
    source.next(messageLog({ chatId: 'A', messages: [{ index: 1, from }] }));
    source.next(chatStateChange({ chat: { id: 'A', state: 'Completed' } }));
    source.next(chatStateChange({ chat: { id: 'A', state: 'Chatting' } }));
    source.next(messageLog({ chatId: 'A', messages: [{ index: 2, from }] }));
    expect(values).toEqual([1, 0, 1]);
  });
});
