import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Simulator } from 'rx-chat-notifications/simulator';
import type { Data, Message } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

interface Advised extends Message {
  readonly advice?: Readonly<Record<string, unknown>>;
}

/** One tab of a browser: its Bayeux session. */
interface Tab {
  readonly poll: () => Promise<readonly Advised[]>;
  readonly received: Data[];
}

/** A browser: all its tabs send the same cookie. */
function browser({ notificationsUrl, channel }: Simulator): { readonly open: () => Promise<Tab> } {
  let cookie = '';

  async function post(message: object): Promise<readonly Advised[]> {
    const reply = await fetch(notificationsUrl, {
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify([message]),
    });
    const [given] = reply.headers.get('set-cookie')?.split(';') ?? [];
    if (given !== undefined) cookie = given;
    // Cast: a Bayeux server replies with messages.
    return (await reply.json()) as readonly Advised[];
  }

  return {
    async open() {
      const received: Data[] = [];
      const [handshake] = await post({
        channel: '/meta/handshake',
        version: '1.0',
        supportedConnectionTypes: ['long-polling'],
      });
      const clientId = handshake?.clientId;
      await post({ channel: '/meta/subscribe', clientId, subscription: channel });
      return {
        received,
        async poll() {
          const replies = await post({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
          received.push(...replies.flatMap(({ data }) => data ?? []));
          return replies;
        },
      };
    },
  };
}

const ADVICE = { reconnect: 'retry', interval: 2_000, 'multiple-clients': true };

/** How long a poll takes to reach the server, at most. */
const BECOMES_HELD = 150;

describe('maxSessionsPerBrowser', () => {
  it('the poll of a second session of one browser is not held, and advises multiple-clients', async () => {
    const simulator = await simulate({ authentication: false, maxSessionsPerBrowser: 1 });
    const { open } = browser(simulator);
    const [one, two] = [await open(), await open()];
    const held = one.poll();
    await sleep(BECOMES_HELD);
    expect(await two.poll()).toMatchObject([{ successful: true, advice: ADVICE }]);
    const chatId = simulator.openChat();
    await held;
    const replies = await two.poll();
    expect(replies.at(-1)).toMatchObject({ channel: '/meta/connect', successful: true });
    for (const { received } of [one, two]) {
      expect(received.flatMap(({ chat }) => chat?.id ?? [])).toEqual([chatId]);
    }
  });

  it('once the first is not held any more, the poll of the other is', async () => {
    const simulator = await simulate({ authentication: false, maxSessionsPerBrowser: 1, timeout: 150 });
    const { open } = browser(simulator);
    const [one, two] = [await open(), await open()];
    expect(await one.poll()).not.toMatchObject([{ advice: ADVICE }]);
    const startedAt = performance.now();
    const [held] = await two.poll();
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    expect(held).not.toMatchObject({ advice: ADVICE });
  });

  it('counts the sessions of each browser, and with 2 the third is not held', async () => {
    const simulator = await simulate({ authentication: false, maxSessionsPerBrowser: 2 });
    const [{ open }, other] = [browser(simulator), browser(simulator)];
    const tabs = [await open(), await open(), await open(), await other.open()];
    const polls = tabs.map(({ poll }) => poll());
    expect(await polls[2]).toMatchObject([{ advice: ADVICE }]);
    const isHeld = (poll: Promise<unknown> | undefined): Promise<boolean> =>
      Promise.race([poll?.then(() => false), sleep(BECOMES_HELD).then(() => true)]).then(Boolean);
    expect(await Promise.all([polls[0], polls[1], polls[3]].map(isHeld))).toEqual([true, true, true]);
    await simulator.stop();
    await Promise.allSettled(polls);
  });

  it('without it all polls are held', async () => {
    const simulator = await simulate({ authentication: false, timeout: 100 });
    const { open } = browser(simulator);
    const tabs = [await open(), await open()];
    const startedAt = performance.now();
    const replies = await Promise.all(tabs.map(({ poll }) => poll()));
    expect(performance.now() - startedAt).toBeGreaterThan(90);
    expect(JSON.stringify(replies)).not.toContain('multiple-clients');
  });

  it('drain waits for the next poll of such a session, not for a held one', async () => {
    const simulator = await simulate({ authentication: false, maxSessionsPerBrowser: 1 });
    const { open } = browser(simulator);
    const [one, two] = [await open(), await open()];
    const polling = (async () => {
      while ((await one.poll()).length > 0);
    })().catch(() => undefined);
    await sleep(BECOMES_HELD);
    await two.poll();
    simulator.openChat();
    let isDrained = false;
    const drained = simulator.drain().then(() => (isDrained = true));
    await sleep(40);
    expect(isDrained).toBe(false);
    await two.poll(); // delivers
    await sleep(20);
    expect(isDrained).toBe(false);
    await two.poll(); // proves that it has arrived
    await drained;
    expect(two.received).toHaveLength(2);
    await simulator.stop();
    await polling;
  });
});
