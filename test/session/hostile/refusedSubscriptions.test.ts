import { credentials } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import type { BayeuxAdvice } from '../../../src/channel/index.ts';
import { refused, scriptedServer } from '../scriptedServer.ts';
import { chatData, connected, eventually, reaches, watched } from '../watched.ts';

describe('a refused subscription', () => {
  it.each<readonly [error: string, advice: BayeuxAdvice | undefined, times: number]>([
    ['403::Unknown client', undefined, 1],
    ['403::Unknown client', { reconnect: 'handshake' }, 4],
    ['403::denied', { reconnect: 'retry' }, 4],
    ['404::denied', { reconnect: 'handshake' }, 4],
    ['500::Unauthorized', undefined, 4],
    ['503::denied', { reconnect: 'retry' }, 4],
    ['Forbidden', undefined, 4],
  ])(
    'is judged by advice and class of the code: %s with advice %j is retried',
    async (error, advice, times) => {
      const server = await scriptedServer(({ kind, count }) =>
        kind === 'subscribe' && count <= times ? refused(error, advice) : undefined,
      );
      const made = watched(server.url, { history: false });
      await connected(made);
      expect([server.count('handshake'), server.count('subscribe')]).toEqual([times + 1, times + 1]);
      expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
      await eventually(() => {
        expect(server.held).toBe(1);
      });
      server.publish(chatData('after'));
      await eventually(() => {
        expect(made.chats).toEqual(['after']);
      });
    },
  );

  it.each([1, 2])('with 401 renews the credentials once, then it is denied: %i times', async (times) => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'subscribe' && count <= times ? refused('401::expired') : undefined,
    );
    let tokens = 0;
    const token = (): string => `token-${(tokens += 1)}`;
    const made = watched(server.url, { history: false, credentials: credentials.bearer(token) });
    await reaches(made, { state: times === 1 ? 'connected' : 'denied' });
    expect([tokens, server.count('subscribe')]).toEqual([2, 2]);
    expect(server.of('subscribe')[1]?.headers.authorization).toBe('Bearer token-2');
  });
});
