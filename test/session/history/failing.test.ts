import { EMPTY, from, of, throwError } from 'rxjs';
import { type ChatHistory, type HistoryFailure, withHistory } from 'rx-chat-notifications';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chatting, live, said } from './asked.ts';
import { httpError, stage } from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

const ids = ['A', 'B', 'C', 'D', 'E', 'F'];
const all = ids.map(chatting);
const retry = { initialDelay: 100, maxDelay: 1_000, jitter: 0 };

describe('requests', () => {
  it('[HI9] at most four are under way, the next one starts when one is answered', () => {
    const { restore, list, log, open } = stage();
    restore();
    list(...all);
    expect(open()).toEqual(['F', 'E', 'D', 'C']);
    log('E', 1);
    expect(open()).toEqual(['F', 'D', 'C', 'B']);
    for (const id of ['F', 'D', 'C', 'B']) log(id);
    expect(open()).toEqual(['A']);
  });

  it('[HI9] of one chat there is one at a time', () => {
    const { restore, list, log, hear, open, asked } = stage();
    hear(live.a, live.c);
    vi.advanceTimersByTime(1_000);
    restore();
    list(all[0] ?? chatting('A'));
    expect(open()).toEqual(['A']);
    log('A', 2);
    expect(asked).toEqual(['A from 2', 'chats', 'A from 3']);
  });

  it('[HI9] another restoration asks for the list anew', () => {
    const { restore, list, open, asked, news } = stage();
    restore();
    restore();
    expect([asked, open()]).toEqual([['chats', 'chats'], ['chats']]);
    list(chatting('A'));
    expect(news()).toEqual(['snapshot A Chatting']);
  });
});

describe('requests that fail', () => {
  it('[HI10] are told and repeated, ever more slowly, until they succeed', () => {
    const { restore, list, fail, asked, failures, news } = stage({ retry });
    restore();
    const repeated: number[] = [];
    for (const expected of [100, 200, 400, 800, 1_000, 1_000]) {
      fail('chats', httpError(503));
      const before = asked.length;
      vi.advanceTimersByTime(expected - 1);
      expect(asked).toHaveLength(before);
      vi.advanceTimersByTime(1);
      repeated.push(asked.length);
    }
    expect(repeated).toEqual([2, 3, 4, 5, 6, 7]);
    list(chatting('A'));
    expect(news()).toEqual(['snapshot A Chatting']);
    expect(failures).toHaveLength(6);
    expect(failures[0]).toEqual({
      kind: 'history',
      message: 'the chats could not be fetched: HTTP status 503; asked again',
      httpStatus: 503,
    });
  });

  it('[HI10] leave a server in trouble in peace: one tries until one succeeds, then all go on', () => {
    const { restore, list, fail, log, open, failures } = stage({ retry });
    restore();
    list(...all);
    for (const id of ['F', 'E', 'D', 'C']) fail(id, new Error('down'));
    expect(open()).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(open()).toEqual(['B']);
    fail('B', new Error('down'));
    vi.advanceTimersByTime(199);
    expect(open()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(open()).toEqual(['A']);
    log('A');
    expect(open()).toEqual(['F', 'E', 'D', 'C']);
    expect(failures.map(({ chatId }) => chatId)).toEqual(['F', 'E', 'D', 'C', 'B']);
    expect(failures[0]?.message).toBe('the messages of chat "F" could not be fetched: down; asked again');
  });

  it('[HI10] do not keep the others waiting', () => {
    const { restore, list, fail, log, open } = stage({ retry });
    restore();
    list(...all.slice(0, 2));
    fail('B', new Error('down'));
    log('A');
    expect(open()).toEqual([]);
    vi.advanceTimersByTime(100);
    fail('B', new Error('down'));
    vi.advanceTimersByTime(100);
    log('B', 1);
    expect(open()).toEqual([]);
  });

  it('[HI10] wait as long as the server asks for', () => {
    const { restore, fail, asked } = stage({ retry });
    restore();
    fail('chats', httpError(429, { retryAfter: 5_000 }));
    vi.advanceTimersByTime(4_999);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(asked).toHaveLength(2);
  });

  it('[HI10] are given up after maxAttempts in a row, and taken up by the next restoration', () => {
    const { restore, list, fail, log, open, asked, failures } = stage({
      retry: { ...retry, maxAttempts: 2 },
    });
    restore();
    list(...all.slice(0, 2));
    log('B');
    fail('A', new Error('down'));
    vi.advanceTimersByTime(100);
    fail('A', new Error('down'));
    vi.advanceTimersByTime(60_000);
    expect([open(), failures.length]).toEqual([[], 2]);
    restore();
    list(...all.slice(0, 2));
    expect(asked.slice(-2)).toEqual(['B from 0', 'A from 0']);
    expect(open()).toEqual(['B', 'A']);
    fail('B', new Error('down'));
    vi.advanceTimersByTime(100);
    expect(open()).toEqual(['A']);
    log('A');
    expect(open()).toEqual(['B']);
  });

  it('[HI10] begin to count anew with the next restoration', () => {
    const { restore, fail, open } = stage({ retry: { ...retry, maxAttempts: 2 } });
    for (let round = 0; round < 2; round += 1) {
      restore();
      fail('chats', new Error('down'));
      vi.advanceTimersByTime(100);
      expect(open()).toEqual(['chats']);
      fail('chats', new Error('down'));
      vi.advanceTimersByTime(60_000);
      expect(open()).toEqual([]);
    }
  });

  it('[HI10] what is given up of a chat that has ended is taken up, too', () => {
    const { hear, restore, list, fail, log, asked } = stage({ retry: { ...retry, maxAttempts: 1 } });
    hear(live.s, live.e);
    vi.advanceTimersByTime(1_000);
    fail('A', new Error('down'));
    restore();
    list();
    log('A', 1);
    expect(asked).toEqual(['A from 0', 'chats', 'A from 0']);
    restore();
    list();
    expect(asked.slice(3)).toEqual(['chats']);
  });

  it('[HI10] do not keep the next restoration waiting, unless the server has asked to wait', () => {
    const { restore, fail, asked, open } = stage({ retry });
    restore();
    for (const wait of [100, 200, 400]) {
      fail('chats', httpError(503));
      vi.advanceTimersByTime(wait);
    }
    fail('chats', httpError(503));
    restore();
    expect([asked.length, open()]).toEqual([5, ['chats']]);
    fail('chats', httpError(503, { retryAfter: 5_000 }));
    restore();
    vi.advanceTimersByTime(4_999);
    expect(open()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(open()).toEqual(['chats']);
  });

  const answers: readonly (readonly [string, ChatHistory['chats'], string])[] = [
    ['throws', () => { throw new Error('no'); }, 'no'], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('no')), 'no'],
    ['gives nothing', () => EMPTY, 'the history gave no answer'],
    ['gives no list', () => from([{}]) as never, 'the history gave object, expected a list'],
    ['is nothing', () => undefined as never, "You provided 'undefined' where a stream was expected."],
  ];
  it.each(answers)('[HI11] an answer that %s is one', async (_, chats, expected) => {
    const failures: HistoryFailure[] = [];
    const onFailure = (failure: HistoryFailure): void => {
      failures.push(failure);
    };
    const history: ChatHistory = { chats, messages: () => [said(1)] };
    const subscription = EMPTY.pipe(withHistory(history, of('now'), { onFailure })).subscribe();
    await Promise.resolve();
    await Promise.resolve();
    expect(failures[0]?.message).toContain(`the chats could not be fetched: ${expected}`);
    expect(failures).toHaveLength(1);
    subscription.unsubscribe();
  });

  it('[HI11] so is none within 30 seconds', () => {
    const { restore, failures, open } = stage({ retry });
    restore();
    vi.advanceTimersByTime(29_999);
    expect(failures).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(failures[0]?.message).toContain(
      'the server did not answer within 30000 ms. Is it up and reachable?',
    );
    vi.advanceTimersByTime(100);
    expect(open()).toEqual(['chats']);
  });

  it('[HI10] are told on the console if nobody takes them', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    onTestFinished(() => {
      warn.mockRestore();
    });
    const history: ChatHistory = { chats: () => throwError(() => new Error('down')), messages: () => [] };
    EMPTY.pipe(withHistory(history, of('now'), { retry: { maxAttempts: 1 } })).subscribe();
    expect(warn.mock.calls).toEqual([
      ['rx-chat-notifications: the chats could not be fetched: down; given up'],
    ]);
  });
});
