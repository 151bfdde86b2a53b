import { randomInt } from 'node:crypto';
import { InvalidArgumentError, Option } from 'commander';

/** The options of `simulate`. */
export interface SimulateOptions {
  readonly port: number;
  readonly chats: number;
  readonly rate: number;
  readonly seed: number;
  readonly dialect: 'v2' | 'v3';
  readonly auth: boolean;
  readonly ack: boolean;
  readonly csrf: 'session' | 'rotating' | 'off';
  readonly restLag: number;
  readonly pageSize?: number;
  readonly maxSessionsPerBrowser?: number;
}

export const simulateOptions: readonly Option[] = [
  new Option('-p, --port <port>', 'on 127.0.0.1; 0 takes a free one').default(0).argParser(numberOf),
  new Option('--chats <n>', 'how many chats are open at a time; 0 opens none: type your own')
    .default(3)
    .argParser(numberOf),
  new Option('--rate <n>', 'messages a second, of all chats together').default(2).argParser(numberOf),
  // The same chats with the same ids, said again by a later run, are duplicates to a session that received the first.
  new Option('--seed <n>', 'decides who says what and when')
    .default(randomInt(1, 1_000_000), 'a random one')
    .argParser(numberOf),
  new Option('--dialect <name>', 'pushes as GWS v2 or as Workspace v3 does')
    .choices(['v2', 'v3'])
    .default('v2'),
  new Option('--no-auth', 'let any client connect and receive all chats'),
  new Option('--no-ack', 'do not acknowledge messages, as a server without the extension'),
  new Option('--csrf <mode>', 'one CSRF token a session, a new one with each POST, or none')
    .choices(['session', 'rotating', 'off'])
    .default('session'),
  new Option('--rest-lag <ms>', 'how far the answers of REST lag behind the push')
    .default(0)
    .argParser(numberOf),
  new Option('--page-size <n>', 'the most messages in one answer of REST').argParser(numberOf),
  new Option(
    '--max-sessions-per-browser <n>',
    'how many sessions of a browser may hold a poll; 1 as at GWS',
  ).argParser(numberOf),
];

/** What range a number must be in, the simulator says. */
function numberOf(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number.');
}
