import { describe, expect, it } from 'vitest';
import { gws, json } from './gws.ts';
import { eventually, hear, session } from './sessions.ts';

describe('what a server says', () => {
  const long = 'a'.repeat(160_000);

  it('is shortened to 500 characters in reasons and failures', async () => {
    const { url, bayeux } = await gws(
      ({ url: path = '' }, response) =>
        path.includes('subresources') && json(response, 200, { statusCode: 5, statusMessage: long }),
    );
    const chats = session({ url, retry: { maxAttempts: 1 } });
    const failures = hear(chats.failures$);
    await chats.ready();
    bayeux.publish('Sam', {
      messageType: 'MessageLogUpdated',
      notificationType: long,
      id: 'A',
      messages: long,
    });
    await eventually(() => {
      expect(failures.values.map(({ kind }) => kind).sort()).toEqual(['history', 'invalid']);
    });
    for (const { message } of failures.values) expect(message.length).toBeLessThanOrEqual(500);
  });

  it('likewise in the reason of a failed operation', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path.startsWith('/api/v2/me/chats/') && json(response, 200, { statusCode: 5, statusMessage: long }),
    );
    const chats = session({ url, history: false });
    await expect(chats.perform('A', { operationName: 'X' })).rejects.toMatchObject({
      name: 'OperationFailedError',
      reason: expect.stringMatching(/^a{499}…$/) as string,
    });
  });

  it('likewise the message of an error of your own history', async () => {
    const { url } = await gws(() => false);
    const history = { chats: () => Promise.reject(new Error(long)), messages: () => [[]] };
    const chats = session({ url, history, retry: { maxAttempts: 1 } });
    const failures = hear(chats.failures$);
    await chats.ready();
    expect(failures.values.map(({ message }) => message.length)).toEqual([500]);
  });

  it('likewise in the reason of the status', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path.startsWith('/api/v2/notifications') &&
        json(response, 200, [
          {
            channel: '/meta/handshake',
            id: '1',
            successful: false,
            error: `403::${long}`,
            advice: { reconnect: 'none' },
          },
        ]),
    );
    const chats = session({ url });
    hear(chats.status$);
    await eventually(() => {
      expect(chats.status.state).toBe('denied');
    });
    expect(chats.status.reason?.length).toBeLessThanOrEqual(500);
  });
});
