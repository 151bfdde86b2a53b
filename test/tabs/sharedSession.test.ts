import { isFinal } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { FakeBrowser } from './fakeBrowser.ts';
import { eventually, openTab, roles, simulate, textsOf } from './tabs.ts';

describe('tabs share one connection', () => {
  it('[TB2] one tab leads, and all receive the same notifications', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat({ customer: 'Ada' });
    const tabs = [1, 2, 3].map(() => openTab(browser, simulator));
    await Promise.all(tabs.map(({ session }) => session.ready()));
    simulator.say(chatId, 'Customer', 'one');
    simulator.say(chatId, 'Customer', 'two');
    await eventually(() => {
      for (const tab of tabs) expect(textsOf(tab, chatId)).toEqual(['one', 'two']);
    });
    expect([...roles(tabs)].sort()).toEqual(['follower', 'follower', 'leader']);
    for (const { session } of tabs) {
      expect(session.status).toMatchObject({ state: 'connected', term: 1 });
      expect(session.chats.get(chatId)?.status).toBe('Chatting');
    }
  });

  it('a tab that is opened later has the complete directory within 200 ms, and a late subscriber too', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const ids = ['Ada', 'Bea', 'Cleo'].map((customer) => simulator.openChat({ customer }));
    await openTab(browser, simulator).session.ready();
    const late = openTab(browser, simulator);
    const started = performance.now();
    const sizes: number[] = [];
    late.session.chats$.subscribe(({ size }) => sizes.push(size));
    await late.session.ready();
    expect(performance.now() - started).toBeLessThan(200);
    expect(sizes).toEqual([3]);
    expect([...late.session.chats.keys()].sort()).toEqual([...ids].sort());
    expect(late.session.status.role).toBe('follower');
  });

  it('[TB4] when the leader closes, another tab goes on, without loss and without duplicates', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tabs = [1, 2, 3].map(() => openTab(browser, simulator));
    await Promise.all(tabs.map(({ session }) => session.ready()));
    const [first, ...others] = [...tabs].sort((a) => (a.session.status.role === 'leader' ? -1 : 1));
    simulator.say(chatId, 'Customer', 'one');
    await eventually(() => {
      for (const tab of tabs) expect(textsOf(tab, chatId)).toEqual(['one']);
    });
    await first?.session.close();
    simulator.say(chatId, 'Customer', 'two');
    await eventually(() => {
      for (const tab of others) expect(textsOf(tab, chatId)).toEqual(['one', 'two']);
    });
    expect([...roles(others)].sort()).toEqual(['follower', 'leader']);
    expect(others.map(({ session }) => session.status.term)).toEqual([2, 2]);
    expect(first?.session.status.state).toBe('closed');
  });

  it('[TB5] a visible tab takes over from a leader that is silent, and the former leader emits nothing more', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    // Cut off from the others, it would take the lock back.
    const leader = openTab(browser, simulator, { takeoverAfter: 60_000 });
    await leader.session.ready();
    const follower = openTab(browser, simulator);
    await follower.session.ready();
    leader.page.isDead = true;
    await eventually(() => {
      expect(follower.session.status).toMatchObject({ role: 'leader', state: 'connected' });
    });
    expect(leader.session.status.role).toBe('follower');
    const before = leader.notifications.length;
    simulator.say(chatId, 'Customer', 'hello');
    await eventually(() => {
      expect(textsOf(follower, chatId)).toEqual(['hello']);
    });
    expect(leader.notifications).toHaveLength(before);
    leader.page.isDead = false; // it follows now
    await eventually(() => {
      expect(textsOf(leader, chatId)).toEqual(['hello']);
    });
  });

  it('a hidden leader hands over to a visible tab, at most once in 5 s', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const hidden = openTab(browser, simulator, {}, false);
    await hidden.session.ready();
    const began = performance.now();
    const visible = openTab(browser, simulator);
    await visible.session.ready();
    await eventually(() => {
      expect(roles([hidden, visible])).toEqual(['follower', 'leader']);
    });
    expect(performance.now() - began).toBeGreaterThan(4_500);
    simulator.say(chatId, 'Customer', 'hello');
    await eventually(() => {
      for (const tab of [hidden, visible]) expect(textsOf(tab, chatId)).toEqual(['hello']);
    });
  });

  it('a page that is left gives the lock back, and joins again when it is back', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tabs = [openTab(browser, simulator), openTab(browser, simulator)] as const;
    await Promise.all(tabs.map(({ session }) => session.ready()));
    const [leader, follower] = tabs[0].session.status.role === 'leader' ? tabs : [tabs[1], tabs[0]];
    leader.page.fire('away');
    await eventually(() => {
      expect(follower.session.status).toMatchObject({ role: 'leader', state: 'connected' });
    });
    simulator.say(chatId, 'Customer', 'while away');
    await eventually(() => {
      expect(textsOf(follower, chatId)).toEqual(['while away']);
    });
    expect(textsOf(leader, chatId)).toEqual([]);
    leader.page.fire('back');
    await eventually(() => {
      expect(textsOf(leader, chatId)).toEqual(['while away']);
    });
  });

  it('a chat that ends while a tab is away ends there, too, with its last messages', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const [stays, leaves] = [openTab(browser, simulator), openTab(browser, simulator)];
    await Promise.all([stays.session.ready(), leaves.session.ready()]);
    leaves.page.fire('away');
    simulator.say(chatId, 'Customer', 'bye');
    simulator.setState(chatId, 'Completed');
    await eventually(() => {
      expect(isFinal(stays.session.chats.get(chatId)?.status ?? 'Chatting')).toBe(true);
    });
    leaves.page.fire('back');
    await eventually(() => {
      expect(isFinal(leaves.session.chats.get(chatId)?.status ?? 'Chatting')).toBe(true);
      expect(textsOf(leaves, chatId)).toEqual(['bye']);
    });
  });

  it('without subscribers the connection is left, and a new subscriber connects again', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tab = openTab(browser, simulator, { linger: 20 });
    await tab.session.ready();
    tab.listening.unsubscribe();
    await eventually(() => {
      expect(tab.session.status).toMatchObject({ state: 'idle', role: 'follower' });
      expect(browser.held).toEqual([]);
      expect(browser.channelNames).toEqual([]);
    });
    expect(tab.session.chats.size).toBe(0);
    await tab.session.ready();
    expect(tab.session.chats.has(chatId)).toBe(true);
  });
});
