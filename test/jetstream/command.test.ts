import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { broker, eventually } from './broker.ts';

const nats = broker();

interface Running {
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
  readonly stop: () => void;
}

function run(...args: readonly string[]): Running {
  const child = spawn('node', ['--import', 'tsx', 'src/command/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    text.out += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.err += String(chunk);
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return {
    out: () => text.out,
    err: () => text.err,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    stop: () => {
      child.kill('SIGINT');
    },
  };
}

function agents(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'rx-chat-agents-')), 'agents.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the command bridge', () => {
  test('publishes what watch --nats shows, and serves metrics', { timeout: 90_000 }, async () => {
    const gws = await startSimulator();
    onTestFinished(() => gws.stop());
    await nats.stream({ subjects: ['other'] });
    const file = agents([{ agent: 'ann', password: gws.credentialsOf('ann').password }]);
    const bridge = run(
      'bridge',
      '--nats',
      nats.server.url,
      '--agents',
      file,
      '--url',
      gws.url,
      '--create-stream',
      '--metrics',
      '127.0.0.1:0',
    );
    await eventually(() => {
      expect(bridge.out() + bridge.err()).toContain('Metrics at http://127.0.0.1:');
    }, 40_000);
    const [url = ''] = /http:\S+metrics/.exec(bridge.out()) ?? [];
    const metrics = async (): Promise<string> => (await fetch(url)).text();
    await eventually(async () => {
      expect(await metrics()).toContain('chat_bridge_sessions{state="connected"} 1');
    }, 40_000);
    const chatId = gws.openChat({ customer: 'Ada', agent: 'ann' });
    gws.say(chatId, 'Ada', 'My parcel is lost');
    await eventually(async () => {
      expect(await metrics()).toContain('chat_bridge_published_total{outcome="stored"} 4');
    });
    expect(await metrics()).toContain('chat_bridge_publish_latency_seconds_count 4');
    const watching = run('watch', '--nats', nats.server.url, '--since', '1h', '--ndjson', '--chat', chatId);
    await eventually(() => {
      expect(watching.out() + watching.err()).toContain('My parcel is lost');
    }, 40_000);
    watching.stop();
    bridge.stop();
    expect([await watching.ended, await bridge.ended]).toEqual([0, 0]);
  });

  test('says what is wrong with its arguments, and shows no secret', { timeout: 90_000 }, async () => {
    const failed = run(
      'bridge',
      '--nats',
      nats.server.url,
      '--agents',
      agents([{ agent: 'ann', password: 'hush' }]),
    );
    const none = run(
      'bridge',
      '--nats',
      'nats://127.0.0.1:1',
      '--url',
      'http://localhost',
      '--agents',
      agents([{ agent: 'ann', password: 'hush' }]),
    );
    expect(await failed.ended).toBe(2);
    expect(failed.err()).toContain('Agent ann has no URL');
    expect(failed.err()).not.toContain('hush');
    expect(await none.ended).toBe(1);
    expect(none.err()).toContain('Cannot connect to NATS at 127.0.0.1:1');
  });
});
