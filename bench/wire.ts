/** What `chatSession` costs on the way from the server: `npm run bench:wire`, see `README.md`. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from '#transport';
import { chatSession } from '../src/index.ts';
import { medianOf } from './ratio.ts';
import { report } from './report.ts';

const notifications = 10_000;
const rounds = 25;
const patience = 20_000;
const channel = '/v2/me/chats';
/** At least 0.9 of the bare callback's notifications a second. */
const goal = 1 / 0.9;

const server = fork(new URL('wire/server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
const [address] = (await once(server, 'message')) as [AddressInfo];
const url = `http://127.0.0.1:${address.port}/cometd`;

interface Contender {
  /** Resolves when so many notifications were received. */
  readonly received: (count: number) => Promise<void>;
  readonly missing: () => number;
  readonly close: () => Promise<void>;
}

/** Counts, and resolves when it has counted enough. */
function counter(): { count: () => void; until: (count: number) => Promise<void>; missing: () => number } {
  let left = 0;
  let done: (() => void) | undefined;
  return {
    count: () => {
      left -= 1;
      if (left === 0) done?.();
    },
    missing: () => left,
    until: (count) =>
      new Promise((resolve) => {
        left = count;
        done = resolve;
      }),
  };
}

/** CometD's own client with a callback that only counts, over the same transport. */
async function bare(): Promise<Contender> {
  const transport = createTransport({ headers: () => ({}) });
  const client = await transport.createClient({ transports: ['long-polling'], ack: true });
  const { count, until, missing } = counter();
  client.configure({ url });
  await new Promise<void>((resolve) => {
    client.handshake(() => {
      client.subscribe(channel, count, () => {
        resolve();
      });
    });
  });
  return {
    received: until,
    missing,
    close: async () => {
      await new Promise<void>((resolve) => {
        client.disconnect(() => {
          resolve();
        });
      });
      transport.close();
    },
  };
}

async function ours(): Promise<Contender> {
  const session = chatSession({ notificationsUrl: url, channel });
  const { count, until, missing } = counter();
  session.notifications$.subscribe({ next: count, error: console.error });
  await session.ready();
  return { received: until, missing, close: () => session.close() };
}

/** Milliseconds for one run; each has a connection of its own, and the machine to itself. */
async function timed(connect: () => Promise<Contender>): Promise<number> {
  const { received, missing, close } = await connect();
  await sleep(50);
  const done = received(notifications);
  const start = performance.now();
  const giveUp = setTimeout(() => {
    throw new Error(
      `${missing()} of ${notifications} notifications did not reach ${connect.name} within ${patience} ms`,
    );
  }, patience);
  server.send(notifications);
  await done;
  const took = performance.now() - start;
  clearTimeout(giveUp);
  await close();
  return took;
}

const pairs: { readonly bare: number; readonly ours: number }[] = [];
for (let round = -3; round < rounds; round += 1) {
  const isBareFirst = round % 2 === 0; // the second one finds a warmer server
  const first = await timed(isBareFirst ? bare : ours);
  const second = await timed(isBareFirst ? ours : bare);
  const pair = isBareFirst ? { bare: first, ours: second } : { bare: second, ours: first };
  if (round >= 0) pairs.push(pair);
}
server.disconnect();
server.kill();

const row = (contender: 'bare' | 'ours') => ({
  bench: 'wire',
  case: `${notifications} notifications over long polling`,
  contender: contender === 'bare' ? 'CometD callback' : 'ours',
  nsPerOp: (medianOf(pairs.map((pair) => pair[contender])) * 1e6) / notifications,
  ratio: medianOf(pairs.map((pair) => pair[contender] / pair.bare)),
});
report([row('bare'), { ...row('ours'), goal }], []);
