import {
  type ScenarioStep,
  type Simulator,
  type SimulatorFaults,
  type SimulatorOptions,
  startSimulator,
} from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { simulate } from './running.ts';

type Untyped<T> = Readonly<Record<keyof T, (...args: readonly unknown[]) => unknown>>;

describe('bad input to the simulator', () => {
  it.each<[SimulatorOptions, string]>([
    // Casts: JavaScript and JSON know no types.
    [null as unknown as SimulatorOptions, 'options must be an object, got null'],
    [{ port: '80' as unknown as number }, 'port must be a port from 0 to 65535, got "80"'],
    [{ port: -1 }, 'port must be a port from 0 to 65535, got -1'],
    [{ port: 80.5 }, 'port must be a port from 0 to 65535, got 80.5'],
    [{ port: 65_536 }, 'port must be a port from 0 to 65535, got 65536'],
    [{ seed: 0.5 }, 'seed must be a whole number, got 0.5'],
    [{ dialect: 'v1' as unknown as 'v2' }, 'dialect must be one of v2, v3, got "v1"'],
    [{ chats: -1 }, 'chats must be a whole number from 0 up, got -1'],
    [{ chats: Number.NaN }, 'chats must be a whole number from 0 up, got NaN'],
    [{ messagesPerSecond: 0 }, 'messagesPerSecond must be a finite number above 0, got 0'],
    [{ authentication: 'no' as unknown as boolean }, 'authentication must be true or false, got "no"'],
    [{ ack: 1 as unknown as boolean }, 'ack must be true or false, got 1'],
    [{ timeout: 0 }, 'timeout must be milliseconds from 1 to 2147483647, got 0'],
    [{ maxInterval: Infinity }, 'maxInterval must be milliseconds from 1 to 2147483647, got Infinity'],
    [{ csrf: 'on' as unknown as 'off' }, 'csrf must be one of session, rotating, off, got "on"'],
    [{ restLag: -1 }, 'restLag must be milliseconds from 0 to 2147483647, got -1'],
    [{ pageSize: 0 }, 'pageSize must be a whole number from 1 up, got 0'],
    [{ maxSessionsPerBrowser: 0.5 }, 'maxSessionsPerBrowser must be a whole number from 1 up, got 0.5'],
    [
      { prot: 3 } as SimulatorOptions,
      'unknown option prot; expected port, seed, chats, messagesPerSecond, dialect, authentication, ack, timeout, ' +
        'maxInterval, csrf, restLag, pageSize, maxSessionsPerBrowser, allowedOrigins',
    ],
    [{ messagesPerSecond: Infinity }, 'messagesPerSecond must be a finite number above 0, got Infinity'],
  ])('startSimulator(%j) is a TypeError that names the option', async (options, message) => {
    await expect(startSimulator(options)).rejects.toThrow(new TypeError(`startSimulator: ${message}`));
  });

  it.each<[string, (faults: Untyped<SimulatorFaults>) => unknown]>([
    ['restart: unknown option ms; expected downFor, drain', ({ restart }) => restart({ ms: 5 })],
    [
      'expireSessions: unknown option https; expected http',
      (faults) => faults.expireSessions({ https: true }),
    ],
    ['delay: unknown option jiter; expected jitter', ({ delay }) => delay(5, { jiter: 5 })],
    ['http: unknown option url; expected path, retryAfter', ({ http }) => http(503, 1, { url: '/' })],
    [
      'cutReplies: unknown option times; expected path, probability',
      ({ cutReplies }) => cutReplies(1, { times: 2 }),
    ],
  ])('faults.%s', async (message, inject) => {
    const { faults } = await simulate();
    const over = Promise.resolve().then(() => inject(faults as unknown as Untyped<SimulatorFaults>));
    await expect(over).rejects.toThrow(new TypeError(`faults.${message}`));
  });

  it.each<[string, object]>([
    ['scenario[0]: unknown option form; expected do, from, text, chatId', { do: 'say', form: 'Ann' }],
    [
      'scenario[0]: unknown option args; expected do, fault, with',
      { do: 'fault', fault: 'delay', args: [5] },
    ],
  ])('run: %s', async (message, step) => {
    const simulator = await simulate();
    await expect(simulator.run([step as ScenarioStep])).rejects.toThrow(new TypeError(`run: ${message}`));
  });

  it('numbers of faults and the time of a restart are checked likewise', async () => {
    const { faults } = await simulate();
    expect(() => {
      faults.duplicate(-1);
    }).toThrow(new TypeError('faults.duplicate: times must be a whole number from 0 up, got -1'));
    expect(() => {
      faults.reorder(0.5);
    }).toThrow(new TypeError('faults.reorder: times must be a whole number from 0 up, got 0.5'));
    expect(() => {
      faults.loseMessages(Infinity);
    }).toThrow(new TypeError('faults.loseMessages: count must be a whole number from 0 up, got Infinity'));
    expect(() => {
      faults.malformed(-2);
    }).toThrow(new TypeError('faults.malformed: count must be a whole number from 0 up, got -2'));
    await expect(faults.restart({ downFor: Number.NaN })).rejects.toThrow(
      new TypeError('faults.restart: downFor must be milliseconds from 0 to 2147483647, got NaN'),
    );
    expect(Object.values(faults.fired)).toEqual(Array.from({ length: 14 }, () => 0));
  });

  it.each<[string, (simulator: Untyped<Simulator>) => unknown]>([
    ['openChat: options must be an object, got null', ({ openChat }) => openChat(null)],
    ['openChat: state must be a string that is not empty, got 5', ({ openChat }) => openChat({ state: 5 })],
    ['openChat: id must be a string that is not empty, got ""', ({ openChat }) => openChat({ id: '' })],
    ['openChat: customer must be a string, got object', ({ openChat }) => openChat({ customer: {} })],
    ['openChat: agent must be a string, got null', ({ openChat }) => openChat({ agent: null })],
    ['openChat: userData must be an object, got "x"', ({ openChat }) => openChat({ userData: 'x' })],
    [
      'openChat: userData must be serializable as JSON, got: Do not know how to serialize a BigInt',
      ({ openChat }) => openChat({ userData: { big: 1n } }),
    ],
    [
      'openChat: userData must be an object as JSON, too, got what its toJSON() makes of it',
      ({ openChat }) => openChat({ userData: { toJSON: () => 'x' } }),
    ],
    [
      'openChat: unknown option chatId; expected id, customer, agent, userData, state',
      ({ openChat }) => openChat({ chatId: 'A' }),
    ],
    ['say: chatId must be a string, got undefined', ({ say }) => say()],
    ['say: from must be a string, got undefined', ({ say }) => say('C1')],
    ['say: text must be a string, got undefined', ({ say }) => say('C1', 'Agent')],
    ['startTyping: chatId must be a string, got undefined', ({ startTyping }) => startTyping()],
    ['startTyping: from must be a string, got undefined', ({ startTyping }) => startTyping('C1')],
    ['startTyping: preview must be a string, got 5', ({ startTyping }) => startTyping('C1', 'Agent', 5)],
    ['stopTyping: chatId must be a string, got undefined', ({ stopTyping }) => stopTyping()],
    ['stopTyping: from must be a string, got null', ({ stopTyping }) => stopTyping('C1', null)],
    ['setState: chatId must be a string, got 5', ({ setState }) => setState(5, 'Completed')],
    ['setState: state must be a string that is not empty, got 5', ({ setState }) => setState('C1', 5)],
    ['truth: chatId must be a string, got undefined', ({ truth }) => truth()],
    ['setUserData: chatId must be a string, got 5', ({ setUserData }) => setUserData(5, {})],
    ['setUserData: userData must be an object, got null', ({ setUserData }) => setUserData('C1', null)],
    [
      'setUserData: userData must be serializable as JSON, got: Do not know how to serialize a BigInt',
      ({ setUserData }) => setUserData('C1', { big: 1n }),
    ],
    ['credentialsOf: agent must be a name without a colon, got ""', ({ credentialsOf }) => credentialsOf('')],
    [
      'credentialsOf: agent must be a name without a colon, got "a:b"',
      ({ credentialsOf }) => credentialsOf('a:b'),
    ],
    ['issueToken: agent must be a string that is not empty, got ""', ({ issueToken }) => issueToken('')],
  ])('%s: the TypeError names the argument, and nothing happens', async (message, call) => {
    const simulator = await simulate();
    simulator.openChat({ id: 'C1' });
    const before = simulator.truth('C1');
    // Cast: a caller without types.
    expect(() => call(simulator as unknown as Untyped<Simulator>)).toThrow(new TypeError(message));
    expect(simulator.chatIds()).toEqual(['C1']);
    expect(simulator.truth('C1')).toEqual(before);
  });

  it('invalid options of a restart reject', async () => {
    // Cast: a caller without types.
    const faults = (await simulate()).faults as unknown as Untyped<SimulatorFaults>;
    await expect(faults.restart(null)).rejects.toThrow(
      new TypeError('faults.restart: options must be an object, got null'),
    );
    await expect(faults.restart({ drain: 'yes' })).rejects.toThrow(
      new TypeError('faults.restart: drain must be true or false, got "yes"'),
    );
  });

  it.each<[string, (faults: Untyped<SimulatorFaults>) => unknown]>([
    ['expireSessions: options must be an object, got 1', ({ expireSessions }) => expireSessions(1)],
    [
      'expireSessions: http must be true or false, got 1',
      ({ expireSessions }) => expireSessions({ http: 1 }),
    ],
    ['delay: ms must be milliseconds from 0 to 2147483647, got -1', ({ delay }) => delay(-1)],
    ['delay: options must be an object, got 5', ({ delay }) => delay(1, 5)],
    [
      'delay: jitter must be milliseconds from 0 to 2147483647, got Infinity',
      ({ delay }) => delay(1, { jitter: Infinity }),
    ],
    ['http: status must be an HTTP status from 400 to 599, got 302', ({ http }) => http(302)],
    ['http: count must be a whole number from 0 up, got -1', ({ http }) => http(500, -1)],
    ['http: options must be an object, got null', ({ http }) => http(500, 1, null)],
    [
      'http: retryAfter must be a whole number from 0 up, got 0.5',
      ({ http }) => http(429, 1, { retryAfter: 0.5 }),
    ],
    ['http: path must be a path that begins with /, got "api"', ({ http }) => http(500, 1, { path: 'api' })],
    ['restLag: ms must be milliseconds from 0 to 2147483647, got -1', ({ restLag }) => restLag(-1)],
    ['hideFromList: chatId must be a string, got undefined', ({ hideFromList }) => hideFromList()],
    [
      'hideFromList: forMs must be milliseconds from 0 to 2147483647, got Infinity',
      ({ hideFromList }) => hideFromList('C1', Infinity),
    ],
    [
      'hideAllFromList: forMs must be milliseconds from 0 to 2147483647, got "1"',
      ({ hideAllFromList }) => hideAllFromList('1'),
    ],
    ['cutReplies: count must be a whole number from 0 up, got -1', ({ cutReplies }) => cutReplies(-1)],
    ['cutReplies: options must be an object, got 0.5', ({ cutReplies }) => cutReplies(1, 0.5)],
    [
      'cutReplies: probability must be a probability above 0, up to 1, got 0',
      ({ cutReplies }) => cutReplies(1, { probability: 0 }),
    ],
    [
      'cutReplies: path must be a path that begins with /, got "api"',
      ({ cutReplies }) => cutReplies(1, { path: 'api' }),
    ],
    ['restartIndices: chatId must be a string, got 5', ({ restartIndices }) => restartIndices(5)],
    ['blackhole: ms must be milliseconds from 0 to 2147483647, got NaN', ({ blackhole }) => blackhole(NaN)],
  ])('faults.%s: the TypeError names the argument', async (message, call) => {
    const { url, faults } = await simulate();
    // Cast: a caller without types.
    const calling = new Promise((resolve) => {
      resolve(call(faults as unknown as Untyped<SimulatorFaults>));
    });
    await expect(calling).rejects.toThrow(new TypeError(`faults.${message}`));
    expect((await fetch(url)).status).toBe(401);
    expect(Object.values(faults.fired)).toEqual(Array.from({ length: 14 }, () => 0));
  });

  it('once it was stopped, what would change something says so, and changes nothing', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const truth = simulator.truth(chatId);
    await simulator.stop();
    const stopped = new Error('The simulator was stopped: start another with startSimulator()');
    for (const call of [
      () => simulator.openChat(),
      () => simulator.say(chatId, 'Agent', 'Hello?'),
      () => {
        simulator.setState(chatId, 'Completed');
      },
      () => {
        simulator.setUserData(chatId, {});
      },
      () => {
        simulator.faults.expireSessions();
      },
      () => {
        simulator.faults.dropConnections();
      },
      () => {
        simulator.faults.delay(5);
      },
      () => {
        simulator.faults.http(500);
      },
      () => {
        simulator.faults.duplicate();
      },
      () => {
        simulator.faults.reorder();
      },
      () => {
        simulator.startTyping(chatId, 'Customer');
      },
      () => {
        simulator.stopTyping(chatId, 'Customer');
      },
      () => {
        simulator.faults.restLag(5);
      },
      () => {
        simulator.faults.hideFromList(chatId);
      },
      () => {
        simulator.faults.hideAllFromList();
      },
      () => {
        simulator.faults.cutReplies();
      },
      () => {
        simulator.faults.restartIndices(chatId);
      },
    ]) {
      expect(call).toThrow(stopped);
    }
    await expect(simulator.faults.restart()).rejects.toThrow(stopped);
    await expect(simulator.faults.blackhole(5)).rejects.toThrow(stopped);
    await expect(simulator.run([])).rejects.toThrow(stopped);
    await expect(simulator.drain()).rejects.toThrow(stopped);
    expect(simulator.chatIds()).toEqual([chatId]);
    expect(simulator.truth(chatId)).toEqual(truth);
  });

  it('an unknown chat, a chat that exists, an ended chat, a stranger: each error says which and what to do', async () => {
    const simulator = await simulate();
    simulator.openChat({ id: 'C1', customer: 'Ada' });
    expect(() => simulator.truth('C2')).toThrow(/^There is no chat "C2": open it with openChat\(\)/);
    expect(() => simulator.say('C2', 'Ada', 'Hi')).toThrow(/^There is no chat "C2"/);
    expect(() => {
      simulator.setState('C2', 'Completed');
    }).toThrow(/^There is no chat "C2"/);
    expect(() => simulator.openChat({ id: 'C1' })).toThrow(/^There is a chat "C1" already: leave id out/);
    expect(() => simulator.say('C1', 'Bob', 'Hi')).toThrow(
      '"Bob" is not in chat "C1". Who is: Customer ("Ada"), Agent ("Sam")',
    );
    expect(() => {
      simulator.startTyping('C1', 'Bob');
    }).toThrow(/^"Bob" is not in chat "C1"/);
    for (const fault of ['hideFromList', 'restartIndices'] as const) {
      expect(() => {
        simulator.faults[fault]('C2');
      }).toThrow(/^There is no chat "C2"/);
    }
    simulator.setState('C1', 'Completed');
    expect(() => simulator.say('C1', 'Ada', 'Hi')).toThrow(/^Chat "C1" is Completed: nobody can speak in it/);
    expect(() => {
      simulator.stopTyping('C1', 'Ada');
    }).toThrow(/^Chat "C1" is Completed: nobody can speak in it/);
  });

  it('a port that is taken rejects with EADDRINUSE', async () => {
    const { url } = await simulate();
    await expect(startSimulator({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('invalid requests are refused and the server keeps running', async () => {
    const { url, notificationsUrl } = await simulate({ authentication: false });
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
