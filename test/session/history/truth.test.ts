import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chatting, live, said } from './asked.ts';
import { httpError, stage } from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

const A = chatting('A');
const B = chatting('B');

describe('a list that is older than what was heard', () => {
  it('[HI4] does not overrule what was said of a chat after the request was sent', () => {
    const { hear, restore, list, news } = stage();
    hear(live.i);
    restore();
    hear(live.s);
    list({ id: 'A', state: 'Invited', userData: { tier: 1 } });
    expect(news()).toEqual(['live A Invited', 'live A Chatting', 'snapshot A Chatting']);
  });

  it('[HI4] is taken for what was not said: a sparse change does not hide the rest of the list', () => {
    const { hear, restore, list, told } = stage();
    restore();
    hear(live.s);
    list({ id: 'A', state: 'Invited', userData: { tier: 1 }, participants: [] });
    expect(told.at(-1)).toMatchObject({
      origin: 'snapshot',
      chat: { id: 'A', state: 'Chatting', userData: { tier: 1 }, participants: [] },
    });
  });

  it('[HI4] does not bring back a chat that ended meanwhile', () => {
    const { hear, restore, list, news, open } = stage();
    hear(live.s);
    restore();
    hear(live.e);
    list(A);
    expect(news()).toEqual(['live A Chatting', 'live A Completed']);
    expect(open()).toEqual([]);
  });

  it('[HI4] what was said before the request was sent is overruled', () => {
    const { hear, restore, list, news } = stage();
    hear(live.i);
    restore();
    list(A);
    expect(news()).toEqual(['live A Invited', 'snapshot A Chatting']);
  });
});

describe('a chat that is held and not in the list', () => {
  it('[HI5] is over: its last messages are told, then a synthetic change to Completed', () => {
    const { hear, restore, list, log, asked, news, told } = stage();
    hear(live.s, live.a);
    restore();
    list(B);
    log('A', 1, 2);
    expect(asked).toEqual(['chats', 'B from 0', 'A from 1']);
    expect(news().slice(2)).toEqual(['snapshot B Chatting', 'history A 2', 'snapshot A Completed']);
    expect(told.at(-1)).toMatchObject({
      kind: 'chat',
      synthetic: true,
      chat: { id: 'A', state: 'Completed' },
    });
  });

  it('[HI5] is over, too, where the server no longer knows it', () => {
    const { hear, restore, list, fail, news, failures } = stage();
    hear(live.s);
    restore();
    list();
    fail('A', httpError(404));
    expect(news()).toEqual(['live A Chatting', 'snapshot A Completed']);
    expect(failures).toEqual([]);
  });

  it('[HI5] is not over if anything was heard of it since the request was sent, before or after the answer', () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s, live.z);
    restore();
    hear(live.a);
    list();
    log('A', 1);
    hear(messageLog({ chatId: 'Z', messages: said(2) }));
    log('Z', 2);
    expect(news()).toEqual(['live A Chatting', 'live Z 1', 'live A 1', 'live Z 2']);
  });

  it('[HI5] one that has come meanwhile or had ended before is left alone', () => {
    const { hear, restore, list, asked, news } = stage();
    hear(live.s, live.e);
    restore();
    hear(chatStateChange({ chat: B }));
    list();
    expect(asked).toEqual(['chats']);
    expect(news()).toEqual(['live A Chatting', 'live A Completed', 'live B Chatting']);
  });
});

describe('messages that the server does not know (404) of a chat that it lists', () => {
  it('[HI6] do not end the chat: the list is looked at once more, and one failure tells of all such chats', () => {
    const { restore, list, fail, asked, news, failures } = stage();
    restore();
    list(A, B);
    fail('A', httpError(404));
    fail('B', httpError(404));
    list(A, B);
    expect(asked).toEqual(['chats', 'B from 0', 'A from 0', 'chats']);
    expect(news()).toEqual(['snapshot A Chatting', 'snapshot B Chatting']);
    expect(failures).toMatchObject([{ kind: 'history', chatId: 'A', httpStatus: 404 }]);
    expect(failures[0]?.message).toBe(
      'no messages of chat "A" and 1 more, which the server lists: see paths of gwsHistory',
    );
  });

  it('[HI6] one such chat is told of alone', () => {
    const { restore, list, fail, failures } = stage();
    restore();
    list(A);
    fail('A', httpError(404));
    list(A);
    expect(failures.map(({ message }) => message)).toEqual([
      'no messages of chat "A", which the server lists: see paths of gwsHistory',
    ]);
  });

  it('[HI6] are not asked for again before the next restoration', () => {
    const { hear, restore, list, log, fail, asked, failures } = stage();
    hear(live.a, live.c);
    vi.advanceTimersByTime(1_000);
    fail('A', httpError(404));
    list(A);
    hear(live.f);
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual(['A from 2', 'chats']);
    expect(failures).toHaveLength(1);
    restore();
    list(A);
    log('A', 2, 4);
    hear(messageLog({ chatId: 'A', messages: said(7) }));
    vi.advanceTimersByTime(1_000);
    expect(asked.slice(2)).toEqual(['chats', 'A from 2', 'A from 6']);
  });

  it('[HI6] end it if it is not in the list any more', () => {
    const { restore, list, fail, news, failures } = stage();
    restore();
    list(A);
    fail('A', httpError(404));
    list();
    expect(news()).toEqual(['snapshot A Chatting', 'snapshot A Completed']);
    expect(failures).toEqual([]);
  });

  it('[HI6] do not end one that has been heard of meanwhile', () => {
    const { hear, restore, list, fail, news } = stage();
    restore();
    list(A);
    fail('A', httpError(404));
    hear(live.a);
    list();
    expect(news()).toEqual(['snapshot A Chatting', 'live A 1']);
  });
});

describe('an index that was passed over', () => {
  it('[HI7] makes it ask for the chat after a second, from there on', () => {
    const { hear, log, asked, news } = stage();
    hear(live.a, live.d);
    vi.advanceTimersByTime(999);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual(['A from 2']);
    log('A', 2, 3, 4);
    expect(news()).toEqual(['live A 1', 'live A 4', 'history A 2,3']);
  });

  it('[HI7] asks for nothing if what was overtaken comes meanwhile', () => {
    const { hear, asked } = stage();
    hear(live.a, live.c, live.b);
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual([]);
  });

  it('[HI7] is asked for from the first, where a chat is heard from the middle', () => {
    const { hear, log, asked } = stage();
    hear(live.d);
    vi.advanceTimersByTime(1_000);
    log('A', 4);
    hear(live.f);
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual(['A from 0']);
  });

  it('[HI7] is not asked for again once a request has confirmed that nothing is there', () => {
    const { hear, log, asked, restore, list } = stage();
    hear(live.a, live.c);
    vi.advanceTimersByTime(1_000);
    log('A', 3);
    hear(live.d);
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual(['A from 2']);
    hear(messageLog({ chatId: 'A', messages: said(6) }));
    vi.advanceTimersByTime(1_000);
    log('A');
    hear(messageLog({ chatId: 'A', messages: said(7) }));
    vi.advanceTimersByTime(5_000);
    restore();
    list(A);
    expect(asked).toEqual(['A from 2', 'A from 5', 'chats', 'A from 7']);
  });

  it('[HI7] is asked for once more if it was passed over after the request was sent', () => {
    const { hear, log, asked } = stage();
    hear(live.a, live.c);
    vi.advanceTimersByTime(1_000);
    hear(live.f);
    log('A', 2, 3);
    vi.advanceTimersByTime(1_000);
    expect(asked).toEqual(['A from 2', 'A from 4']);
  });

  it('[HI7] so does a message that could not be decoded, though no index shows it', () => {
    const { hear, log, asked, news } = stage();
    const rejected = [{ kind: 'invalid', message: 'bad', path: '', problems: [], raw: {} }] as const;
    hear({ ...messageLog({ chatId: 'A', messages: said(1) }), rejected });
    vi.advanceTimersByTime(1_000);
    log('A', 1, 2);
    expect(asked).toEqual(['A from 1']);
    expect(news()).toEqual(['live A 1', 'history A 2']);
    vi.advanceTimersByTime(5_000);
    expect(asked).toHaveLength(1);
  });

  it('[HI7] of past messages that are told from elsewhere asks for nothing', () => {
    const { hear, asked } = stage();
    hear(messageLog({ chatId: 'A', origin: 'history', messages: said(7) }));
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual([]);
  });
});

describe('a chat that ends', () => {
  it('[HI8] is asked for its last messages once, after a second', () => {
    const { hear, log, asked, news } = stage();
    hear(live.s, live.a, live.e);
    vi.advanceTimersByTime(1_000);
    log('A', 1, 2);
    vi.advanceTimersByTime(5_000);
    expect(asked).toEqual(['A from 1']);
    expect(news().at(-1)).toBe('history A 2');
  });

  it('[HI8] which the server may have forgotten', () => {
    const { hear, fail, asked, news, failures } = stage();
    hear(live.s, live.e);
    vi.advanceTimersByTime(1_000);
    fail('A', httpError(404));
    expect([asked, failures]).toEqual([['A from 0'], []]);
    expect(news()).toEqual(['live A Chatting', 'live A Completed']);
  });

  it('[HI8] is let go of all the same, and what is answered then is told to nobody', () => {
    const { hear, log, news } = stage();
    hear(live.s, live.e);
    vi.advanceTimersByTime(59_999);
    hear(messageLog({ chatId: 'A', messages: said(3) }));
    expect(news()).toHaveLength(3);
    vi.advanceTimersByTime(1);
    log('A', 1, 2, 3);
    expect(news()).toEqual([]);
  });
});
