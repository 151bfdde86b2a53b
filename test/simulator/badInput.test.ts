import { type SimulatorOptions, startSimulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { simulate } from './running.ts';

describe('bad input to the simulator', () => {
  it.each<[SimulatorOptions, string]>([
    [{ port: -1 }, 'port must be a port from 0 to 65535, got -1'],
    [{ port: 80.5 }, 'port must be a port from 0 to 65535, got 80.5'],
    [{ port: 65_536 }, 'port must be a port from 0 to 65535, got 65536'],
    [{ seed: 0.5 }, 'seed must be a whole number, got 0.5'],
    [{ chats: -1 }, 'chats must be a whole number from 0 up, got -1'],
    [{ chats: Number.NaN }, 'chats must be a whole number from 0 up, got NaN'],
    [{ messagesPerSecond: 0 }, 'messagesPerSecond must be a finite number above 0, got 0'],
    [{ messagesPerSecond: Infinity }, 'messagesPerSecond must be a finite number above 0, got Infinity'],
  ])('[M9] startSimulator(%j) is a TypeError that names the option', async (options, message) => {
    await expect(startSimulator(options)).rejects.toThrow(new TypeError(message));
  });

  it('[M9] numbers of faults and the time of a restart are checked likewise', async () => {
    const { faults } = await simulate();
    expect(() => {
      faults.duplicate(-1);
    }).toThrow(new TypeError('times must be a whole number from 0 up, got -1'));
    expect(() => {
      faults.reorder(0.5);
    }).toThrow(new TypeError('times must be a whole number from 0 up, got 0.5'));
    await expect(faults.restart({ downFor: Number.NaN })).rejects.toThrow(
      new TypeError('downFor must be a finite number from 0 up, got NaN'),
    );
    expect(faults.fired).toEqual({ restart: 0, duplicate: 0, reorder: 0 });
  });

  it('[M9] an unknown chat, a chat that exists, an ended chat, a stranger: each error says which and what to do', async () => {
    const simulator = await simulate();
    simulator.openChat({ id: 'C1', customer: 'Ada' });
    expect(() => simulator.truth('C2')).toThrow(/^There is no chat C2: open it with openChat\(\)/);
    expect(() => simulator.say('C2', 'Ada', 'Hi')).toThrow(/^There is no chat C2/);
    expect(() => {
      simulator.setState('C2', 'Completed');
    }).toThrow(/^There is no chat C2/);
    expect(() => simulator.openChat({ id: 'C1' })).toThrow(/^There is a chat C1 already: leave id out/);
    expect(() => simulator.openChat({ id: '' })).toThrow(
      new TypeError('id must not be empty: leave it out to get a new one'),
    );
    expect(() => simulator.say('C1', 'Bob', 'Hi')).toThrow(
      "'Bob' is not in chat C1. Who is: Customer (Ada), Agent (Sam)",
    );
    simulator.setState('C1', 'Completed');
    expect(() => simulator.say('C1', 'Ada', 'Hi')).toThrow(/^Chat C1 is Completed: nobody can speak in it/);
  });

  it('[M9] a port that is taken rejects with EADDRINUSE', async () => {
    const { url } = await simulate();
    await expect(startSimulator({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('[M9] requests that make no sense are refused and the server lives on', async () => {
    const { url, notificationsUrl } = await simulate();
    const statuses = await Promise.all(
      [
        fetch(url),
        fetch(`${url}//`),
        fetch(`${notificationsUrl}Else`, { method: 'POST', body: '[]' }),
        fetch(notificationsUrl),
        fetch(notificationsUrl, { method: 'POST', body: 'null' }),
        fetch(notificationsUrl, { method: 'POST', body: '{' }),
        fetch(notificationsUrl, { method: 'POST', body: '[]' }),
        fetch(`${notificationsUrl}?x=1`, { method: 'POST', body: '[null]' }),
      ].map(async (response) => (await response).status),
    );
    expect(statuses).toEqual([404, 404, 404, 400, 400, 400, 400, 400]);
  });
});
