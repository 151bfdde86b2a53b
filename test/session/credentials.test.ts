import { credentials } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { gws, json } from './gws.ts';
import { connected, eventually, hear, session, simulate } from './sessions.ts';

describe('credentials', () => {
  it('sends Basic in UTF-8, whatever the alphabet', async () => {
    const simulator = await simulate();
    const { kind, ...agent } = simulator.credentialsOf('Zoë Ωμέγα 😀');
    expect(kind).toBe('basic');
    const chats = session({ url: simulator.url, credentials: credentials.basic(agent.user, agent.password) });
    const heard = hear(chats.notifications$);
    await connected(chats);
    const chatId = simulator.openChat({ agent: agent.user });
    await eventually(() => {
      expect(heard.values.map((notification) => notification.chatId)).toContain(chatId);
    });
  });

  it('requests a bearer token once, and again when the server refuses it: the streams continue', async () => {
    const simulator = await simulate({ timeout: 200 });
    let asked = 0;
    const token = (): Promise<string> => {
      asked += 1;
      return Promise.resolve(simulator.issueToken());
    };
    const chats = session({ url: simulator.url, credentials: credentials.bearer(token), history: false });
    const [heard, failures, status] = [
      hear(chats.notifications$),
      hear(chats.failures$),
      hear(chats.status$),
    ];
    await connected(chats);
    expect(asked).toBe(1);
    simulator.revokeTokens();
    await eventually(() => {
      expect(asked).toBe(2);
      expect(status.values.at(-1)?.state).toBe('connected');
    });
    const chatId = simulator.openChat();
    await eventually(() => {
      expect(heard.values.at(-1)?.chatId).toBe(chatId);
    });
    expect(failures.values).toEqual([
      { kind: 'credentials', message: expect.stringContaining('401') as string, httpStatus: 401 },
    ]);
    expect([heard.errors, failures.errors, asked]).toEqual([[], [], 2]);
  });

  it('renews a token that expires any number of times', async () => {
    const simulator = await simulate({ timeout: 100 });
    const chats = session({
      url: simulator.url,
      credentials: credentials.bearer(() => simulator.issueToken()),
      history: false, // which would ask for a new token by itself
    });
    const [heard, failures] = [hear(chats.notifications$), hear(chats.failures$)];
    for (let times = 1; times <= 3; times += 1) {
      await connected(chats);
      simulator.revokeTokens();
      await eventually(() => {
        expect(failures.values.length).toBe(times);
      });
    }
    await connected(chats);
    expect(heard.errors).toEqual([]);
  });

  it.each([
    ['an object', (fields: Record<string, string>) => fields],
    ['a function', (fields: Record<string, string>) => () => fields],
    ['a function that gives a promise', (fields: Record<string, string>) => () => Promise.resolve(fields)],
  ])('sends header fields with every request, those of CometD too: %s', async (_, given) => {
    const authorization = `Bearer ${'t'.repeat(20)}`;
    const { url, asked } = await gws(() => false);
    const chats = session({ url, credentials: credentials.headers(given({ Authorization: authorization })) });
    await connected(chats);
    await chats.fetch('/api/v2/me/other');
    expect(asked.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/api/v2/me', '/api/v2/notifications/handshake', '/api/v2/me/other']),
    );
    expect(new Set(asked.map((request) => request.authorization))).toEqual(new Set([authorization]));
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('the vault is shut'))],
    [
      'throws',
      () => {
        throw new Error('the vault is shut');
      },
    ],
  ])(
    '[SS4] a token function that %s is called again with backoff, and its reason is shown',
    async (_, fail) => {
      const calls: number[] = [];
      const { url } = await gws(() => false);
      const chats = session({
        url,
        credentials: credentials.bearer(() => {
          calls.push(performance.now());
          return calls.length <= 4 ? fail() : 'token-of-Sam';
        }),
        retry: { initialDelay: 20, maxDelay: 1_000, jitter: 0 },
      });
      const [status, heard, failures] = [
        hear(chats.status$),
        hear(chats.notifications$),
        hear(chats.failures$),
      ];
      await connected(chats);
      const failing = status.values.filter(({ reason }) => reason?.includes('the vault is shut') === true);
      expect(new Set(failing.map(({ state, attempt }) => `${state} ${attempt}`))).toEqual(
        new Set([1, 2, 3, 4].map((attempt) => `connecting ${attempt}`)),
      );
      const pauses = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
      expect(pauses.map((pause, at) => pause >= 20 * 2 ** at - 1)).toEqual([true, true, true, true]);
      expect([heard.errors, failures.values.filter(({ kind }) => kind === 'credentials')]).toEqual([[], []]);
    },
  );

  it.each([
    ['a line break', 'two\r\nlines'],
    ['a character above one byte', 'tök€n'],
    ['no string', 42 as unknown as string],
  ])('a token that no header can hold is a failed attempt, neither sent nor shown: %s', async (_, token) => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url, credentials: credentials.bearer(() => token), retry: { maxAttempts: 3 } });
    const status = hear(chats.status$);
    await eventually(() => {
      expect(chats.status).toMatchObject({ state: 'failed', attempt: 3 });
    });
    expect(chats.status.reason).toContain('credentials.bearer: what the function gives must be');
    for (const { reason = '' } of status.values) expect(reason.includes(token)).toBe(false);
    expect(asked).toEqual([]);
  });

  it('[SS6] fetches a CSRF token again that the server forgot, without a failure', async () => {
    const simulator = await simulate({ timeout: 200 });
    const chats = session(simulator);
    const [heard, failures, status] = [
      hear(chats.notifications$),
      hear(chats.failures$),
      hear(chats.status$),
    ];
    await connected(chats);
    simulator.faults.expireSessions({ http: true });
    await eventually(() => {
      expect(simulator.faults.fired.expireSessions).toBe(1);
      expect(status.values.map(({ state }) => state)).toContain('reconnecting');
    });
    await connected(chats);
    simulator.openChat({ id: 'A' });
    await eventually(() => {
      expect(heard.values.at(-1)?.chatId).toBe('A');
    });
    expect([failures.values, heard.errors]).toEqual([[], []]);
  });

  it('[SS6] sends the CSRF token in the header that the server names', async () => {
    const tokens: unknown[] = [];
    const { url } = await gws(({ url: path = '', method, headers }, response) => {
      if (method === 'POST') tokens.push(headers['x-odd-name']);
      const named = { 'X-CSRF-HEADER': 'X-Odd-Name', 'X-CSRF-TOKEN': 'odd-token' };
      return path === '/api/v2/me' && json(response, 200, {}, named);
    });
    const chats = session({ url });
    await connected(chats);
    await chats.fetch('/api/v2/me/chats/A', { method: 'POST', body: '{}' });
    expect(tokens.length).toBeGreaterThan(2);
    expect(new Set(tokens)).toEqual(new Set(['odd-token']));
  });

  it.each(['', 'no header'])(
    '[SS6] sends the CSRF token in X-CSRF-TOKEN where the server names no header: %j',
    async (name) => {
      const tokens: unknown[] = [];
      const { url } = await gws(({ url: path = '', method, headers }, response) => {
        if (method === 'POST') tokens.push(headers['x-csrf-token']);
        const named = { 'X-CSRF-HEADER': name, 'X-CSRF-TOKEN': 'odd-token' };
        if (path === '/api/v2/me') return json(response, 200, {}, named);
        response.setHeader('X-CSRF-HEADER', '').setHeader('X-CSRF-TOKEN', '');
        return false;
      });
      const chats = session({ url });
      await connected(chats);
      await chats.fetch('/api/v2/me/chats/A', { method: 'POST', body: '{}' });
      expect(new Set(tokens)).toEqual(new Set(['odd-token']));
    },
  );

  it("[SS6] a CSRF token that the server rotates with each POST is taken from every reply, CometD's too", async () => {
    let current = 0;
    const refused: string[] = [];
    const { url, asked } = await gws(({ url: path = '', method, headers }, response) => {
      const isOld = method === 'POST' && headers['x-csrf-token'] !== `token-${current}`;
      if (isOld) refused.push(path);
      else if (method === 'POST') current += 1;
      response.setHeader('X-CSRF-HEADER', 'X-CSRF-TOKEN').setHeader('X-CSRF-TOKEN', `token-${current}`);
      return isOld && json(response, 403, {});
    });
    const chats = session({ url, history: false });
    const [status, heard] = [hear(chats.status$), hear(chats.notifications$)];
    await connected(chats);
    for (let round = 0; round < 3; round += 1) {
      expect((await chats.fetch('/api/v2/me/chats/A', { method: 'POST', body: '{}' })).status).toBe(200);
    }
    expect(status.values.map(({ state }) => state)).not.toContain('reconnecting');
    expect(asked.filter(({ path }) => path === '/api/v2/me')).toHaveLength(1);
    expect(heard.errors).toEqual([]);
  });

  it('sessions of several agents in one process receive each their own', async () => {
    const simulator = await simulate();
    const agents = ['Ann', 'Ben', 'Cleo'].map((agent) => {
      const chats = session({ url: simulator.url, credentials: simulator.credentialsOf(agent) });
      return { agent, chats, heard: hear(chats.notifications$) };
    });
    await Promise.all(agents.map(({ chats }) => connected(chats)));
    for (const { agent } of agents) simulator.openChat({ agent, id: `of ${agent}` });
    await eventually(() => {
      for (const { agent, heard } of agents)
        expect(new Set(heard.values.map(({ chatId }) => chatId))).toEqual(new Set([`of ${agent}`]));
    });
    await agents[0]?.chats.close();
    simulator.openChat({ agent: 'Ben', id: 'another' });
    await eventually(() => {
      expect(agents[1]?.heard.values.at(-1)?.chatId).toBe('another');
    });
    expect(agents.map(({ heard }) => heard.isComplete)).toEqual([true, false, false]);
  });
});
