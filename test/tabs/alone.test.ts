import { credentials, type LogEntry, type SessionOptions } from 'rx-chat-notifications';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runSharedSession } from '../../src/tabs/runSharedSession.ts';
import { thisBrowser } from '../../src/tabs/thisBrowser.ts';
import type { PageEvent, TabBrowser } from '../../src/tabs/types.ts';
import { FakeBrowser } from './fakeBrowser.ts';
import { eventually, simulate, warnings } from './tabs.ts';

const denied = (): never => {
  throw new DOMException('denied in this context', 'SecurityError');
};

/** What a tab in such a browser logs, once it is connected. */
async function aloneIn(
  browser: Partial<TabBrowser>,
  options: Partial<SessionOptions> = {},
): Promise<readonly string[]> {
  const simulator = await simulate();
  const log: LogEntry[] = [];
  const session = runSharedSession(
    {
      url: simulator.url,
      credentials: simulator.credentials,
      name: 'sam',
      logger: (entry) => log.push(entry),
      ...options,
    },
    Object.assign(new FakeBrowser().openTab(), browser),
  );
  onTestFinished(() => session.close());
  session.notifications$.subscribe();
  await eventually(() => {
    expect(session.status.role).toBe('alone');
  });
  return warnings(log);
}

describe('a tab that cannot share has a session of its own', () => {
  it('where the browser refuses locks, as in an opaque origin', async () => {
    const locks = { request: () => Promise.resolve().then(denied), query: () => Promise.resolve({}) };
    expect(await aloneIn({ locks })).toEqual([
      'this tab has a connection of its own: the browser grants no Web Locks here: SecurityError: denied in this context',
    ]);
  });

  it('where the browser opens no channel', async () => {
    expect(await aloneIn({ openChannel: denied })).toEqual([
      'this tab has a connection of its own: the browser opens no BroadcastChannel here: SecurityError: denied in this context',
    ]);
  });

  it('where the server does not say who the user is', async () => {
    const refused = { credentials: credentials.bearer(() => 'unknown') };
    const [first] = await aloneIn({}, refused);
    expect(first).toMatch(/connection of its own: the user is not known: the server answered 401/);
  });
});

describe('the browser of this page', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('has no locks on plain http, and no channel in old browsers', () => {
    vi.stubGlobal('navigator', {});
    expect(thisBrowser()).toMatch(/no Web Locks/);
    vi.stubGlobal('navigator', { locks: { request: () => undefined, query: () => undefined } });
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(thisBrowser()).toMatch(/no BroadcastChannel/);
  });

  it('leaves with pagehide and freeze, and is back with pageshow and resume', async () => {
    const [document, window] = [new EventTarget(), new EventTarget()];
    vi.stubGlobal('navigator', { locks: { request: () => undefined, query: () => undefined } });
    vi.stubGlobal('document', document);
    vi.stubGlobal('window', window);
    const browser = thisBrowser();
    if (typeof browser === 'string') throw new Error(browser);
    const events: PageEvent[] = [];
    const stop = browser.onPageEvent((type) => events.push(type));
    const fire = (target: EventTarget, ...types: readonly string[]): void => {
      for (const type of types) target.dispatchEvent(new Event(type));
    };
    fire(window, 'pagehide', 'pageshow');
    fire(document, 'freeze', 'resume', 'visibilitychange');
    expect(events).toEqual(['away', 'back', 'away', 'back', 'visibility']);
    stop();
    fire(window, 'pagehide');
    expect(events).toHaveLength(5);
    expect(browser.isVisible()).toBe(true);
    const [sam, kim] = await Promise.all(['sam', 'kim'].map(browser.digest));
    expect(sam).not.toBe(kim);
    expect(await browser.digest('sam')).toBe(sam);
  });
});
