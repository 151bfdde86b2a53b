import { credentials, type LogEntry } from 'rx-chat-notifications';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSharedSession } from '../../src/tabs/runSharedSession.ts';
import { FakeBrowser } from './fakeBrowser.ts';
import { eventually, openTab, roles, simulate, textsOf, warnings } from './tabs.ts';

const oddMessages: readonly unknown[] = [
  null,
  'text',
  42,
  [],
  {},
  { app: 'rx-chat-notifications' },
  { app: 'rx-chat-notifications', version: 1 },
  { app: 'rx-chat-notifications', version: 1, type: 'beat', from: 'x' },
  {
    app: 'rx-chat-notifications',
    version: 1,
    type: 'toString',
    from: 'x',
    term: { n: 1, id: 'x' },
    reached: { term: { n: 1, id: 'x' }, seq: 0 },
  },
  {
    app: 'rx-chat-notifications',
    version: 1,
    type: 'beat',
    from: 'x',
    term: { n: Infinity, id: 'x' },
    reached: { term: { n: 1, id: 'x' }, seq: 0 },
    isVisible: true,
    options: {},
  },
  {
    app: 'rx-chat-notifications',
    version: 1,
    type: 'live',
    from: 'x',
    term: { n: 9, id: 'x' },
    reached: { term: { n: 9, id: 'x' }, seq: 1 },
    item: { kind: 'notification', notification: { kind: 'messages', messages: [null] } },
  },
  {
    app: 'rx-chat-notifications',
    version: 1,
    type: 'snapshot',
    from: 'x',
    term: { n: 9, id: 'x' },
    reached: { term: { n: 9, id: 'x' }, seq: 1 },
    snapshot: { desk: { chats: [{}] } },
  },
];

describe('what arrives on the channel', () => {
  it('foreign and malformed messages change nothing and are reported', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tabs = [openTab(browser, simulator), openTab(browser, simulator)];
    await Promise.all(tabs.map(({ session }) => session.ready()));
    for (const name of browser.channelNames) for (const odd of oddMessages) browser.post(name, odd);
    simulator.say(chatId, 'Customer', 'hello');
    await eventually(() => {
      for (const tab of tabs) expect(textsOf(tab, chatId)).toEqual(['hello']);
    });
    for (const { log } of tabs) expect(warnings(log).some((line) => line.includes('ignored'))).toBe(true);
  });

  it('a hostile page that claims to lead is not followed for good, and nothing breaks', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tabs = [openTab(browser, simulator), openTab(browser, simulator)];
    await Promise.all(tabs.map(({ session }) => session.ready()));
    const term = { n: 1_000, id: 'evil' };
    const beat = {
      app: 'rx-chat-notifications',
      version: 1,
      type: 'beat',
      from: 'evil',
      term,
      reached: { term, seq: 0 },
      isVisible: true,
      options: {},
    };
    for (const name of browser.channelNames) browser.post(name, beat);
    simulator.say(chatId, 'Customer', 'hello');
    await eventually(() => {
      for (const tab of tabs) expect(textsOf(tab, chatId)).toEqual(['hello']);
      for (const { session } of tabs) expect(session.status.term).toBe(1_001);
    });
    expect([...roles(tabs)].sort()).toEqual(['follower', 'leader']);
  });

  it('the tab with the older version gives way', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const tab = openTab(browser, simulator);
    await tab.session.ready();
    const [name = ''] = browser.channelNames;
    browser.post(name, { app: 'rx-chat-notifications', version: 2, anything: true });
    await eventually(() => {
      expect(tab.session.status).toMatchObject({ role: 'alone', state: 'connected' });
    });
    expect(browser.held).toEqual([]);
    expect(warnings(tab.log).join()).toContain('newer version');
    simulator.say(chatId, 'Customer', 'hello');
    await eventually(() => {
      expect(textsOf(tab, chatId)).toEqual(['hello']);
    });
    browser.post(name, { app: 'rx-chat-notifications', version: 0, type: 'hello' });
  });

  it('[TB23] no credential and no token crosses the channel', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const chatId = simulator.openChat();
    const token = simulator.issueToken();
    const bearer = { credentials: credentials.bearer(() => token), name: 'sam' };
    const { user, password } = simulator.credentials;
    for (const options of [{}, bearer]) {
      const tabs = [openTab(browser, simulator, options), openTab(browser, simulator, options)];
      await Promise.all(tabs.map(({ session }) => session.ready()));
      expect([...roles(tabs)].sort()).toEqual(['follower', 'leader']);
      for (const { session } of tabs) await session.send(chatId, 'hello');
      for (const { session } of tabs) await session.fetch('api/v2/me');
      await Promise.all(tabs.map(({ session }) => session.close()));
    }
    const crossed = JSON.stringify(browser.posted);
    expect(browser.posted.length).toBeGreaterThan(20);
    for (const secret of [password, token, btoa(`${user}:${password}`), 'Authorization', 'X-CSRF-TOKEN'])
      expect(crossed.toLowerCase()).not.toContain(secret.toLowerCase());
  });
});

describe('who shares', () => {
  it('[TB24] tabs of different users never share', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const [sam, kim] = ['sam', 'kim'].map((agent) => simulator.credentialsOf(agent));
    const tokens = ['sam', 'kim'].map((agent) => simulator.issueToken(agent));
    const tabs = [
      ...[sam, kim].map((own) => openTab(browser, simulator, own === undefined ? {} : { credentials: own })),
      ...tokens.map((token) =>
        openTab(browser, simulator, { name: 'the same', credentials: credentials.bearer(() => token) }),
      ),
    ];
    await Promise.all(tabs.map(({ session }) => session.ready()));
    expect(roles(tabs)).toEqual(['leader', 'leader', 'leader', 'leader']);
  });

  it('[TB25] without Web Locks each tab has a session of its own, and logs the reason once', async () => {
    const simulator = await simulate();
    const { url, credentials: own } = simulator;
    const chatId = simulator.openChat();
    const log: LogEntry[] = [];
    const session = runSharedSession(
      { url, credentials: own, linger: 0, logger: (entry) => log.push(entry) },
      'this page has no Web Locks',
    );
    onTestFinished(() => session.close());
    await session.ready();
    expect(session.status).toMatchObject({ role: 'alone', state: 'connected' });
    await session.send(chatId, 'hello');
    await session.ready();
    expect((await session.fetch('api/v2/me')).status).toBe(200);
    expect(warnings(log)).toEqual(['this tab has a connection of its own: this page has no Web Locks']);
  });

  it('options that differ are reported once, and those of the leader apply', async () => {
    const simulator = await simulate();
    const browser = new FakeBrowser();
    const leader = openTab(browser, simulator);
    await leader.session.ready();
    const follower = openTab(browser, simulator, { ack: false, linger: 500 });
    await follower.session.ready();
    await eventually(() => {
      expect(warnings(follower.log)).toHaveLength(1);
    });
    await new Promise((resolve) => setTimeout(resolve, 600)); // further heartbeats
    expect(warnings(follower.log)).toEqual([
      expect.stringMatching(/options of the tab that leads apply.* ack, linger$/),
    ]);
    expect(warnings(leader.log)).toEqual([]);
  });

  it('bearer and header credentials require a name, and options are checked', () => {
    const browser = new FakeBrowser();
    const url = 'https://gws.example.com';
    const made = (options: object) => (): unknown => runSharedSession({ url, ...options }, browser.openTab());
    expect(made({ credentials: credentials.bearer(() => 'x') })).toThrow(
      /sharedSession: name must be a string that identifies this user/,
    );
    expect(made({ name: '' })).toThrow(/name must be a string that is not empty/);
    expect(made({ takeoverAfter: 10 })).toThrow(
      /takeoverAfter must be a number of milliseconds, at least 1000, got 10/,
    );
    expect(made({ url: 'nonsense' })).toThrow(/url/);
  });
});
