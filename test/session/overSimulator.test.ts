import { type BasicCredentials, type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reaching } from '../interop/reaching.ts';
import { connected, eventually, sleep, type Watched, watched } from './watched.ts';

const watchedOver = ({ url }: Simulator, credentials: BasicCredentials): Watched =>
  watched(url, { history: false, ...reaching({ url, credentials }) });

describe('a network that swallows everything for a while', () => {
  it('a silence shorter than that loses nothing', async () => {
    const simulator = await startSimulator({ timeout: 100 });
    onTestFinished(() => simulator.stop());
    const made = watchedOver(simulator, simulator.credentials);
    await connected(made);
    const chatId = simulator.openChat({ customer: 'Ada' });
    const over = simulator.faults.blackhole(400);
    await sleep(200);
    simulator.say(chatId, 'Ada', 'Hello?');
    const heard = made.chats.length;
    await over;
    await eventually(() => {
      expect(made.chats.length).toBeGreaterThan(heard);
      expect(made.status()?.state).toBe('connected');
    });
    expect(simulator.faults.fired.blackhole).toBe(1);
    expect(made.status()?.missing).toBeUndefined();
  });
});

describe('two sessions in one process', () => {
  it('have each their agent, their cookies and their faults', async () => {
    const simulator = await startSimulator({ timeout: 100 });
    onTestFinished(() => simulator.stop());
    const agents = ['Sam', 'Kim'];
    const all = agents.map((agent) => watchedOver(simulator, simulator.credentialsOf(agent)));
    await Promise.all(all.map(connected));
    const ids = agents.map((agent) => simulator.openChat({ agent }));
    await eventually(() => {
      expect(all.map(({ chats }) => new Set(chats))).toEqual(ids.map((id) => new Set([id])));
    });
    simulator.faults.expireSessions({ http: true });
    await eventually(() => {
      for (const { status } of all) expect(status()?.missing).toBeDefined();
    });
    await Promise.all(all.map(connected));
    const [sam, kim] = all;
    await sam?.session.close();
    const later = simulator.openChat({ agent: 'Kim' });
    await eventually(() => {
      expect(kim?.chats).toContain(later);
    });
    expect(sam?.chats).not.toContain(later);
    expect(all.map(({ errors }) => errors)).toEqual([[], []]);
  });
});
