import { describe, expect, it, onTestFinished } from 'vitest';
import { engine } from './engine.ts';
import { startSimulator } from './simulator.ts';

/** What a server answers whom it does not know. */
async function answerToUnknown(url: string): Promise<string> {
  const poll = { channel: '/meta/connect', connectionType: 'long-polling', clientId: 'nobody', id: '1' };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify([poll]),
  });
  const [{ error }] = (await response.json()) as [{ readonly error: string }];
  return error;
}

describe('the server that the suites run over', () => {
  it('is the one it is named after, behind the simulator and without it', async () => {
    const simulator = await startSimulator({ authentication: false });
    onTestFinished(() => simulator.stop());
    const server = engine.channelServer();
    onTestFinished(() => server.kill());
    await server.start();
    expect(await answerToUnknown(simulator.notificationsUrl)).toMatch(engine.unknownClient);
    expect(await answerToUnknown(server.url)).toMatch(engine.unknownClient);
  });
});
