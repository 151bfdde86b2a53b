import { asapScheduler, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ChatNotification } from '../../src/model/index.ts';
import { stampReceivedAt } from '../../src/testing/index.ts';
import { expectNewTo, notifications, onlyNew } from './evictionChats.ts';
import { operators } from './evictionOperators.ts';

describe.each(operators)('%s evicts', (_, operator) => {
  const expectNew = expectNewTo(operator);

  it('[L1] a chat 60 seconds after its final state by default', () => {
    expectNew('a A 59s a   ', 'a              ');
    expectNew('a A 59998ms a', 'a              ');
    expectNew('a A 60s a   ', 'a 60001ms a    ');
    expectNew('a R 60s a   ', 'a 60001ms a    ');
    expectNew('a E 60s a   ', 'a 60001ms a    ');
  });

  it('after retainEnded: 0 evicts at once, Infinity never', () => {
    expectNew('a A 5ms a', 'a 6ms a  ', { retainEnded: 5 });
    expectNew('a A 4ms a', 'a        ', { retainEnded: 6 });
    expectNew('a A - a  ', 'a--a     ', { retainEnded: 0 });
    expectNew('a A 60m a ', 'a        ', { retainEnded: Infinity });
  });

  it('not after a non-final state within the retention; a later end starts another retention', () => {
    expectNew('a A 5ms a 100ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 8ms a      ', 'a                ', { retainEnded: 10 });
    expectNew('a A 5ms a A 9ms a      ', 'a 17ms a         ', { retainEnded: 10 });
  });

  it('counted from the first final state, each chat on its own', () => {
    expectNew('a b A 5ms R 2ms a b   ', 'ab             ', { retainEnded: 10 });
    expectNew('a b A 5ms R 3ms a b   ', 'a b 10ms a     ', { retainEnded: 10 });
  });

  it('after the states that isFinal names', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    expectNew('a A 60m a    ', 'a          ', { isFinal });
    expectNew('a X 60s a   ', 'a 60001ms a', { isFinal });
  });

  it('after a retention that is longer than a timer can run', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const fresh: string[] = [];
    source
      .pipe(stampReceivedAt(scheduler), operator({ scheduler, retainEnded: 30 * 86_400_000 }), onlyNew)
      .subscribe((chatId) => fresh.push(chatId));
    source.next(notifications.a);
    source.next(notifications.A);
    expect(Math.max(...scheduler.actions.map(({ delay }) => delay))).toBeLessThan(2 ** 31);
    scheduler.flush();
    expect(scheduler.frame).toBe(30 * 86_400_000);
    source.next(notifications.a);
    expect(fresh).toEqual(['A', 'A']);
  });

  it('on a scheduler of another kind', async () => {
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
