import { from, lastValueFrom, map, type Observable, pipe, race } from 'rxjs';
import type { Credentials, SessionOptions } from '../../index.ts';
import { CommandError, type ExitCode, exitCodes } from '../exitCodes.ts';
import { natsFeed } from '../nats/natsFeed.ts';
import { tell, write } from '../terminal.ts';
import type { Desk } from '../view/desk.ts';
import { diagnostics } from '../view/diagnostics.ts';
import { type Feed, feedUntil } from '../view/feed.ts';
import { show, viewOf } from '../view/show.ts';
import { counted } from '../view/words.ts';
import { askForPassword } from './askForPassword.ts';
import { credentialsOf } from './credentialsOf.ts';
import { filters } from './filters.ts';
import type { WatchOptions } from './options.ts';
import { recorded } from './recorded.ts';
import { recordTo } from './recordTo.ts';
import { replayFeed } from './replayFeed.ts';
import { sessionFeed } from './sessionFeed.ts';

/** Shows the chats of an agent, or a recording, until it is over or the user has seen enough. */
export async function watch(options: WatchOptions, stop$: Observable<unknown>): Promise<ExitCode> {
  const { replay, speed = 1 } = options;
  if (replay !== undefined) {
    const feed = await replayFeed(replay, speed);
    try {
      const display = displayOf(options, stop$);
      const { failures } = await display(feed, [`chat-notifications: the recording ${replay}.`]);
      return failures === 0 ? exitCodes.ended : exitCodes.damaged;
    } finally {
      feed.close();
    }
  }
  if (options.nats !== undefined) {
    const display = displayOf(options, stop$);
    const feed = await natsFeed(options.nats, options, Date.now());
    try {
      await display(feed, [
        `chat-notifications: the stream ${options.stream ?? 'chats'} at NATS.`,
        'Ctrl-C ends it.',
      ]);
      return exitCodes.ended;
    } finally {
      await feed.close();
    }
  }
  const { url, user, notificationsUrl = '' } = options;
  // Reports invalid options before a password is typed: this session never connects.
  sessionFeed(sessionOptions(options));
  const display = displayOf(options, stop$);
  const session = sessionFeed(sessionOptions(options, await credentialsAsked(options, stop$)));
  const whose = user === undefined ? 'the chats' : `the chats of ${user}`;
  try {
    await display(session, [
      `chat-notifications: ${whose} at ${url ?? notificationsUrl}.`,
      'Ctrl-C ends it.',
    ]);
    return exitCodes.ended;
  } finally {
    await session.close();
  }
}

/** Prepares all that was asked for to have its share of what a feed tells. */
function displayOf(
  { ndjson = false, record, append = false, redact, ...wanted }: WatchOptions,
  stop$: Observable<unknown>,
): (feed: Feed, intro: readonly string[]) => Promise<Desk> {
  const masked = redact ? {} : ({ redact: false } as const);
  const print = recorded(masked, {
    next: (line) => {
      process.stdout.write(`${line}\n`);
    },
  });
  const keep = record === undefined ? pipe() : recordTo(record, { append, ...masked });
  const share = pipe(filters(wanted), keep, ndjson ? print : pipe());
  return async (feed, intro) => {
    const until = feedUntil(stop$, feed);
    const view = ndjson ? diagnostics(tell) : viewOf({ intro });
    const desk = await show({ ...until, notifications$: share(until.notifications$) }, view);
    if (!ndjson) write(seen(desk));
    return desk;
  };
}

const seen = ({ messagesSeen, chatsSeen, putInOrder, failures }: Desk): string =>
  `Seen: ${counted(messagesSeen, 'message')} in ${counted(chatsSeen, 'chat')}, ` +
  `${putInOrder} put in order, ${failures} not decoded.`;

async function credentialsAsked(
  { user, auth }: WatchOptions,
  stop$: Observable<unknown>,
): Promise<Credentials | undefined> {
  if (!auth) return undefined;
  const stopped$ = stop$.pipe(
    map((): never => {
      throw new CommandError(exitCodes.atOnce, 'No password was given');
    }),
  );
  return credentialsOf(user, process.env, (prompt) =>
    lastValueFrom(race(from(askForPassword(prompt)), stopped$), { defaultValue: '' }),
  );
}

const sessionOptions = (
  { url, notificationsUrl, channel, transport, history, attempts }: WatchOptions,
  credentials?: Credentials,
): SessionOptions => ({
  ...(url !== undefined && { url }),
  ...(notificationsUrl !== undefined && { notificationsUrl }),
  ...(credentials !== undefined && { credentials }),
  ...(channel !== undefined && { channel }),
  ...(transport !== undefined && { transports: transport }),
  ...(!history && { history: false }),
  ...(attempts !== undefined && { retry: { maxAttempts: attempts } }),
});
