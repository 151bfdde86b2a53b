import { asapScheduler, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ChatNotification } from '../../src/model/index.ts';
import { expectNewTo, notifications, onlyNew } from './lettingGoChats.ts';
import { operators } from './lettingGoOperators.ts';

describe.each(operators)('%s lets go', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L1] what is kept for a chat goes when its grace after a final state is over, 60 seconds by default', () => {
    expectNew('a A 59s a   ', 'a              ');
    expectNew('a A 59998ms a', 'a              ');
    expectNew('a A 60s a   ', 'a 60001ms a    ');
    expectNew('a R 60s a   ', 'a 60001ms a    ');
    expectNew('a E 60s a   ', 'a 60001ms a    ');
  });

  it('[L2] retainEnded sets the grace: 0 lets go at once, Infinity never', () => {
    expectNew('a A 5ms a', 'a 6ms a  ', { retainEnded: 5 });
    expectNew('a A 4ms a', 'a        ', { retainEnded: 6 });
    expectNew('a A - a  ', 'a--a     ', { retainEnded: 0 });
    expectNew('a A 60m a ', 'a        ', { retainEnded: Infinity });
  });

  it('[L3] a non-final state within the grace cancels it, and a later end starts another', () => {
    expectNew('a A 5ms a 100ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 9ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 10ms a     ', 'a 18ms a         ', { retainEnded: 10 });
  });

  it('[L4] the grace is counted from the first final state, and chats end on their own', () => {
    expectNew('a b A 5ms R 3ms a b   ', 'ab             ', { retainEnded: 10 });
    expectNew('a b A 5ms R 4ms a b   ', 'a b 11ms a     ', { retainEnded: 10 });
  });

  it('[L5] isFinal says what ends a chat', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    expectNew('a A 60m a    ', 'a          ', { isFinal });
    expectNew('a X 60s a   ', 'a 60001ms a', { isFinal });
  });

  it('[L11] a grace longer than a timer can run is kept, too', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(operator({ scheduler, retainEnded: 30 * 86_400_000 }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    expect(Math.max(...scheduler.actions.map(({ delay }) => delay))).toBeLessThan(2 ** 31);
    scheduler.flush();
    expect(scheduler.frame).toBe(30 * 86_400_000);
    source.next(notifications.a);
    expect(fresh).toEqual(['A', 'A']);
  });

  it('[L10] a scheduler of another kind times the grace', async () => {
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(operator({ retainEnded: 0, scheduler: asapScheduler }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    await Promise.resolve();
    source.next(notifications.a);
    expect(fresh).toEqual(['A', 'A']);
  });
});
