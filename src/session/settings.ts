import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { checkOptions, isFunction, isNumber, isScheduler } from '../fold/checkOptions.ts';
import { linkOf } from '../channel/clientLink.ts';
import { warnOnConsole } from '../console.ts';
import { checked } from './credentials.ts';
import { isHistory, isHistoryOptions } from './backfill/index.ts';
import { baseUrl, httpUrl } from './httpUrl.ts';
import { type RetryPolicy, retryPolicy } from './retryPolicy.ts';
import type { LogEntry, SessionOptions } from './types.ts';

/** The options of a session, checked and completed. */
export interface Settings extends Pick<SessionOptions, 'client' | 'credentials' | 'fetch' | 'history'> {
  /** The base of GWS, without a slash at its end. */
  readonly url: string | undefined;
  readonly notificationsUrl: string;
  /** What relative URLs are relative to, if anything is known. */
  readonly base: string | undefined;
  /** The origins that the credentials are for. */
  readonly origins: ReadonlySet<string>;
  readonly channel: string;
  readonly transports: readonly string[];
  readonly ack: boolean;
  readonly policy: RetryPolicy;
  readonly scheduler: SchedulerLike;
  readonly logger: (entry: LogEntry) => void;
  readonly linger: number;
  readonly operations: Required<SessionOptions>['operations'];
}

/** @throws TypeError that names the option that makes no sense, and shows no secret. */
export function settingsOf(options: SessionOptions): Settings {
  const check = checkOptions('chatSession', options);
  const {
    url,
    credentials,
    channel = '/v2/me/chats',
    transports = ['long-polling'],
    ack = true,
    retry = {},
    history,
    client,
    fetch,
    scheduler = asyncScheduler,
    logger = warn,
    linger = 1_000,
    operations = gwsOperation,
  } = options;
  const base = url === undefined ? undefined : baseUrl('chatSession', url);
  const { notificationsUrl = base === undefined ? undefined : `${base}/api/v2/notifications` } = options;
  check(
    'url',
    url,
    notificationsUrl !== undefined || client !== undefined,
    'the base of GWS, unless notificationsUrl or client is given',
  );
  if (credentials !== undefined) checked(credentials);
  check(
    'channel',
    channel,
    typeof channel === 'string' && channel.startsWith('/'),
    "a channel name that starts with '/'",
  );
  check(
    'transports',
    transports,
    Array.isArray(transports) && transports.length > 0 && transports.every(isTransport),
    "names of transports: 'long-polling', 'websocket'",
  );
  check('ack', ack, typeof ack === 'boolean', 'true or false');
  checkOptions('chatSession: retry', retry);
  check(
    'history',
    history,
    history === undefined || history === false || isHistory(history) || isHistoryOptions(history),
    'false, an object with chats() and messages(), or one with paths or mapMessage',
  );
  if (client !== undefined) linkOf(client, 'chatSession');
  check('fetch', fetch, fetch === undefined || isFunction(fetch), 'a function');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  check('logger', logger, isFunction(logger), 'a function');
  check('linger', linger, isNumber(linger), 'milliseconds');
  check('operations', operations, isFunction(operations), 'a function');
  return {
    url: base,
    notificationsUrl:
      notificationsUrl === undefined ? '' : httpUrl('chatSession', 'notificationsUrl', notificationsUrl),
    origins: new Set(
      [base, notificationsUrl].flatMap((known) => (known === undefined ? [] : new URL(known).origin)),
    ),
    base: notificationsUrl === undefined ? undefined : `${base ?? notificationsUrl}/`,
    channel,
    transports,
    ack,
    policy: retryPolicy('chatSession', retry),
    scheduler,
    logger,
    linger,
    operations,
    ...(credentials !== undefined && { credentials }),
    ...(history !== undefined && { history }),
    ...(client !== undefined && { client }),
    ...(fetch !== undefined && { fetch }),
  };
}

/** Wire: `POST /api/v2/me/chats/{id}`. */
const gwsOperation: Required<SessionOptions>['operations'] = (chatId, operation) => ({
  path: `api/v2/me/chats/${encodeURIComponent(chatId)}`,
  body: operation,
});

const isTransport = (name: unknown): boolean => name === 'long-polling' || name === 'websocket';

const warn = ({ level, message }: LogEntry): void => {
  if (level === 'warn') warnOnConsole(message);
};
