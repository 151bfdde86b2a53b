import { describe, expect, it } from 'vitest';
import type { Backfilled, ConnectionStatus } from 'rx-chat-notifications';
import type { Simulator } from 'rx-chat-notifications/simulator';
import type { SharedSessionOptions } from 'rx-chat-notifications/tabs';
import { FakeBrowser } from './fakeBrowser.ts';
import { eventually, openTab, type OpenTab, simulate, textsOf } from './tabs.ts';

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
  return [leader, follower];
}

describe('after a takeover', () => {
  it('reports in all tabs what was missed while nobody led, and since when', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const browser = new FakeBrowser();
    const [leader, follower] = await twoTabs(simulator, {}, browser);
    const third = openTab(browser, simulator);
    await third.session.ready();
    const backfills: Backfilled[] = [];
    for (const { session } of [follower, third])
      session.backfilled$.subscribe((backfilled) => backfills.push(backfilled));
    let knownThen: readonly string[] | undefined;
    follower.session.backfilled$.subscribe(() => (knownThen = textsOf(follower, chatId)));
    const states: string[] = [];
    follower.session.status$.subscribe(({ state }) => states.push(state));
    simulator.say(chatId, 'Customer', 'one');
    await eventually(() => {
      expect(textsOf(follower, chatId)).toEqual(['one']);
    });
    const known = Date.now();
    leader.page.isDead = true; // nobody receives its farewell
    await leader.session.close();
    simulator.say(chatId, 'Customer', 'two');
    simulator.say(chatId, 'Customer', 'three');
    await eventually(() => {
      expect(backfills).toHaveLength(2);
    });
    const [backfilled] = backfills;
    expect(backfills[1]).toEqual(backfilled);
    expect(backfilled).toMatchObject({ chatCount: 1, messageCount: 2 });
    expect(Math.abs((backfilled?.from ?? 0) - known)).toBeLessThan(400); // a heartbeat and its way
    expect(backfilled?.to).toBeGreaterThanOrEqual(backfilled?.from ?? Infinity);
    expect(knownThen).toEqual(['one', 'two', 'three']);
    expect([...new Set(states)]).toEqual(['connected', 'reconnecting']);
  });

  it('reports the missed window where nothing is fetched', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const [leader, follower] = await twoTabs(simulator, { history: false });
    await leader.session.close();
    let missing: ConnectionStatus['missing'];
    await eventually(() => {
      ({ missing } = follower.session.status);
      expect(missing).toBeDefined();
    });
    expect(missing?.from).toBeLessThanOrEqual(missing?.to ?? 0);
    simulator.say(chatId, 'Customer', 'live');
    await eventually(() => {
      expect(textsOf(follower, chatId)).toEqual(['live']);
    });
  });

  it('fetches only what the new leader lacks', async () => {
    const requests: string[] = [];
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const counted: typeof fetch = (input, init) => {
      requests.push(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    };
    const browser = new FakeBrowser();
    const leader = openTab(browser, simulator);
    await leader.session.ready();
    for (const text of ['one', 'two', 'three']) await leader.session.send(chatId, text);
    const follower = openTab(browser, simulator, { fetch: counted });
    await follower.session.ready();
    expect(requests).toEqual([]);
    await leader.session.close();
    await eventually(() => {
      expect(requests.some((url) => url.includes('/messages'))).toBe(true);
    });
    const logs = requests.filter((url) => url.includes('/messages'));
    for (const url of logs) expect(url).not.toMatch(/index=1\b|\/messages$/); // it starts at the last known one
  });
});

describe('a follower', () => {
  it('gives a late subscriber the same as the leader does', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    simulator.say(chatId, 'Customer', 'one');
    const tabs = await twoTabs(simulator);
    simulator.say(chatId, 'Customer', 'two');
    await eventually(() => {
      for (const tab of tabs) expect(textsOf(tab, chatId)).toEqual(['one', 'two']);
    });
    const replays = tabs.map(({ session }) => {
      const replay: unknown[] = [];
      session.notifications$.subscribe((notification) => replay.push(notification)).unsubscribe();
      return replay;
    });
    expect(replays[1]).toEqual(replays[0]);
    expect(replays[0]?.length).toBeGreaterThan(1);
  });

  it('emits the live notifications of the leader as they are', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const tabs = await twoTabs(simulator);
    const before = tabs.map(({ notifications }) => notifications.length);
    simulator.say(chatId, 'Customer', 'one');
    simulator.startTyping(chatId, 'Customer');
    simulator.setState(chatId, 'Completed');
    await eventually(() => {
      for (const { session } of tabs) expect(session.chats.get(chatId)?.status).toBe('Completed');
    });
    const [ofLeader, ofFollower] = tabs.map(({ notifications }, at) => notifications.slice(before[at]));
    expect(ofFollower).toEqual(ofLeader);
  });
});
