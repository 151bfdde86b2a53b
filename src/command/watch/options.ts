import { type Command, InvalidArgumentError, Option } from 'commander';
import { usageError } from '../exitCodes.ts';
import { durationOf } from './durationOf.ts';
import { isSameFile } from './isSameFile.ts';

/** The options of `watch`, from the command line and the environment. */
export interface WatchOptions {
  readonly url?: string;
  readonly user?: string;
  readonly auth: boolean;
  readonly notificationsUrl?: string;
  readonly channel?: string;
  readonly transport?: readonly ('long-polling' | 'websocket')[];
  readonly history: boolean;
  readonly attempts?: number;
  readonly chat?: readonly string[];
  readonly kind?: readonly ('chat' | 'messages' | 'error')[];
  readonly ndjson?: boolean;
  readonly redact: boolean;
  readonly record?: string;
  readonly append?: boolean;
  readonly replay?: string;
  readonly speed?: number;
  readonly nats?: string;
  readonly natsCreds?: string;
  readonly stream?: string;
  readonly subject?: string;
  /** In milliseconds. */
  readonly since?: number;
}

export const urlOption = (): Option =>
  new Option('-u, --url <url>', 'the base of GWS, such as https://gws.example.com').env('GWS_URL');
export const userOption = (): Option =>
  new Option('-U, --user <name>', 'the agent; the password is in GWS_PASSWORD or is asked for').env(
    'GWS_USER',
  );

export const watchOptions: readonly Option[] = [
  urlOption(),
  userOption(),
  new Option('--no-auth', 'the server requires no credentials'),
  new Option('--channel <name>', 'the channel to subscribe to (default: /v2/me/chats)'),
  new Option(
    '--notifications-url <url>',
    'where CometD is served, if not at api/v2/notifications below the URL',
  ),
  new Option('--transport <name...>', 'in the order in which they are tried (default: long-polling)').choices(
    ['long-polling', 'websocket'],
  ),
  new Option('--no-history', 'do not fetch earlier and missed messages'),
  new Option('--attempts <n>', 'give up after so many failed attempts (default: never)').argParser(
    attemptsOf,
  ),
  new Option('-c, --chat <id...>', 'only these chats, by id or URI'),
  new Option('-k, --kind <kind...>', 'only these kinds of notifications').choices([
    'chat',
    'messages',
    'error',
  ]),
  new Option('--ndjson', 'one line of JSON a notification, masked, as in a recording'),
  new Option('-r, --record <file>', 'write a recording, too, masked'),
  new Option('--append', 'go on in a recording that exists'),
  new Option('--no-redact', 'mask no personal data in NDJSON and recordings'),
  new Option('-p, --replay <file>', 'play a recording instead; - is standard input'),
  new Option(
    '--nats <url>',
    'read what bridges stored in NATS JetStream instead, such as nats://localhost:4222',
  ),
  new Option('--nats-creds <file>', 'a file of NATS credentials').env('NATS_CREDS'),
  new Option('--stream <name>', 'the stream of JetStream (default: chats)'),
  new Option('--subject <prefix>', 'what its subjects begin with (default: gws)'),
  new Option(
    '--since <duration>',
    'begin so long ago, such as 1h (default: with the current state)',
  ).argParser(durationOf),
  new Option('-s, --speed <n>', 'how many times faster, or max (default: 1)').argParser(speedOf),
];

const ofConnections = [
  'url',
  'user',
  'auth',
  'channel',
  'notificationsUrl',
  'transport',
  'history',
  'attempts',
] as const;

/** @throws CommandError if options contradict each other. */
export function checkTogether(options: WatchOptions, command: Command): void {
  const { url, notificationsUrl, replay, record, speed, append, nats } = options;
  const isTyped = (name: keyof WatchOptions): boolean => command.getOptionValueSource(name) === 'cli';
  const misplaced = ofConnections.find(isTyped);
  if (replay !== undefined && misplaced !== undefined)
    throw usageError(`--replay needs no connection, so it does not go with ${flagOf(misplaced)}`);
  if (nats !== undefined && (replay !== undefined || misplaced !== undefined))
    throw usageError(
      `--nats reads a stream, so it does not go with ${misplaced === undefined ? '--replay' : flagOf(misplaced)}`,
    );
  const misplacedNats = (['stream', 'subject', 'since', 'natsCreds'] as const).find(isTyped);
  if (nats === undefined && misplacedNats !== undefined)
    throw usageError(
      `--${misplacedNats === 'natsCreds' ? 'nats-creds' : misplacedNats} goes with --nats alone`,
    );
  if (replay === undefined && nats === undefined && url === undefined && notificationsUrl === undefined)
    throw usageError(
      'What is to be watched? There is no URL',
      'Give --url (or GWS_URL) for the chats of an agent, --replay FILE for a recording, or --nats URL for a stream.',
    );
  if (speed !== undefined && replay === undefined) throw usageError('--speed goes with --replay alone');
  if (append === true && record === undefined) throw usageError('--append goes with --record alone');
  if (replay !== undefined && record !== undefined && isSameFile(replay, record))
    throw usageError(`${record} is what is played`, 'Name another file.');
}

const flagOf = (name: (typeof ofConnections)[number]): string => {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name === 'auth' || name === 'history' ? `--no-${flag}` : `--${flag}`;
};

function attemptsOf(text: string): number {
  const attempts = Number(text);
  if (Number.isSafeInteger(attempts) && attempts > 0) return attempts;
  throw new InvalidArgumentError('It must be a whole number from 1 up.');
}

function speedOf(text: string): number {
  const speed = text === 'max' ? Infinity : Number(text);
  if (speed > 0) return speed;
  throw new InvalidArgumentError('It must be a number above 0, or max.');
}
