import { setTimeout as sleep } from 'node:timers/promises';
import type { ScenarioStep } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { entriesOf, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

describe('run', () => {
  it('performs the steps one after another, on the chat that it opened last unless one is named', async () => {
    const simulator = await simulate();
    const { received, poll } = await subscribe(simulator);
    await simulator.run([
      { do: 'openChat', id: 'C1', customer: 'Ada', state: 'Invited' },
      { do: 'setState', state: 'Chatting' },
      { do: 'openChat', id: 'C2', customer: 'Bea' },
      { do: 'say', from: 'Bea', text: 'in C2' },
      { do: 'startTyping', chatId: 'C1', from: 'Ada', preview: 'i' },
      { do: 'stopTyping', chatId: 'C1', from: 'Ada' },
      { do: 'say', chatId: 'C1', from: 'Ada', text: 'in C1' },
      { do: 'setUserData', chatId: 'C1', userData: { plan: 'gold' } },
      { do: 'setState', state: 'Completed' },
    ]);
    await poll();
    expect(received.flatMap(({ chat }) => (chat ? `${chat.id} ${chat.state}` : []))).toEqual([
      'C1 Invited',
      'C1 Chatting',
      'C2 Chatting',
      'C1 Chatting',
      'C2 Completed',
    ]);
    expect(entriesOf(received).flatMap(({ text, chatId }) => (text ? [[chatId, text]] : []))).toEqual([
      ['C2', 'in C2'],
      ['C1', 'i'],
      ['C1', 'in C1'],
    ]);
    expect(simulator.truth('C1').userData).toEqual({ plan: 'gold' });
  });

  it('a step goes on while a fault lasts, wait waits, and the end waits for the faults', async () => {
    const simulator = await simulate();
    const startedAt = performance.now();
    const running = simulator.run([
      { do: 'fault', fault: 'duplicate', with: [2] },
      { do: 'fault', fault: 'restart', with: [{ downFor: 200 }] },
      { do: 'openChat', id: 'C1' },
      { do: 'wait', ms: 60 },
      { do: 'openChat', id: 'C2' },
    ]);
    await sleep(30);
    expect(simulator.chatIds()).toEqual(['C1']);
    await running;
    expect(performance.now() - startedAt).toBeGreaterThan(195);
    expect(simulator.chatIds()).toEqual(['C1', 'C2']);
    expect(simulator.faults.fired.restart).toBe(1);
  });

  it('stopping the simulator ends it quietly', async () => {
    const simulator = await simulate();
    const running = simulator.run([
      { do: 'fault', fault: 'blackhole', with: [60_000] },
      { do: 'wait', ms: 60_000 },
      { do: 'openChat', id: 'C1' },
    ]);
    await sleep(10);
    await Promise.all([simulator.stop(), running]);
    expect(simulator.chatIds()).toEqual([]);
    await expect(simulator.run([])).rejects.toThrow(/^The simulator was stopped/);
  });

  it.each<[string, unknown]>([
    ['run: scenario must be a list, got object', {}],
    ['run: scenario[0] must be an object, got null', [null]],
    [
      'run: scenario[0].do must be one of openChat, say, startTyping, stopTyping, setState, setUserData, wait, fault, got "sing"',
      [{ do: 'sing' }],
    ],
    ['run: scenario[0].ms must be milliseconds from 0 to 2147483647, got -1', [{ do: 'wait', ms: -1 }]],
    [
      'run: scenario[0].fault must be one of restart, duplicate, reorder, loseMessages, malformed, expireSessions, dropConnections, blackhole, delay, http, restLag, hideFromList, hideAllFromList, cutReplies, restartIndices, got "fired"',
      [{ do: 'fault', fault: 'fired' }],
    ],
    ['run: scenario[0].with must be a list, got 5', [{ do: 'fault', fault: 'delay', with: 5 }]],
    [
      'faults.http: status must be an HTTP status from 400 to 599, got 200',
      [{ do: 'fault', fault: 'http', with: [200] }],
    ],
    ['say: text must be a string, got 5', [{ do: 'say', chatId: 'C0', from: 'Ada', text: 5 }]],
  ])('%s: the step rejects, and those behind it are left out', async (message, scenario) => {
    const simulator = await simulate();
    const steps = Array.isArray(scenario) ? [...(scenario as unknown[]), { do: 'openChat' }] : scenario;
    // Cast: a caller without types.
    await expect(simulator.run(steps as readonly ScenarioStep[])).rejects.toThrow(new TypeError(message));
  });
});
