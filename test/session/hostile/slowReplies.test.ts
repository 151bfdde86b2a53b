import { describe, expect, it } from 'vitest';
import { type HttpReply, scriptedServer } from '../scriptedServer.ts';
import { virtualTime } from '../virtualTime.ts';
import { chatData, watched } from '../watched.ts';

/** A line of 16 kB a second. */
const slowly = { bytes: 16_000, every: 1_000 };
const text = 'x'.repeat(600_000);

/** Half of a body, and then nothing. */
const stalled = (body: string): HttpReply => ({
  status: 200,
  body,
  slowly: { bytes: body.length / 2, every: 3_600_000 },
});

describe('a reply over a slow line', () => {
  it('with a log of 600 kB is received at the first request', async () => {
    const time = virtualTime();
    const server = await scriptedServer();
    const requests: string[] = [];
    const from = { participantId: '1', nickname: 'Ada', type: 'Customer' };
    server.rest = (path) => {
      if (!path.includes('/messages'))
        return { status: 200, body: '{"chats":[{"id":"A","state":"Chatting"}]}' };
      requests.push(path);
      return {
        status: 200,
        body: JSON.stringify({ statusCode: 0, messages: [{ index: 1, type: 'Text', text, from }] }),
        slowly,
      };
    };
    const made = watched(server.url);
    const messages = (): readonly { readonly text?: string }[] =>
      made.session.chats.get('A')?.transcript.messages ?? [];
    await time.until(() => messages().length > 0, 60_000);
    expect([messages()[0]?.text?.length, requests.length]).toEqual([text.length, 1]);
  });

  it('to a poll takes longer than a poll may, and the session stays connected', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind, count, message: { id } }) => {
      if (kind !== 'connect' || count !== 2) return undefined;
      const messages = [
        { channel: '/meta/connect', id, successful: true, advice: { reconnect: 'retry', timeout: 1_000 } },
        { channel: '/v2/me/chats', data: { ...chatData('A'), filler: text } },
      ];
      return { status: 200, body: JSON.stringify(messages), slowly };
    });
    server.hold = 1_000;
    const made = watched(server.url, { history: false });
    await time.until(() => made.chats.length > 0, 60_000);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
    expect(server.of('connect')).toHaveLength(2);
  });

  it('to a login is received at the first request', async () => {
    const time = virtualTime();
    const body = JSON.stringify({ statusCode: 0, filler: text });
    const server = await scriptedServer(({ kind }) =>
      kind === 'me' ? { status: 200, body, slowly } : undefined,
    );
    const made = watched(server.url, { history: false });
    await time.until(() => made.status()?.state === 'connected', 60_000);
    expect([server.count('me'), made.attempts()]).toEqual([1, [0]]);
  });
});

describe('a reply that stalls half-way', () => {
  it('to a login is given up after 10 seconds of silence', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'me' && count === 1 ? stalled('{"statusCode":0}') : undefined,
    );
    const made = watched(server.url, { history: false });
    await time.until(() => made.status()?.attempt === 1, 12_000);
    expect(made.status()?.reason).toContain('did not answer within 10000 ms');
    await time.until(() => made.status()?.state === 'connected', 5_000);
  });

  it('to a history request is given up after 30 seconds of silence, and polling goes on meanwhile', async () => {
    const time = virtualTime();
    const server = await scriptedServer();
    let lists = 0;
    server.rest = (path) => {
      if (path.includes('/messages')) return { status: 200, body: '{"messages":[]}' };
      lists += 1;
      return lists === 1 ? stalled('{"chats":[]}') : { status: 200, body: '{"chats":[]}' };
    };
    const made = watched(server.url);
    await time.until(() => server.held === 1, 5_000);
    server.publish(chatData('A'));
    await time.until(() => made.chats.includes('A'), 5_000);
    await time.until(() => lists === 2, 40_000);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
  });
});
