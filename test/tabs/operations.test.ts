import { describe, expect, it } from 'vitest';
import { FakeBrowser } from './fakeBrowser.ts';
import { eventually, openTab, type OpenTab, simulate } from './tabs.ts';
import type { Simulator } from 'rx-chat-notifications/simulator';
import type { SharedSessionOptions } from 'rx-chat-notifications/tabs';

/** A leader and a follower, both ready. */
async function twoTabs(
  simulator: Simulator,
  options: Partial<SharedSessionOptions> = {},
  browser: FakeBrowser = new FakeBrowser(),
): Promise<readonly [OpenTab, OpenTab]> {
  const leader = openTab(browser, simulator, options);
  await leader.session.ready();
  const follower = openTab(browser, simulator, options);
  await follower.session.ready();
  expect([leader.session.status.role, follower.session.status.role]).toEqual(['leader', 'follower']);
  return [leader, follower];
}

const textsSent = (simulator: Simulator, chatId: string): readonly string[] =>
  simulator.truth(chatId).messages.flatMap(({ text }) => text ?? []);

describe('operations of all tabs go through the leader', () => {
  it('[TB10] a follower sends once, and receives the reply and the notification', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const [leader, follower] = await twoTabs(simulator);
    const performed = await follower.session.send(chatId, 'from the follower');
    expect(performed).toMatchObject({ reply: { statusCode: 0 }, notification: { kind: 'messages', chatId } });
    await leader.session.send(chatId, 'from the leader');
    expect(textsSent(simulator, chatId)).toEqual(['from the follower', 'from the leader']);
  });

  it('an operation that fails rejects in the follower as it does in the leader', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const tabs = await twoTabs(simulator);
    const errors = await Promise.all(
      tabs.map(({ session }) =>
        session.perform(chatId, { operationName: 'Nonsense' }).catch((error: unknown) => error),
      ),
    );
    const described = errors.map((error) =>
      error instanceof Error ? { name: error.name, message: error.message } : error,
    );
    expect(described[0]).toMatchObject({ name: 'OperationFailedError' });
    expect(described[1]).toEqual(described[0]);
    await expect(tabs[1].session.perform('', { operationName: 'Accept' })).rejects.toThrow(
      /chatId must be the id of a chat/,
    );
  });

  it('[TB12] when the leader disappears, it is unknown whether an operation was sent, and nothing is sent again', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const [leader, follower] = await twoTabs(simulator);
    const sent = follower.session.send(chatId, 'once').catch((error: unknown) => error);
    leader.page.crash();
    const stopped = leader.session.close();
    expect(await sent).toMatchObject({ name: 'OperationTimeoutError', wasSent: 'unknown' });
    await stopped;
    await eventually(() => {
      expect(follower.session.status).toMatchObject({ role: 'leader', state: 'connected' });
    });
    expect(textsSent(simulator, chatId).filter((text) => text === 'once').length).toBeLessThan(2);
  });

  it('without a leader an operation waits, and was not sent when its time is over', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const browser = new FakeBrowser();
    const [leader, follower] = await twoTabs(simulator, { takeoverAfter: 60_000 }, browser);
    const waiting = openTab(browser, simulator, { takeoverAfter: 60_000 });
    leader.page.isDead = true;
    follower.page.isDead = true;
    const error: unknown = await waiting.session
      .send(chatId, 'x', { timeout: 200 })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'OperationTimeoutError', wasSent: false });
    expect(String(error)).toContain('SendMessage on chat');
    expect(textsSent(simulator, chatId)).toEqual([]);
  });

  it('a signal ends an operation of a follower', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const [, follower] = await twoTabs(simulator);
    const controller = new AbortController();
    const sent = follower.session.send(chatId, 'x', { signal: controller.signal });
    controller.abort(new DOMException('enough', 'AbortError'));
    await expect(sent).rejects.toMatchObject({ name: 'AbortError', message: 'enough' });
  });

  it('fetch of a follower goes through the leader, with its session', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const browser = new FakeBrowser();
    const [, follower] = await twoTabs(simulator, {}, browser);
    const response = await follower.session.fetch('api/v2/me');
    const body = (await response.json()) as { user: { chats: { id: string }[] } };
    expect([response.status, response.url]).toEqual([200, `${simulator.url}/api/v2/me`]);
    expect(body.user.chats.map(({ id }) => id)).toEqual([chatId]);
    const posted = await follower.session.fetch(`api/v2/me/chats/${chatId}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ operationName: 'SendMessage', text: 'by fetch' }),
    });
    expect(posted.ok).toBe(true);
    expect(textsSent(simulator, chatId)).toEqual(['by fetch']);
    await expect(
      follower.session.fetch('api/v2/me', { headers: { Authorization: 'Basic x' } }),
    ).rejects.toThrow(/authorization/);
    expect(JSON.stringify(browser.posted)).not.toContain('x-csrf-token');
  });
});
