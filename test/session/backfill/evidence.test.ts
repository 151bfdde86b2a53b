import { message, messageLog } from 'rx-chat-notifications/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chatting, live, said } from './asked.ts';
import { httpError, type Stage, stage } from './stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const A = chatting('A');
const B = chatting('B');
const retry = { initialDelay: 100, jitter: 0 };
const ofA = (asked: readonly string[]): readonly string[] => asked.filter((what) => what.startsWith('A'));

describe('rule 1, anchor', () => {
  describe('an answer that is older than all that is held', () => {
    const at = 1_700_000_068_500;
    /** A stage that holds one message, after an answer of another one. */
    function answered(sentAt: number): Stage {
      const shown = stage({ retry });
      shown.hear(messageLog({ chatId: 'A', messages: [message({ index: 1, text: 'my card', sentAt: at })] }));
      shown.restore();
      shown.list(A);
      shown.answer('A', []);
      shown.news();
      shown.answer('A', [message({ index: 1, text: 'another', sentAt })]);
      return shown;
    }

    it('is of an earlier epoch, and requested again', async () => {
      const { asked, news } = answered(at - 60_000);
      expect(news()).toEqual([]);
      await pass(100);
      expect(ofA(asked)).toEqual(['A from 1', 'A from 0', 'A from 0']);
    });

    it('counts if whole seconds make it older, and a text is masked', () => {
      expect(answered(at - 500).news()).toEqual(['history A 1']);
    });
  });

  it('a tail request starts at the highest known message, not at a typing notice', () => {
    const { hear, restore, list, asked } = stage();
    hear(
      messageLog({ chatId: 'A', messages: [...said(1, 2), message({ index: 3, type: 'TypingStarted' })] }),
    );
    restore();
    list(A);
    expect(asked).toEqual(['chats', 'A from 2']);
  });

  it('an answer without the message at which it should start is followed by a request for the whole log', () => {
    const { hear, restore, list, answer, asked, news } = stage();
    const at = (sentAt: number, ...indices: number[]): ReturnType<typeof said> =>
      indices.map((index) => message({ index, text: `${sentAt} ${index}`, sentAt: sentAt + index }));
    hear(messageLog({ chatId: 'A', messages: at(0, 1, 2, 3) }));
    restore();
    list(A);
    answer('A', []);
    expect(asked).toEqual(['chats', 'A from 3', 'A from 0']);
    answer('A', at(9_000_000, 1, 2));
    expect(news().at(-1)).toBe('history A 1,2');
  });

  it('an answer without news that ends above its start can be a page: the next request starts there', async () => {
    const { hear, restore, list, answer, asked, news } = stage();
    const second = (index: number): number => (index === 2 ? 100_000 : index * 1_000); // so that all is requested
    const page = (...indices: number[]): ReturnType<typeof said> =>
      indices.map((index) => message({ index, text: `${index}`, sentAt: second(index) }));
    hear(messageLog({ chatId: 'A', messages: page(1, 2, 3, 4) }));
    restore();
    list(A);
    answer('A', page(1, 2));
    await pass(200);
    answer('A', page(2, 3, 4));
    await pass(200);
    expect(ofA(asked)).toEqual(['A from 0', 'A from 2', 'A from 4']);
    answer('A', page(4, 5));
    expect(news().at(-1)).toBe('history A 5');
  });
});

describe('rule 2, prefix', () => {
  it('[HI7] an index below the highest of an answer that lacks it is not requested again', async () => {
    const { hear, log, asked } = stage();
    hear(live.a, live.c);
    await pass(1_000);
    expect(asked).toEqual(['A from 1']);
    log('A', 1, 3);
    hear(live.d);
    await pass(60_000);
    expect(asked).toEqual(['A from 1']);
  });

  it('[HI7] nothing is requested if what was overtaken arrives meanwhile', async () => {
    const { hear, asked } = stage();
    hear(live.a, live.c);
    await pass(500);
    hear(live.b);
    await pass(60_000);
    expect(asked).toEqual([]);
  });

  it('[HI7] a long answer with news is followed by another request, until one brings none', () => {
    const { restore, list, answer, asked } = stage();
    const page = (from: number): ReturnType<typeof said> =>
      said(...Array.from({ length: 30 }, (_, at) => from + at).filter((index) => index <= 70));
    restore();
    list(A);
    for (const from of [1, 30, 59]) answer('A', page(from));
    expect(asked).toEqual(['chats', 'A from 0', 'A from 30', 'A from 59']);
  });
});

describe('rule 3, staleness', () => {
  it('an answer that ends below what was pushed is used, and does not close the gap', async () => {
    const { hear, log, asked, news, failures } = stage({ retry });
    hear(live.a, live.c);
    await pass(1_000);
    log('A', 1);
    await pass(100);
    log('A', 1);
    await pass(200);
    log('A', 1, 2, 3);
    expect(asked).toEqual(['A from 1', 'A from 1', 'A from 1']);
    expect(news()).toEqual(['live A 1', 'live A 3', 'history A 2']);
    expect(failures).toEqual([]);
  });
});

describe('rule 4, second look', () => {
  it('[EV3] the tail of each open chat is requested again five seconds later', async () => {
    const { hear, restore, list, log, asked, news } = stage();
    hear(live.s, live.a);
    restore();
    list(A);
    log('A', 1);
    await pass(4_999);
    expect(asked).toEqual(['chats', 'A from 1']);
    await pass(1);
    expect(asked).toEqual(['chats', 'A from 1', 'chats', 'A from 1']);
    list(A);
    log('A', 1, 2);
    log('A', 2);
    await pass(60_000);
    expect(ofA(asked)).toEqual(['A from 1', 'A from 1', 'A from 2']);
    expect(news().at(-1)).toBe('history A 2');
  });

  it('[HI5] a chat ends when two lists lack it, five seconds apart: its last messages first', async () => {
    const { hear, restore, list, log, news, told } = stage();
    hear(live.s, live.a);
    restore();
    list();
    log('A', 1);
    expect(news().filter((line) => line.includes('Completed'))).toEqual([]);
    await pass(5_000);
    list();
    log('A', 1, 2);
    log('A', 2);
    expect(news()).toEqual(['history A 2', 'snapshot A Completed']);
    expect(told.at(-1)).toMatchObject({ synthetic: true, chat: { id: 'A', state: 'Completed' } });
  });

  it('[HI5] it goes on if it speaks meanwhile, or if the second list shows it', async () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s, live.a, live.z);
    restore();
    list();
    log('Z', 1);
    log('A', 1);
    hear(live.b);
    await pass(5_000);
    list(chatting('Z'));
    await pass(60_000);
    expect(news().filter((line) => line.includes('Completed'))).toEqual([]);
  });

  it('[HI5] it goes on if it speaks while its last messages are fetched, even if one later list lacks it', async () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s, live.a);
    restore();
    list();
    log('A', 1);
    await pass(5_000);
    list();
    hear(live.b);
    restore();
    list();
    log('A', 1, 2);
    expect(news().filter((line) => line.includes('Completed'))).toEqual([]);
  });

  it('[HI5] it goes on if it speaks after two lists lacked it, although the next list lacks it, too', async () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s, live.a);
    restore();
    list();
    log('A', 1);
    await pass(5_000);
    list();
    hear(live.b);
    await pass(5_000);
    list();
    log('A', 1, 2);
    await pass(200);
    log('A', 2);
    expect(news().filter((line) => line.includes('Completed'))).toEqual([]);
  });

  it('[HI5] an end that was concluded is withdrawn by a list that shows the chat', async () => {
    const { hear, restore, list, log, news } = stage();
    hear(live.s, live.a);
    restore();
    list();
    log('A', 1);
    await pass(5_000);
    list();
    log('A', 1);
    expect(news().at(-1)).toBe('snapshot A Completed');
    hear(live.b);
    await pass(5_000);
    list(A);
    expect(news().at(-1)).toBe('snapshot A Chatting');
  });

  it('the list is requested for a chat that only speaks, also if it speaks during a backfill', async () => {
    const { hear, restore, list, answer, asked } = stage({ retry });
    const lists = (): number => asked.filter((what) => what === 'chats').length;
    restore();
    list(A);
    await pass(5_000);
    list(A);
    hear(messageLog({ chatId: 'B', messages: [message({ index: 1 })] })); // A has not been answered yet
    answer('A', []);
    await pass(5_000);
    answer('A', []); // the second look
    await pass(54_000);
    expect(lists()).toBe(2);
    await pass(2_000);
    expect(lists()).toBe(3);
  });

  it('a chat that has ended is asked for its last messages, twice', async () => {
    const { hear, log, asked } = stage();
    hear(live.s, live.a, live.e);
    await pass(1_000);
    expect(asked).toEqual(['A from 1']);
    log('A', 1);
    await pass(5_000);
    expect(asked).toEqual(['A from 1', 'A from 1']);
  });

  it('a second look that is pending when a chat ends is made five seconds after the end', async () => {
    const { hear, restore, list, log, asked } = stage();
    hear(live.s, live.a);
    restore();
    list(A);
    log('A', 1);
    await pass(4_000);
    hear(live.e);
    await pass(1_000);
    list();
    log('A', 1);
    expect(ofA(asked)).toEqual(['A from 1', 'A from 1']);
    await pass(3_999);
    expect(ofA(asked)).toEqual(['A from 1', 'A from 1']);
    await pass(1);
    expect(ofA(asked)).toEqual(['A from 1', 'A from 1', 'A from 1']);
  });

  it('a reconnection between the two requests repeats both', async () => {
    const { hear, restore, list, log, asked } = stage();
    hear(live.s, live.a, live.e);
    await pass(1_000);
    log('A', 1);
    await pass(2_000);
    restore();
    list();
    log('A', 1);
    await pass(5_000);
    expect(ofA(asked)).toEqual(['A from 1', 'A from 1', 'A from 1']);
  });
});

describe('rule 5, budget', () => {
  it.each([403, 404, 410])(
    'messages that are refused twice with %i are reported once, and no longer requested',
    async (status) => {
      const { hear, restore, list, fail, asked, failures } = stage({ retry });
      hear(live.s, live.a);
      restore();
      list(A);
      fail('A', httpError(status));
      expect(failures).toEqual([]);
      await pass(5_000);
      fail('A', httpError(status));
      expect(failures).toMatchObject([{ kind: 'history', chatId: 'A', httpStatus: status, from: 1, to: 1 }]);
      hear(live.c);
      await pass(60_000);
      expect(ofA(asked)).toEqual(['A from 1', 'A from 1']);
    },
  );

  it('two refusals count only if no answer came between them', async () => {
    const { hear, restore, list, log, fail, failures } = stage({ retry });
    hear(live.s, live.a, live.c);
    restore();
    list(A);
    fail('A', httpError(404));
    await pass(5_000);
    log('A', 1);
    await pass(100);
    fail('A', httpError(404));
    expect(failures).toEqual([]);
    await pass(5_000);
    fail('A', httpError(404));
    expect(failures).toMatchObject([{ kind: 'history', chatId: 'A', httpStatus: 404 }]);
  });

  it('[EV5] what is missing after eight requests is reported, and requested with the next backfill', async () => {
    const { hear, restore, list, log, asked, failures } = stage({ retry: { ...retry, maxDelay: 100 } });
    hear(live.s, live.a, live.c);
    await pass(1_000);
    for (let request = 1; request <= 8; request += 1) {
      log('A', 1);
      await pass(100);
    }
    expect(ofA(asked)).toHaveLength(8);
    expect(failures).toMatchObject([{ kind: 'history', chatId: 'A', from: 2, to: 3 }]);
    restore();
    list(A);
    expect(ofA(asked)).toHaveLength(9);
  });

  it('[EV5] a server that is down is left alone after eight failures, and all that is missing is reported', async () => {
    const down = (): never => { throw new Error('down'); }; // prettier-ignore
    const { hear, restore, fail, open, failures } = stage({ retry: { ...retry, maxDelay: 100 } }, down);
    hear(live.s, live.a, live.z);
    restore();
    for (let turn = 0; turn < 20; turn += 1) {
      await pass(100);
      for (const chatId of open()) fail(chatId, new Error('down'));
    }
    expect(failures.map(({ chatId }) => chatId).sort()).toEqual(['A', 'Z', undefined]);
  });

  it('[EV5] what a chat lacks that was evicted meanwhile is reported, too, when the server is left alone', async () => {
    const slow = { initialDelay: 20_000, maxDelay: 20_000, jitter: 0 };
    const { hear, restore, list, fail, open, failures } = stage({ retry: slow });
    hear(live.s, live.a, live.c, live.e);
    restore();
    list(...Array.from({ length: 12 }, (_, at) => chatting(`other ${at}`)));
    for (let turn = 0; turn < 9; turn += 1) {
      for (const chatId of open()) fail(chatId, new Error('down'));
      await pass(20_000);
    }
    expect(failures.map(({ chatId }) => chatId)).toContain('A');
  });

  it('[EV5] a server that is down before the second list is reported, for chats that may have ended', async () => {
    const { hear, restore, list, fail, open, failures } = stage({ retry: { ...retry, maxDelay: 100 } });
    hear(live.s, live.a);
    restore();
    list(B, chatting('C'));
    for (let turn = 0; turn < 20; turn += 1) {
      for (const chatId of open()) fail(chatId, new Error('down'));
      await pass(100);
    }
    expect(failures.map(({ chatId }) => chatId)).toContain(undefined);
    expect(failures.find(({ chatId }) => chatId === undefined)?.message).toContain('could not be listed');
  });

  it('requests that fail are repeated ever more slowly, one at a time, as late as the server asks for', async () => {
    const { restore, list, fail, asked, open } = stage({ retry });
    restore();
    fail('chats', httpError(503, { retryAfter: 3_000 }));
    await pass(2_999);
    expect(asked).toHaveLength(1);
    await pass(1);
    list(A, B, chatting('C'), chatting('D'), chatting('E'));
    expect(open()).toEqual(['E', 'D', 'C', 'B']);
    for (const chatId of ['E', 'D', 'C', 'B']) fail(chatId, new Error('down'));
    expect(open()).toEqual([]);
    await pass(800);
    expect(open()).toHaveLength(1);
  });

  it('one chat whose messages always fail does not keep the others waiting, however few attempts are allowed', async () => {
    const { restore, list, fail, log, news, failures } = stage({ retry: { ...retry, maxAttempts: 1 } });
    restore();
    list(A, B);
    fail('B', new Error('down'));
    await pass(200);
    log('A', 1);
    expect(news().at(-1)).toBe('history A 1');
    expect(failures).toMatchObject([{ chatId: 'B' }]);
  });
});

describe('rule 6, precedence', () => {
  it('what is live after a request was sent precedes its answer, field by field', () => {
    const { hear, restore, list, told } = stage();
    hear(live.i);
    restore();
    hear(live.s);
    list({ id: 'A', state: 'Invited', userData: { tier: 1 }, participants: [] });
    expect(told.at(-1)).toMatchObject({
      origin: 'snapshot',
      chat: { id: 'A', state: 'Chatting', userData: { tier: 1 }, participants: [] },
    });
  });

  it('a list does not bring back a chat that ended meanwhile', () => {
    const { hear, restore, list, news } = stage();
    hear(live.s);
    restore();
    hear(live.e);
    list(A);
    expect(news()).toEqual(['live A Chatting', 'live A Completed']);
  });

  it('what was live before the request was sent does not', () => {
    const { hear, restore, list, news } = stage();
    hear(live.i);
    restore();
    list(A);
    expect(news()).toEqual(['live A Invited', 'snapshot A Chatting']);
  });
});

describe('an answer', () => {
  it.each<[string, () => never, string]>([
    ['that throws', () => { throw new Error('down'); }, 'down'], // prettier-ignore
    ['that rejects', () => Promise.reject(new Error('down')) as never, 'down'],
    ['that gives nothing', () => [] as never, 'the history gave no answer'],
    ['that gives no list', () => [{}] as never, 'the history gave object, expected a list'],
    ['that is nothing', () => undefined as never, ''],
  ])('%s is a failure', async (_what, chats, reason) => {
    const { failures, restore, isComplete } = stage({ retry: { ...retry, maxAttempts: 1 } }, chats);
    restore();
    await pass(1_000);
    expect(failures).toMatchObject([{ kind: 'history' }]);
    expect(failures[0]?.message).toContain(reason);
    expect(isComplete()).toBe(false);
  });

  it('ends the stream if onFailure throws', async () => {
    const errors: unknown[] = [];
    const thrown = new Error('no logger');
    const onFailure = (): never => { throw thrown; }; // prettier-ignore
    const { restore } = stage(
      { retry: { ...retry, maxAttempts: 1 }, onFailure },
      () => [{}] as never,
      (error) => errors.push(error),
    );
    restore();
    await pass(1_000);
    expect(errors).toEqual([thrown]);
  });

  it('so is none within 30 seconds', async () => {
    const { failures, restore } = stage({ retry: { ...retry, maxAttempts: 1 } });
    restore();
    await pass(30_000);
    expect(failures[0]?.message).toContain('within 30000 ms');
  });

  it('is used without entries that are no chats or no messages, and they are reported', () => {
    const { failures, restore, list, answer, news } = stage();
    restore();
    list(A, null as never);
    answer('A', [...said(1), { index: '2' } as never]);
    expect(news()).toEqual(['snapshot A Chatting', 'history A 1']);
    expect(failures.map(({ message: text }) => text)).toEqual([
      'the history gave 1 entries that are no chats, such as null',
      'the history gave 1 entries that are no messages of chat "A", such as object',
    ]);
  });
});
