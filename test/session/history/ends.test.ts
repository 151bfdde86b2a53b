import { EMPTY, NEVER, of, Subject, take, throwError } from 'rxjs';
import { type ChatNotification, withHistory } from 'rx-chat-notifications';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { hear as heardOf } from '../sessions.ts';
import { overFake } from '../overFake.ts';
import { asked, chatting, live, said } from './asked.ts';
import { httpError, stage } from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

const A = chatting('A');
const retry = { initialDelay: 100, jitter: 0 };

describe('the end of withHistory', () => {
  it('[HI12] comes when what is left was given up', () => {
    const { restore, end, fail, isComplete } = stage({ retry: { ...retry, maxAttempts: 1 } });
    restore();
    end();
    expect(isComplete()).toBe(false);
    fail('chats', new Error('down'));
    expect(isComplete()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[HI12] comes when the second look was given up', () => {
    const { restore, end, list, fail, isComplete, failures } = stage({ retry: { ...retry, maxAttempts: 1 } });
    restore();
    end();
    list(A);
    fail('A', httpError(404));
    fail('chats', new Error('down'));
    expect([isComplete(), failures.length]).toEqual([true, 1]);
  });

  it('[HI12] waits for an index that was passed over', () => {
    const { hear, end, log, news, isComplete } = stage();
    hear(live.a, live.c);
    end();
    expect(isComplete()).toBe(false);
    log('A', 2, 3);
    expect(news()).toEqual(['live A 1', 'live A 3', 'history A 2']);
    expect(isComplete()).toBe(true);
  });

  it('[HI12] does not wait for what was overtaken if it has come, nor for more than it asks for', () => {
    const { hear, end, asked: all, isComplete } = stage();
    hear(live.a, live.c, live.b);
    end();
    expect([all, isComplete(), vi.getTimerCount()]).toEqual([[], true, 0]);
  });

  it('[HI12] waits for the last messages of a chat that has ended', () => {
    const { hear, end, log, news, asked: all, isComplete } = stage();
    hear(live.s, live.a, live.e);
    end();
    log('A', 1, 2);
    expect([all, news().at(-1), isComplete()]).toEqual([['A from 1'], 'history A 2', true]);
  });

  it('[HI12] waits for a retry', () => {
    const { restore, end, list, fail, isComplete } = stage({ retry });
    restore();
    end();
    fail('chats', new Error('down'));
    expect(isComplete()).toBe(false);
    vi.advanceTimersByTime(100);
    list();
    expect(isComplete()).toBe(true);
  });
});

describe('leaving', () => {
  it.each([
    [
      'while the list is fetched',
      ({ restore }) => {
        restore();
      },
    ],
    [
      'while messages are fetched',
      ({ restore, list }) => {
        restore();
        list(A);
      },
    ],
    [
      'while a retry waits',
      ({ restore, fail }) => {
        restore();
        fail('chats', new Error('down'));
      },
    ],
    [
      'while a hint settles',
      ({ hear }) => {
        hear(live.a, live.c);
      },
    ],
    [
      'while an ended chat is kept',
      ({ hear }) => {
        hear(live.s, live.e);
      },
    ],
    [
      'in the second look',
      ({ restore, list, fail }) => {
        restore();
        list(A);
        fail('A', httpError(404));
      },
    ],
  ] as readonly (readonly [string, (stage: ReturnType<typeof import('./stage.ts').stage>) => void])[])(
    '[HI12] %s leaves neither request nor timer',
    (_, act) => {
      // prettier-ignore
      const made = stage({ retry });
      act(made);
      made.leave();
      const before = made.told.length;
      expect(made.open()).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
      vi.advanceTimersByTime(100_000);
      expect(made.told).toHaveLength(before);
    },
  );

  it('[HI12] when told of a failure leaves neither', () => {
    const made = stage({ retry, onFailure: () => { made.leave(); } }); // prettier-ignore
    made.restore();
    made.fail('chats', new Error('down'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[HI12] a session that is closed by whoever hears of the failure leaves neither', async () => {
    const history = asked(
      () => throwError(() => new Error('down')),
      () => [],
    );
    const { chats } = overFake({ history });
    chats.failures$.subscribe(() => void chats.close());
    await vi.advanceTimersByTimeAsync(2_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(history.asked).toEqual(['chats']);
  });

  it('[HI12] with the first that a history tells at once ends the rest', () => {
    const history = asked(
      () => [[A, chatting('B')]],
      () => [said(1)],
    );
    const told: ChatNotification[] = [];
    NEVER.pipe(withHistory(history, of('now')), take(1)).subscribe((notification) => told.push(notification));
    expect(told).toHaveLength(1);
    expect(history.asked).toEqual(['chats']);
  });

  it('[HI12] within a history that answers at once ends the rest', () => {
    const history = asked(
      () => [[A, chatting('B')]],
      () => [said(1)],
    );
    const restore = new Subject<void>();
    const told: ChatNotification[] = [];
    NEVER.pipe(withHistory(history, restore), take(3)).subscribe((notification) => told.push(notification));
    restore.next();
    expect(told).toHaveLength(3);
    expect(history.asked).toEqual(['chats', 'B from 0']);
  });
});

describe('what a server asks to wait', () => {
  it('[HI10] counts, too, if it is told by a request that failed along with another', () => {
    const { restore, list, fail, open } = stage({ retry });
    restore();
    list(A, chatting('B'));
    fail('B', new Error('down'));
    fail('A', httpError(429, { retryAfter: 5_000 }));
    vi.advanceTimersByTime(4_999);
    expect(open()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(open()).toEqual(['B']);
  });

  it.each([
    ['beyond all timers', 1e12, 86_400_000],
    ['without end', Infinity, 86_400_000],
    ['no number', NaN, 100],
    ['the past', -5, 100],
  ])('[HI10] does not make it storm if it is %s', (_, retryAfter, expected) => {
    const { restore, fail, asked: all } = stage({ retry });
    restore();
    fail('chats', httpError(429, { retryAfter }));
    vi.advanceTimersByTime(expected - 1);
    expect(all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(all).toHaveLength(2);
  });
});

it('[HI30] what onFailure throws ends the stream', () => {
  const history = asked(
    () => throwError(() => new Error('down')),
    () => [],
  );
  const thrown = new Error('no logger');
  const onFailure = (): never => { throw thrown; }; // prettier-ignore
  const { errors } = heardOf(EMPTY.pipe(withHistory(history, of('now'), { onFailure, retry })));
  vi.advanceTimersByTime(1_000);
  expect(errors).toEqual([thrown]);
  expect(history.asked).toEqual(['chats']);
});
