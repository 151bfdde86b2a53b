import { NEVER, of } from 'rxjs';
import { consumeJetStream, fromJetStream, toJetStream } from 'rx-chat-notifications/jetstream';
import { messageLog } from 'rx-chat-notifications/testing';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { broker, collect, eventually, reports } from './broker.ts';
import { type NatsServer, startNats } from './natsServer.ts';

const nats = broker();
const say = of(messageLog({ chatId: 'A' }));

/** The error of a stream that cannot be used. */
async function errorOf(
  stream$: ReturnType<typeof fromJetStream> | ReturnType<ReturnType<typeof toJetStream>>,
): Promise<Error> {
  const { errors } = collect<unknown>(stream$);
  await eventually(() => {
    expect(errors).toHaveLength(1);
  });
  return errors[0] as Error;
}

const servers: NatsServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function jsOf(config: string, options = {}): Promise<ReturnType<typeof jetstream>> {
  const server = await startNats(config);
  servers.push(server);
  const nc = await connect({ servers: server.url, ...options, timeout: 2_000 });
  onTestFinished(() => nc.close());
  return jetstream(nc, { timeout: 1_000 });
}

describe('a stream that cannot be used', () => {
  test('does not exist', async () => {
    const js = await nats.js();
    for (const stream$ of [
      say.pipe(toJetStream(js, { agent: 'ann', stream: 'NONE' })),
      fromJetStream(js, { stream: 'NONE' }),
      consumeJetStream(js, { stream: 'NONE', durable: 'd' }, () => undefined),
    ]) {
      const error = await errorOf(stream$);
      expect(error).toMatchObject({ name: 'JetStreamSetupError', problem: 'no stream' });
      expect(error.message).toContain('Stream "NONE"');
      expect(error.message).toContain('Create it first');
    }
  });

  test('has other subjects', async () => {
    const stream = await nats.stream({ subjects: ['gws.acme.>'] });
    const error = await errorOf(say.pipe(toJetStream(await nats.js(), { agent: 'ann', stream })));
    expect(error).toMatchObject({ problem: 'other subjects' });
    expect(error.message).toContain('gws.acme.>');
  });

  test('discards, which is reported', async () => {
    const stream = await nats.stream({ max_msgs: 1_000 });
    const { list, onReport } = reports();
    collect(say.pipe(toJetStream(await nats.js(), { agent: 'ann', stream, onReport })));
    await eventually(() => {
      expect(list).toMatchObject([{ kind: 'limit' }]);
    });
    expect(list[0]?.message).toContain('max_msgs is 1000');
  });

  test('refuses when it is full: the publish is repeated until there is room', async () => {
    const stream = await nats.stream({ max_msgs: 1, discard: 'new' });
    const [js, jsm] = [await nats.js(), await nats.jsm()];
    const { list, onReport } = reports();
    const source = of(messageLog({ chatId: 'A', messages: [{ text: 'one' }, { text: 'two' }] }));
    const { values } = collect(source.pipe(toJetStream(js, { agent: 'ann', stream, onReport })));
    await eventually(() => {
      expect(list.map(({ kind }) => kind)).toEqual(['limit', 'retry']);
    });
    expect(values).toHaveLength(1);
    await jsm.streams.update(stream, { max_msgs: 10 });
    await eventually(() => {
      expect(values).toHaveLength(2);
    });
    expect(list.at(-1)?.kind).toBe('recovered');
  });

  test('is on a broker without JetStream', async () => {
    const js = await jsOf('');
    const error = await errorOf(fromJetStream(js, { stream: 'S' }));
    expect(error).toMatchObject({ problem: 'no JetStream' });
    expect(error.message).toContain('-js');
  });

  test('may not be read or written by this user', async () => {
    const js = await jsOf(
      'jetstream { store_dir: "$DIR" }\nauthorization { users: [{ user: u, password: p, permissions: { publish: ["gws.>"] } }] }',
      { user: 'u', pass: 'p' },
    );
    const error = await errorOf(fromJetStream(js, { stream: 'S' }));
    expect(error).toMatchObject({ problem: 'not permitted' });
    expect(error.message).toMatch(/permission/i);
  });

  test('is behind a connection that is closed', async () => {
    const nc = await nats.connect();
    const stream = await nats.stream();
    const js = jetstream(nc);
    const { errors } = collect(fromJetStream(js, { stream }));
    const publishing = collect(NEVER.pipe(toJetStream(js, { agent: 'ann', stream })));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await nc.close();
    await eventually(() => {
      expect(errors).toMatchObject([{ problem: 'closed' }]);
    });
    expect(publishing.isComplete).toBe(false);
  });

  test('does not take a payload that is too large, which is reported and skipped', async () => {
    const stream = await nats.stream();
    const { list, onReport } = reports();
    const source = of(
      messageLog({ chatId: 'A', messages: [{ index: 1, text: 'x'.repeat(1_100_000) }, { index: 2 }] }),
    );
    const { values } = collect(source.pipe(toJetStream(await nats.js(), { agent: 'ann', stream, onReport })));
    await eventually(() => {
      expect(values.map(({ outcome }) => outcome)).toEqual(['refused', 'stored']);
    });
    expect(list).toMatchObject([{ kind: 'refused', chatId: 'A' }]);
  });
});

describe('invalid options', () => {
  test.each([
    [{ stream: '' }, 'toJetStream: stream must be the name of a stream'],
    [{ agent: '' }, 'toJetStream: agent must be a name'],
    [{ subject: 'a.*' }, 'toJetStream: subject must be a subject without wildcards'],
    [{ window: 0 }, 'toJetStream: window must be a whole number above 0, got 0'],
  ])('%j', async (wrong, message) => {
    const js = await nats.js();
    expect(() => toJetStream(js, { stream: 'S', agent: 'ann', ...wrong })).toThrow(message);
  });

  test('of the readers', async () => {
    const js = await nats.js();
    expect(() => fromJetStream(js, { stream: 'S', from: 'old' as 'all' })).toThrow(
      "fromJetStream: from must be 'all'",
    );
    expect(() => consumeJetStream(js, { stream: 'S', durable: 'a.b' }, () => undefined)).toThrow(
      'durable must be a name',
    );
  });
});
