import { asyncScheduler } from 'rxjs';
import { credentials } from 'rx-chat-notifications';
import { afterEach, describe, expect, it } from 'vitest';
import type { BayeuxMessage, ConnectionStatus } from '../../../src/channel/index.ts';
import { Authentication } from '../../../src/session/authentication.ts';
import { connect, type Connection } from '../../../src/session/connection/index.ts';
import { retryPolicy } from '../../../src/session/retryPolicy.ts';
import { secretsOf } from '../../../src/session/secrets.ts';
import { createTransport } from '../../../src/transport/node.ts';
import { refused, reply, type Script, type ScriptedServer, scriptedServer } from '../scriptedServer.ts';
import { chatData, eventually } from '../watched.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

interface Made {
  readonly connection: Connection;
  readonly states: () => readonly string[];
  readonly statuses: readonly ConnectionStatus[];
  readonly messages: readonly unknown[];
  readonly connected: readonly (number | undefined)[];
}

function make(
  url: string,
  given = credentials.basic('Sam', 'pass-word'),
  onStatus: (connection: Connection) => void = () => undefined,
): Made {
  const statuses: ConnectionStatus[] = [];
  const messages: unknown[] = [];
  const connected: (number | undefined)[] = [];
  const transport = createTransport({
    headers: () => authenticated.fields(),
    onReply: (headers) => {
      authenticated.note(headers);
    },
  });
  const authenticated = new Authentication({
    credentials: given,
    meUrl: `${url}/api/v2/me`,
    fetch: transport.fetch,
    maxResponseBytes: 1_000_000,
    secrets: secretsOf(given),
    scheduler: asyncScheduler,
  });
  const connection = connect({
    transport,
    authentication: authenticated,
    url: `${url}/api/v2/notifications`,
    channel: '/v2/me/chats',
    transports: ['long-polling'],
    ack: true,
    policy: retryPolicy('test', { initialDelay: 20, maxDelay: 50 }),
    scheduler: asyncScheduler,
    onStatus: (status) => {
      statuses.push(status);
      onStatus(connection);
    },
    onMessage: ({ data }: BayeuxMessage) => messages.push(data),
    onConnected: (lostFrom) => connected.push(lostFrom),
    onRefused: () => undefined,
  });
  open.push(async () => {
    await connection.close();
    transport.close();
  });
  connection.want();
  return { connection, statuses, messages, connected, states: () => statuses.map(({ state }) => state) };
}

const isConnected = async ({ connection }: Made): Promise<void> => {
  await eventually(() => {
    expect(connection.status().state).toBe('connected');
  });
};

async function receives({ messages }: Made, server: ScriptedServer, text: string): Promise<void> {
  await eventually(() => {
    expect(server.held).toBe(1);
  });
  server.publish(chatData(text));
  await eventually(() => {
    expect(messages).toContainEqual(chatData(text));
  });
}

describe('connect', () => {
  it('connects, delivers, and reconnects when the server forgets the session', async () => {
    const server = await scriptedServer();
    server.hold = 200;
    const made = make(server.url);
    await isConnected(made);
    await receives(made, server, 'one');
    server.forget();
    await eventually(() => {
      expect(made.connected).toHaveLength(2);
    });
    await receives(made, server, 'two');
    expect(made.states()).toContain('reconnecting');
    expect(made.connected).toEqual([undefined, expect.any(Number)]);
  });

  it.each([
    ['no', undefined],
    ['a numeric', 4711],
  ])('is connected by polls and subscriptions that are answered with %s id', async (_, id) => {
    const odd: Script = ({ kind }) =>
      kind === 'connect' || kind === 'subscribe' ? reply({ id }) : undefined;
    const server = await scriptedServer(odd);
    const made = make(server.url);
    await isConnected(made);
    await receives(made, server, 'heard');
    expect(server.count('handshake')).toBe(1);
  });

  it('takes a numeric clientId', async () => {
    const server = await scriptedServer(({ kind }) => {
      if (kind !== 'handshake') return undefined;
      server.sessions.add(7 as unknown as string);
      return reply({ clientId: 7 });
    });
    const made = make(server.url);
    await isConnected(made);
    expect(made.connection.status().clientId).toBe('7');
  });

  it.each(['supportedConnectionTypes', 'clientId'])(
    'says at once that a handshake lacks %s',
    async (field) => {
      const server = await scriptedServer(({ kind, count }) =>
        kind === 'handshake' && count === 1
          ? { reply: (usual) => ({ ...usual, [field]: undefined }) }
          : undefined,
      );
      const made = make(server.url);
      await isConnected(made);
      expect(made.statuses.some(({ reason }) => reason?.includes(field) === true)).toBe(true);
    },
  );

  it('goes by the advice of a refused subscription, which CometD must not see', async () => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'subscribe' && count === 1
        ? refused('403::Unknown client', { reconnect: 'handshake' })
        : undefined,
    );
    const made = make(server.url);
    await isConnected(made);
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([2, 2]);
  });

  it('takes a CSRF token from any reply, and sends a request again that carried an older one', async () => {
    let token = 0;
    const server = await scriptedServer(({ kind, headers }) => {
      if (kind === 'me' || Number(headers['x-csrf-token']) === token) return undefined;
      return { status: 403, headers: { 'X-CSRF-TOKEN': String(token), 'X-CSRF-HEADER': 'X-CSRF-TOKEN' } };
    });
    const made = make(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBeGreaterThan(0);
    });
    await isConnected(made);
    token = 1;
    server.hold = 50;
    await receives(made, server, 'heard');
    expect(server.count('me')).toBe(1);
  });

  it('reconnect() and close() inside a subscriber of the status are safe', async () => {
    const server = await scriptedServer();
    const made = make(server.url, undefined, (connection) => {
      connection.reconnect();
    });
    await isConnected(made);
    const closing = make(server.url, undefined, (connection) => {
      if (connection.status().state === 'connected') void connection.close();
    });
    await eventually(() => {
      expect(closing.states().at(-1)).toBe('closed');
    });
    expect(closing.states()).toEqual(['connecting', 'connected', 'closed']);
  });

  it('close() while a handshake is not answered resolves after the farewell', async () => {
    const server = await scriptedServer(({ kind }) => (kind === 'handshake' ? 'silence' : undefined));
    const made = make(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBe(1);
    });
    const start = performance.now();
    await made.connection.close();
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(made.connection.status().state).toBe('closed');
    await made.connection.close();
    made.connection.want();
    expect(made.connection.status().state).toBe('closed');
  });
});
