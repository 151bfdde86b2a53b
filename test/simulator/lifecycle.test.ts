import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { type Data, entriesOf, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

describe('drain', () => {
  it('ends the script and its chats, and resolves when all has reached the subscribers', async () => {
    const simulator = await simulate({ chats: 3, messagesPerSecond: 500 });
    const subscriber = await subscribe(simulator);
    const byHand = simulator.openChat();
    void subscriber.polling();
    simulator.faults.reorder(2);
    await eventually(() => simulator.chatIds().length > 5);
    await simulator.drain();

    const states = simulator.chatIds().map((chatId) => simulator.truth(chatId).status);
    expect(states).toEqual(
      simulator.chatIds().map((chatId) => (chatId === byHand ? 'Chatting' : 'Completed')),
    );
    const truthMessages = simulator.chatIds().flatMap((chatId) => simulator.truth(chatId).messages);
    const arrived = entriesOf(subscriber.received).filter(({ type }) => !type.startsWith('Typing'));
    expect(arrived).toHaveLength(truthMessages.length);
    const chats = simulator.chatIds().length;
    await sleep(50);
    expect(simulator.chatIds()).toHaveLength(chats);
  });

  it('publishes what is held back', async () => {
    const simulator = await simulate();
    const { received, polling } = await subscribe(simulator);
    void polling();
    const chatId = simulator.openChat();
    simulator.faults.reorder();
    simulator.say(chatId, 'Customer', 'late');
    await simulator.drain();
    expect(entriesOf(received).at(-1)?.text).toBe('late');
    expect(simulator.faults.fired.reorder).toBe(0);
  });

  it('does not resolve before the client polls again', async () => {
    const simulator = await simulate();
    const { poll } = await subscribe(simulator);
    simulator.openChat();
    let drained = false;
    const draining = simulator.drain().then(() => {
      drained = true;
    });
    await poll();
    await sleep(30);
    expect(drained).toBe(false);
    void poll().catch(() => []);
    await draining;
  });

  it('nothing arrives beside the poll, so the next poll proves that all has arrived', async () => {
    const simulator = await simulate();
    const { received, post, poll, clientId } = await subscribe(simulator);
    simulator.openChat();
    await post({ channel: '/meta/subscribe', clientId, subscription: '/something/else' });
    expect(received).toEqual([]);
    await poll();
    expect(received).toHaveLength(2);
  });

  it('after a restart it waits for a subscription before it ends the chats', async () => {
    const simulator = await simulate({ chats: 1, messagesPerSecond: 500 });
    void (await subscribe(simulator)).polling();
    await eventually(() => simulator.chatIds().length > 0);
    const restarted = simulator.faults.restart({ downFor: 20 });
    const drained = simulator.drain();
    await restarted;
    const { received, polling } = await subscribe(simulator);
    void polling();
    await drained;
    expect(received.at(-1)?.chat?.state).toBe('Completed');
  });
});

describe('stop', () => {
  it('cuts polls, frees the port, ends a restart under way, and may be called again', async () => {
    const simulator = await startSimulator({ chats: 2 });
    const subscriber = await subscribe(simulator);
    const polling = subscriber.polling();
    const restarting = simulator.faults.restart({ downFor: 60_000 });
    await Promise.all([simulator.stop(), simulator.stop(), restarting, polling]);
    await simulator.stop();
    await simulate({ port: Number(new URL(simulator.url).port) });
    await expect(simulator.faults.restart()).rejects.toThrow(/^The simulator was stopped/);
  });

  it.each<[string, (simulator: Simulator) => unknown]>([
    ['blackhole', ({ faults }) => faults.blackhole(60_000)],
    [
      'delay',
      ({ faults }) => {
        faults.delay(60_000);
      },
    ],
    [
      'expireSessions',
      ({ faults }) => {
        faults.expireSessions();
      },
    ],
    [
      'dropConnections',
      ({ faults }) => {
        faults.dropConnections();
      },
    ],
    [
      'http',
      ({ faults }) => {
        faults.http(503, 100);
      },
    ],
  ])('is prompt under %s, however much is asked', async (_, fault) => {
    const simulator = await startSimulator();
    const { poll } = await subscribe(simulator);
    const held = poll().catch(() => 'cut');
    const raw = connect(Number(new URL(simulator.url).port), '127.0.0.1');
    const closed = once(raw, 'close');
    await once(raw, 'connect');
    const lasting = fault(simulator);
    simulator.openChat();
    const asked = fetch(simulator.url).catch(() => 'cut');
    await sleep(30);
    const startedAt = performance.now();
    await simulator.stop();
    await Promise.all([held, asked, closed, lasting]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('leaves no handle: a program that stops it ends by itself', async () => {
    const program = fileURLToPath(new URL('endsByItself.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
      timeout: 10_000,
    });
    expect(stdout).toBe('stopped\n');
  });
});

describe('a CometD client', () => {
  it('handshakes, subscribes, hears, and after a restart handshakes again by itself', async () => {
    adapt();
    const simulator = await simulate({ authentication: false });
    const client = new CometD();
    client.configure({ url: simulator.notificationsUrl, backoffIncrement: 50 });
    const received: Data[] = [];
    client.addListener('/meta/handshake', ({ successful }) => {
      if (successful !== true) return;
      client.subscribe(simulator.channel, ({ data }) => {
        // Cast: the simulator publishes nothing else.
        received.push(data as Data);
      });
    });
    let subscriptions = 0;
    client.addListener('/meta/subscribe', () => (subscriptions += 1));
    client.handshake();
    await eventually(() => subscriptions === 1);

    const chatId = simulator.openChat();
    simulator.say(chatId, 'Customer', 'before');
    await simulator.faults.restart({ downFor: 100, drain: true });
    await eventually(() => subscriptions === 2);
    simulator.say(chatId, 'Customer', 'after');
    await simulator.drain();
    expect(entriesOf(received).flatMap(({ text }) => text ?? [])).toEqual(['before', 'after']);
    await new Promise<void>((resolve) => {
      client.disconnect(() => {
        resolve();
      });
    });
  });
});
