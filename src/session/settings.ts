import { asyncScheduler, type SchedulerLike } from 'rxjs';
import {
  type Check,
  checkOptions,
  isFunction,
  isNumber,
  isScheduler,
  isWhole,
} from '../fold/checkOptions.ts';
import { defaultMaxBytes } from '../transport/bodyText.ts';
import { linkOf } from '../channel/clientLink.ts';
import { warnOnConsole } from '../console.ts';
import { checked } from './credentials.ts';
import { isHistory, isHistoryOptions } from './backfill/index.ts';
import { defaultRate, isRate, wantedRate } from './backfill/rules.ts';
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
  readonly historyRate: number;
  readonly maxResponseBytes: number;
  readonly operations: Required<SessionOptions>['operations'];
}

/** @throws TypeError if an option is invalid; the message names it, and shows no secret. */
export function settingsOf(options: SessionOptions): Settings {
  const check = checkOptions('chatSession', options);
  const { url, credentials, client, fetch, history, retry = {} } = options;
  const base = url === undefined ? undefined : baseUrl('chatSession', url);
  const { notificationsUrl = base === undefined ? undefined : `${base}/api/v2/notifications` } = options;
  check(
    'url',
    url,
    notificationsUrl !== undefined || client !== undefined,
    'the base of GWS, unless notificationsUrl or client is given',
  );
  if (credentials !== undefined) checked(credentials);
  checkOptions('chatSession: retry', retry);
  if (client !== undefined) linkOf(client, 'chatSession');
  check('fetch', fetch, fetch === undefined || isFunction(fetch), 'a function');
  check(
    'history',
    history,
    history === undefined || history === false || isHistory(history) || isHistoryOptions(history),
    'false, an object with chats() and messages(), or one with paths or mapMessage',
  );
  return {
    ...withDefaults(check, options),
    url: base,
    notificationsUrl:
      notificationsUrl === undefined ? '' : httpUrl('chatSession', 'notificationsUrl', notificationsUrl),
    origins: new Set(
      [base, notificationsUrl].flatMap((known) => (known === undefined ? [] : new URL(known).origin)),
    ),
    base: notificationsUrl === undefined ? undefined : `${base ?? notificationsUrl}/`,
    policy: retryPolicy('chatSession', retry),
    ...(credentials !== undefined && { credentials }),
    ...(history !== undefined && { history }),
    ...(client !== undefined && { client }),
    ...(fetch !== undefined && { fetch }),
  };
}

type Defaulted = Pick<
  Settings,
  | 'channel'
  | 'transports'
  | 'ack'
  | 'scheduler'
  | 'logger'
  | 'linger'
  | 'operations'
  | 'historyRate'
  | 'maxResponseBytes'
>;

/** The options that have a default, checked. */
function withDefaults(
  check: Check,
  {
    channel = '/v2/me/chats',
    transports = ['long-polling'],
    ack = true,
    scheduler = asyncScheduler,
    logger = warn,
    linger = 1_000,
    operations = gwsOperation,
    historyRate = defaultRate,
    maxResponseBytes = defaultMaxBytes,
  }: SessionOptions,
): Defaulted {
  const isChannel = typeof channel === 'string' && channel.startsWith('/');
  check('channel', channel, isChannel, "a channel name that starts with '/'");
  check(
    'transports',
    transports,
    Array.isArray(transports) && transports.length > 0 && transports.every(isTransport),
    "names of transports: 'long-polling', 'websocket'",
  );
  check('ack', ack, typeof ack === 'boolean', 'true or false');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  check('logger', logger, isFunction(logger), 'a function');
  check('linger', linger, isNumber(linger), 'milliseconds');
  check('operations', operations, isFunction(operations), 'a function');
  check('historyRate', historyRate, isRate(historyRate), wantedRate);
  check('maxResponseBytes', maxResponseBytes, isWhole(maxResponseBytes), 'a whole number from 1 on');
  return {
    ...{ channel, transports, ack, scheduler, logger, linger, operations },
    ...{ historyRate, maxResponseBytes },
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
