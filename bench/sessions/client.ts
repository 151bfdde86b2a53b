/** A process with so many connections of one contender, which measures what they cost, and prints it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { computed, longestTurn } from '../longestTurn.ts';
import { type Contender, contenders } from './contenders.ts';

/** What one run of a contender gives. */
export interface Measured {
  /** The heap that a connection holds, in bytes. */
  readonly heap: number;
  /** The CPU time that a message costs, in microseconds. */
  readonly cpu: number;
  /** The longest turn of the event loop while all connect, in milliseconds. */
  readonly lag: number;
}

const messages = 20_000;
const warmUps = 10;
/** Until second looks are done, and idle connections are closed. */
const settling = 7_000;

const [, , contender = '', url = '', size = ''] = process.argv;
const connect = contenders[contender];
if (connect === undefined) throw new Error(`There is no contender "${contender}"`);

let received = 0;
let expected = Infinity;
let onAll = (): void => undefined;
const count = (): void => {
  received += 1;
  if (received === expected) onAll();
};

const open = (prefix: string, many: number): readonly Contender[] =>
  Array.from({ length: many }, (_, at) => connect(url, `${prefix}${at}`, count));

const allReady = (opened: readonly Contender[]): Promise<unknown> =>
  Promise.all(opened.map(({ ready }) => ready));

/** Has the server send messages to all in turn; resolves when they were received. */
async function receive(many: number): Promise<void> {
  received = 0;
  expected = many;
  const all = new Promise<void>((resolve) => {
    onAll = resolve;
  });
  await fetch(`${url}/publish?count=${many}`);
  await all;
}

async function heapUsed(): Promise<number> {
  for (let times = 0; times < 4; times += 1) {
    await sleep(50);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

const first = open('warm', warmUps);
await allReady(first);
await sleep(100);
await receive(100 * warmUps);
await Promise.all(first.map(({ close }) => close()));

const before = await heapUsed();
let opened: readonly Contender[] = [];
const lag = await longestTurn(async () => {
  opened = open('agent', Number(size));
  await allReady(opened);
});
await sleep(settling);
const heap = ((await heapUsed()) - before) / opened.length;

await receive(10_000);
const start = computed();
await receive(messages);
const cpu = ((computed() - start) * 1_000) / messages;

const measured: Measured = { heap, cpu, lag };
process.send?.(measured);
await Promise.all(opened.map(({ close }) => close()));
process.exit();
