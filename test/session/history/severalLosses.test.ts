import { NEVER, Subject, throwError } from 'rxjs';
import type { Chat } from 'rx-chat-notifications';
import { message, messageLog } from 'rx-chat-notifications/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { asked, chatting, live, said, summaries } from './asked.ts';
import { httpError, stage } from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

const A = chatting('A');
const B = chatting('B');
const retry = { initialDelay: 100, jitter: 0 };

describe('another loss during a restoration', () => {
  it('[HI27] a chat that is back in the second list is not ended by the first', () => {
    const { hear, restore, list, fail, log, news } = stage({ retry });
    hear(live.s, live.a);
    restore();
    list();
    fail('A', new Error('down'));
    restore();
    list(A);
    log('A', 1, 2);
    expect(news().slice(2)).toEqual(['snapshot A Chatting', 'history A 2']);
  });

  it('[HI27] nor by a request of the first that is under way still', () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s);
    restore();
    list();
    restore();
    list(A);
    log('A', 1);
    log('A', 1);
    expect(news()).toEqual(['live A Chatting', 'snapshot A Chatting', 'history A 1']);
  });

  it('[HI27] one that is in neither list is ended once', () => {
    const { hear, restore, list, log, news, asked } = stage();
    hear(live.s);
    restore();
    list();
    restore();
    log('A', 1);
    list();
    log('A', 1);
    expect(news()).toEqual(['live A Chatting', 'history A 1', 'snapshot A Completed']);
    expect(asked).toEqual(['chats', 'A from 0', 'chats', 'A from 0']);
  });

  it('[HI27] nor does the second look of the first at the list count any more', () => {
    const lists: Subject<readonly Chat[]>[] = [];
    const history = asked(
      () => {
        const list = new Subject<readonly Chat[]>();
        lists.push(list);
        return list;
      },
      () => throwError(() => httpError(404)),
    );
    const restore = new Subject<void>();
    const told: string[] = [];
    summaries(NEVER, history, restore).subscribe((line) => told.push(line));
    restore.next();
    lists[0]?.next([A]);
    expect(lists[1]?.observed).toBe(true);
    restore.next();
    expect(lists[1]?.observed).toBe(false);
    lists[2]?.next([{ id: 'A', state: 'Completed' }]);
    expect(told).toEqual(['snapshot A Chatting', 'snapshot A Completed']);
    expect(lists).toHaveLength(3);
  });

  it('[HI9] the answer of a request that is older than the loss does not settle the chat', () => {
    const { hear, restore, list, log, news, asked } = stage();
    hear(live.a);
    restore();
    list(A);
    restore();
    list(A);
    log('A', 1, 2);
    expect(asked).toEqual(['chats', 'A from 1', 'chats', 'A from 1']);
    log('A', 2, 3);
    expect(news()).toEqual([
      'live A 1',
      'snapshot A Chatting',
      'snapshot A Chatting',
      'history A 2',
      'history A 3',
    ]);
  });
});

describe('a chat that the list shows to be over', () => {
  it('[HI28] is asked for its last messages if it was held', () => {
    const { hear, restore, list, log, news, asked } = stage();
    hear(live.s, live.a);
    restore();
    list({ id: 'A', state: 'Completed' }, B);
    expect(asked).toEqual(['chats', 'B from 0', 'A from 1']);
    log('A', 1, 2);
    expect(news().slice(2)).toEqual(['snapshot A Completed', 'snapshot B Chatting', 'history A 2']);
  });

  it('[HI28] and only then', () => {
    const { hear, restore, list, asked } = stage();
    hear(live.s, live.e);
    restore();
    list({ id: 'A', state: 'Completed' }, { id: 'B', state: 'Revoked' });
    expect(asked).toEqual(['chats']);
  });
});

describe('two messages under one index', () => {
  const twin = message({ index: 3, text: 'the other' });

  it('[HI29] of which one was missed are both there, though later ones have come before the request', () => {
    const { hear, restore, list, answer, asked, told } = stage();
    hear(messageLog({ chatId: 'A', messages: said(1, 2, 3) }));
    restore();
    hear(messageLog({ chatId: 'A', messages: said(4) }));
    list(A);
    expect(asked.at(-1)).toBe('A from 3');
    answer('A', [...said(3), twin, ...said(4)]);
    expect(told.at(-1)).toMatchObject({ origin: 'history', messages: [{ index: 3, text: 'the other' }] });
  });

  it('[HI29] nor does a gap behind them hide the one', () => {
    const { hear, restore, list, fail, answer, asked } = stage({ retry });
    hear(messageLog({ chatId: 'A', messages: said(1, 2, 3) }));
    restore();
    hear(live.f);
    list(A);
    fail('A', httpError(503));
    vi.advanceTimersByTime(100);
    expect(asked.slice(1)).toEqual(['A from 3', 'A from 3']);
    answer('A', [...said(3), twin, ...said(4, 5)]);
    hear(messageLog({ chatId: 'A', messages: said(7) }));
    vi.advanceTimersByTime(1_000);
    expect(asked.at(-1)).toBe('A from 6');
  });
});
