import { jetstream, jetstreamManager, type JetStreamClient } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { from, lastValueFrom, type Observable, mergeMap, scan, takeWhile } from 'rxjs';
import { chatDirectory } from 'rx-chat-notifications';
import { fromJetStream, toJetStream } from 'rx-chat-notifications/jetstream';
import { startNats } from '../../test/jetstream/natsServer.ts';
import { entryMaker } from '../../src/jetstream/entry.ts';
import { median } from './median.ts';
import { sample } from './sample.ts';

const window = 256;

const done = (work$: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(work$, { defaultValue: undefined });
const chats = 500;

export interface Throughput {
  readonly contender: string;
  /** Notifications a second, the median of the rounds. */
  readonly perSecond: number;
  readonly ratio: number;
}

/** `toJetStream` against a loop that publishes the same payloads with the same ids and window. */
export async function publishing(size: number, rounds: number): Promise<readonly Throughput[]> {
  const server = await startNats();
  const nc = await connect({ servers: server.url });
  const [js, jsm] = [jetstream(nc), await jetstreamManager(nc)];
  const notifications = sample(chats, size);
  const maker = entryMaker({ subject: 'gws', tenant: 'default', agent: 'ann', redact: {}, key: 'key' });
  const entries = notifications.map((notification) => maker(notification.chatId)({ notification, since: 0 }));
  const bare = (): Promise<unknown> =>
    done(
      from(entries).pipe(
        mergeMap(({ subject, payload, id = '' }) => js.publish(subject, payload, { msgID: id }), window),
      ),
    );
  const ours = (): Promise<unknown> =>
    done(
      from(notifications).pipe(
        toJetStream(js, { stream: 'S', agent: 'ann', key: 'key', window, buffer: size }),
      ),
    );
  const results: { bare: number; ours: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const spent = { bare: 0, ours: 0 };
    const order = round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const);
    for (const name of order) {
      await jsm.streams.add({ name: 'S', subjects: ['gws.>'] });
      const begun = performance.now();
      await (name === 'bare' ? bare() : ours());
      spent[name] = (performance.now() - begun) / 1_000;
      const { messages } = (await jsm.streams.info('S')).state;
      if (messages !== size) throw new Error(`${name} stored ${messages} of ${size}`);
      await jsm.streams.delete('S');
    }
    if (round > 0) results.push(spent); // the first warms up
  }
  await nc.close();
  await server.stop();
  return [
    { contender: 'js.publish', perSecond: size / median(results.map(({ bare }) => bare)), ratio: 1 },
    {
      contender: 'toJetStream',
      perSecond: size / median(results.map(({ ours }) => ours)),
      ratio: median(results.map(({ bare, ours }) => bare / ours)),
    },
  ];
}

/** Stored notifications through `fromJetStream` and `chatDirectory`, against an ordered consumer that parses JSON. */
export async function replaying(size: number, rounds: number): Promise<readonly Throughput[]> {
  const server = await startNats();
  const nc = await connect({ servers: server.url });
  const [js, jsm] = [jetstream(nc), await jetstreamManager(nc)];
  await jsm.streams.add({ name: 'S', subjects: ['gws.>'] });
  await done(
    from(sample(chats, size)).pipe(toJetStream(js, { stream: 'S', agent: 'ann', window, buffer: size })),
  );
  const results: { bare: number; ours: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const spent = { bare: 0, ours: 0 };
    const order = round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const);
    for (const name of order) {
      const begun = performance.now();
      await (name === 'bare' ? readBare(js, size) : readOurs(js, size));
      spent[name] = (performance.now() - begun) / 1_000;
    }
    if (round > 0) results.push(spent);
  }
  await nc.close();
  await server.stop();
  return [
    {
      contender: 'ordered consumer and JSON.parse',
      perSecond: size / median(results.map(({ bare }) => bare)),
      ratio: 1,
    },
    {
      contender: 'fromJetStream and chatDirectory',
      perSecond: size / median(results.map(({ ours }) => ours)),
      ratio: median(results.map(({ bare, ours }) => bare / ours)),
    },
  ];
}

async function readBare(js: JetStreamClient, size: number): Promise<void> {
  const consumer = await js.consumers.get('S');
  let count = 0;
  const messages = await consumer.consume({ max_messages: 1_000 });
  for await (const message of messages) {
    if (message.json() === undefined) throw new Error('not JSON');
    count += 1;
    if (count === size) break;
  }
  await consumer.delete();
}

const readOurs = (js: JetStreamClient, size: number): Promise<unknown> =>
  done(
    fromJetStream(js, { stream: 'S' }).pipe(
      chatDirectory(),
      scan((count) => count + 1, 0),
      takeWhile((count) => count < size),
    ),
  );
