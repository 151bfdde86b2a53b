import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { combineLatest, retry, VirtualTimeScheduler } from 'rxjs';
import { type ChatDirectory, chatSession, credentials, type ChatSession } from 'rx-chat-notifications';
import type { Simulator, SimulatorOptions } from 'rx-chat-notifications/simulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { overFake } from './overFake.ts';
import { eventually, hear, session, simulate } from './sessions.ts';
import { sleep } from './watched.ts';

/** A session with the simulator, and its directory. */
async function connectedTo(
  simulator: Simulator,
): Promise<{ own: ChatSession; chats: ReturnType<typeof hear<ChatDirectory>> }> {
  const { url, credentials: own } = simulator;
  const made = session({ url, credentials: own });
  const chats = hear(made.chats$);
  await made.ready();
  return { own: made, chats };
}

/** The texts that a session holds of a chat. */
const textsOf = (own: ChatSession, chatId: string): readonly (string | undefined)[] =>
  own.chats
    .get(chatId)
    ?.transcript.messages.map(({ text }) => text)
    .filter((text) => text !== undefined) ?? [];

const quick: SimulatorOptions = { timeout: 1_000, maxInterval: 2_000 };

const truthOf = (simulator: Simulator, chatId: string): readonly string[] =>
  simulator.truth(chatId).messages.flatMap(({ text }) => text ?? []);

describe('a session tells the truth', () => {
  it('[SS11] the first directory has every listed chat, and a late subscriber receives the current one', async () => {
    const simulator = await simulate(quick);
    for (const customer of ['Ada', 'Bea', 'Cleo', 'Dora']) simulator.openChat({ customer });
    const { own, chats } = await connectedTo(simulator);
    expect(chats.values[0]?.size).toBe(4);
    expect(chats.values[0]?.changed).toHaveLength(4);
    const late = hear(own.chats$);
    expect(late.values.map(({ size }) => size)).toEqual([4]);
    expect(own.chats).toBe(late.values[0]);
  });

  it('[EV2] a chat that the list misses for a moment after a restart goes on', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    const { own } = await connectedTo(simulator);
    const restarted = hear(own.backfilled$);
    simulator.faults.hideFromList(chatId, 2_500);
    await simulator.faults.restart({ downFor: 50 });
    await eventually(() => {
      expect(restarted.values).toHaveLength(1);
    });
    await sleep(6_500); // until the list was looked at again
    expect(own.chats.get(chatId)?.status).toBe('Chatting');
  });

  it('[EV1] a message that was never pushed arrives though REST lags behind the push', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    const { own } = await connectedTo(simulator);
    simulator.say(chatId, 'Customer', 'one');
    simulator.faults.restLag(3_000);
    simulator.faults.loseMessages(1);
    simulator.say(chatId, 'Customer', 'two');
    simulator.say(chatId, 'Customer', 'three');
    await eventually(() => {
      expect(textsOf(own, chatId)).toEqual(['one', 'two', 'three']);
    });
  });

  it('[EV1] it arrives with the next backfill if REST has lagged all the time until a restart', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    const { own } = await connectedTo(simulator);
    simulator.say(chatId, 'Customer', 'one');
    simulator.faults.restLag(60_000);
    simulator.faults.loseMessages(1);
    simulator.say(chatId, 'Customer', 'two');
    simulator.say(chatId, 'Customer', 'three');
    await sleep(2_000);
    expect(textsOf(own, chatId)).not.toContain('two');
    simulator.faults.restLag(0);
    await simulator.faults.restart({ downFor: 50 });
    await eventually(() => {
      expect(textsOf(own, chatId)).toEqual(['one', 'two', 'three']);
    });
  });

  it('[EV1] three restarts, every seventh push lost, REST behind: nothing is lost', async () => {
    const simulator = await simulate(quick);
    const ids = [simulator.openChat(), simulator.openChat()];
    const { own } = await connectedTo(simulator);
    for (let said = 0; said < 76; said += 1) {
      if (said % 25 === 10) void simulator.faults.restart({ downFor: 50 });
      simulator.faults.restLag((said * 37) % 600);
      if (said % 7 === 6) simulator.faults.loseMessages(1);
      simulator.say(ids[said % 2] ?? '', 'Customer', `text ${said}`);
      await sleep(20);
    }
    simulator.faults.restLag(0);
    await simulator.faults.restart({ downFor: 50 });
    await eventually(() => {
      for (const chatId of ids) expect(textsOf(own, chatId)).toEqual(truthOf(simulator, chatId));
    });
  });

  it('a wrong password and retry() do not flood the server', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(401).end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await vi.waitUntil(() => server.listening);
    const { port } = server.address() as AddressInfo;
    const own = session({
      url: `http://127.0.0.1:${port}`,
      credentials: credentials.basic('Sam', 'wrong'),
      retry: { initialDelay: 500 },
    });
    const heard = hear(own.notifications$.pipe(retry()));
    await sleep(2_000);
    expect(own.status.state).toBe('denied');
    expect(requests).toBeLessThanOrEqual(12);
    expect(heard).toMatchObject({ errors: [], isComplete: false });
  });

  it('an unreachable server is reported on the console, once', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const own = chatSession({ url: 'http://127.0.0.1:9', retry: { initialDelay: 20, maxDelay: 20 } });
    onTestFinished(() => own.close());
    onTestFinished(() => {
      warn.mockRestore();
    });
    hear(own.status$);
    await sleep(300);
    expect(own.status.attempt).toBeGreaterThan(2);
    expect(warn.mock.calls).toHaveLength(1);
    expect(String(warn.mock.calls[0]?.[0])).toMatch(/^rx-chat-notifications: connecting: /);
  });

  it('[HI25] without history, chats$ emits the empty directory when the session is connected', async () => {
    const simulator = await simulate(quick);
    const { url, credentials: own } = simulator;
    const made = session({ url, credentials: own, history: false });
    const both = hear(combineLatest([made.chats$, made.status$]));
    await made.ready();
    expect(both.values.at(-1)).toMatchObject([{ size: 0 }, { state: 'connected' }]);
  });

  it('a logger that throws is reported once, and the session goes on', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    onTestFinished(() => {
      warn.mockRestore();
    });
    const simulator = await simulate(quick);
    const { url, credentials: own } = simulator;
    const made = session({
      url,
      credentials: own,
      logger: () => {
        throw new Error('disk full');
      },
    });
    await made.ready();
    expect(made.status.state).toBe('connected');
    expect(warn.mock.calls).toHaveLength(1);
    expect(String(warn.mock.calls[0]?.[0])).toContain('disk full');
  });

  it('over a client of your own all times come from the scheduler', () => {
    const scheduler = new VirtualTimeScheduler();
    scheduler.frame = 1_000;
    const { chats, client, say } = overFake({ scheduler, history: false }, false);
    const statuses = hear(chats.status$);
    const told = hear(chats.notifications$);
    client.handshake();
    scheduler.frame = 2_000;
    say('A', 1);
    expect(statuses.values.at(-1)).toMatchObject({ state: 'connected', since: 1_000 });
    expect(told.values).toMatchObject([{ receivedAt: 2_000 }]);
  });

  it('history that comes in pages is fetched to its end', async () => {
    const simulator = await simulate({ ...quick, pageSize: 100 });
    const chatId = simulator.openChat();
    for (let said = 1; said <= 251; said += 1) simulator.say(chatId, 'Customer', `text ${said}`);
    const { own } = await connectedTo(simulator);
    await eventually(() => {
      expect(textsOf(own, chatId)).toEqual(truthOf(simulator, chatId));
    });
    expect(textsOf(own, chatId).length).toBeGreaterThan(250);
  });

  it('[EV2] chats go on while all lists are empty for a moment, and pushes continue', async () => {
    const simulator = await simulate(quick);
    const ids = [simulator.openChat(), simulator.openChat()];
    const { own } = await connectedTo(simulator);
    simulator.faults.hideAllFromList(1_500);
    await simulator.faults.restart({ downFor: 50 });
    await eventually(() => {
      expect(own.status.state).toBe('connected');
    });
    for (let said = 0; said < 6; said += 1) {
      for (const chatId of ids) simulator.say(chatId, 'Customer', `text ${said}`);
      await sleep(1_100);
    }
    for (const chatId of ids) {
      expect(own.chats.get(chatId)?.status).toBe('Chatting');
      expect(textsOf(own, chatId)).toEqual(truthOf(simulator, chatId));
    }
  });

  it('[SS49] what happened while access was denied arrives after reconnect()', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    let token = simulator.issueToken();
    const made = session({ url: simulator.url, credentials: credentials.bearer(() => token) });
    const told = hear(made.notifications$);
    await made.ready();
    simulator.revokeTokens();
    simulator.faults.dropConnections();
    await eventually(() => {
      expect(made.status.state).toBe('denied');
    });
    simulator.say(chatId, 'Customer', 'last words');
    simulator.setState(chatId, 'Completed');
    token = simulator.issueToken();
    made.reconnect();
    await eventually(() => {
      expect(textsOf(made, chatId)).toEqual(['last words']);
    });
    await vi.waitFor(
      () => {
        expect(made.chats.get(chatId)?.status).toBe('Completed');
      },
      { timeout: 12_000, interval: 50 },
    );
    expect(told).toMatchObject({ errors: [], isComplete: false });
  });
});
