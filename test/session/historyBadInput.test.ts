import { concat, map, NEVER, of, tap, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Chat, ChatHistory, ChatMessage } from 'rx-chat-notifications';
import { said } from './backfill/asked.ts';
import { overFake, summary } from './overFake.ts';
import { eventually, hear } from './sessions.ts';

const A: Chat = { id: 'A', state: 'Chatting' };
const B: Chat = { id: 'B', state: 'Chatting' };
const whole: ChatHistory = { chats: () => of([A]), messages: () => of(said(1, 2)) };

describe('a history of your own', () => {
  it('counts once if it emits twice: the first value is the answer', async () => {
    const { chats } = overFake({
      history: {
        chats: () => of([A], [A, B]),
        messages: (_, from) => of(said(1, 2), said(from, 3)),
      },
    });
    const { values } = hear(chats.notifications$.pipe(map(summary)));
    await chats.ready();
    expect(values).toEqual(['snapshot A Chatting', 'history A 1,2']);
  });

  it.each<[string, Partial<ChatHistory>, string]>([
    ['a list that errors', { chats: () => throwError(() => new Error('no list')) }, 'no list'],
    ['a list that completes empty', { chats: () => of() }, 'could not be listed'],
    [
      'a list that is not an array',
      { chats: () => of('rubbish' as unknown as Chat[]) },
      'could not be listed',
    ],
    ['a list that throws', { chats: () => { throw new Error('broken'); } }, 'broken'], // prettier-ignore
    ['messages that error', { messages: () => throwError(() => new Error('no log')) }, 'no log'],
    ['messages that are null', { messages: () => of(null as unknown as ChatMessage[]) }, 'may be missing'],
  ])('%s is a reported failure, and live notifications pass', async (_, broken, message) => {
    const { chats, say } = overFake({
      history: { ...whole, ...broken },
      retry: { initialDelay: 1, maxDelay: 1 },
    });
    const { values, errors } = hear(chats.notifications$.pipe(map(summary)));
    const failures = hear(chats.failures$);
    await eventually(() => {
      expect(failures.values.map((failure) => failure.message).join()).toContain(message);
    });
    say('C', 1);
    expect(values.at(-1)).toBe('live C 1');
    expect(errors).toEqual([]);
  });

  it('that never answers does not keep live notifications waiting', () => {
    const { chats, say } = overFake({ history: { chats: () => NEVER, messages: () => NEVER } });
    const { values } = hear(chats.notifications$.pipe(map(summary)));
    say('C', 1);
    expect(values).toEqual(['live C 1']);
  });

  it('that answers and never completes is enough', async () => {
    const endless = <T>(value: T) => concat(of(value), NEVER);
    const { chats } = overFake({ history: { chats: () => endless([A]), messages: () => endless(said(1)) } });
    const { values } = hear(chats.notifications$.pipe(map(summary)));
    await chats.ready();
    expect(values).toEqual(['snapshot A Chatting', 'history A 1']);
  });
});

describe('chats$', () => {
  it('delivers the current directory to a subscriber that subscribes inside another subscriber', () => {
    const { chats, enter } = overFake({ history: false });
    const inner: number[][] = [];
    hear(
      chats.chats$.pipe(
        tap(({ size }) => {
          const sizes: number[] = [];
          inner.push(sizes);
          if (inner.length <= 3) hear(chats.chats$.pipe(tap((directory) => sizes.push(directory.size))));
          expect(size).toBe(chats.chats.size);
        }),
      ),
    );
    enter('A', 'Chatting');
    enter('B', 'Chatting');
    for (const sizes of inner.slice(0, 3)) expect(sizes.at(-1)).toBe(2);
    expect(inner.slice(0, 3)).toEqual([[0, 1, 2], [1, 2], [2]]);
  });
});
