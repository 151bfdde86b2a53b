import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { checkOptions, isFunction, isNumber, isScheduler } from '../../operators/internal/checkOptions.ts';
import { linkOf } from '../channel/clientLink.ts';
import { checked } from './credentials.ts';
import { type RetryPolicy, retryPolicy } from './retryPolicy.ts';
import type { LogEntry, SessionOptions } from './types.ts';

/** The options of a session, checked and completed. */
export interface Settings extends Pick<SessionOptions, 'client' | 'credentials' | 'fetch'> {
  readonly meUrl: string | undefined;
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
  readonly lingerMs: number;
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
    client,
    fetch,
    scheduler = asyncScheduler,
    logger = warn,
    lingerMs = 1_000,
  } = options;
  const base = url === undefined ? undefined : baseOf(httpUrl('url', url));
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
    'a channel name that starts with a slash',
  );
  check(
    'transports',
    transports,
    Array.isArray(transports) && transports.length > 0 && transports.every(isTransport),
    "names of transports: 'long-polling', 'websocket'",
  );
  check('ack', ack, typeof ack === 'boolean', 'true or false');
  checkOptions('chatSession: retry', retry);
  if (client !== undefined) linkOf(client, 'chatSession');
  check('fetch', fetch, fetch === undefined || isFunction(fetch), 'a function');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  check('logger', logger, isFunction(logger), 'a function');
  check('lingerMs', lingerMs, isNumber(lingerMs), 'milliseconds');
  return {
    meUrl: base === undefined ? undefined : `${base}/api/v2/me`,
    notificationsUrl: notificationsUrl === undefined ? '' : httpUrl('notificationsUrl', notificationsUrl),
    origins: new Set(
      [base, notificationsUrl].flatMap((known) => (known === undefined ? [] : new URL(known).origin)),
    ),
    base: notificationsUrl === undefined ? undefined : `${base ?? notificationsUrl}/`,
    channel,
    transports,
    ack,
    policy: retryPolicy(retry),
    scheduler,
    logger,
    lingerMs,
    ...(credentials !== undefined && { credentials }),
    ...(client !== undefined && { client }),
    ...(fetch !== undefined && { fetch }),
  };
}

/** What is put behind it must not end up in a query. */
function baseOf(url: string): string {
  if (/[?#]/.test(url)) throw new TypeError('chatSession: url must be without query and fragment');
  return url.replace(/\/+$/, '');
}

const isTransport = (name: unknown): boolean => name === 'long-polling' || name === 'websocket';

/** In its full form. A user and a password in it would end up in logs. */
function httpUrl(option: string, given: unknown): string {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null;
  const isHttp = url !== null && /^https?:$/.test(url.protocol);
  if (isHttp && url.username === '' && url.password === '') return url.href;
  const wanted = isHttp ? 'without user and password: pass them as credentials' : 'an http(s) URL';
  const got = url === null || isHttp ? '' : `, got ${url.protocol}`;
  throw new TypeError(`chatSession: ${option} must be ${wanted}${got}`);
}

const warn = ({ level, message }: LogEntry): void => {
  // eslint-disable-next-line no-console -- else it would disappear in silence
  if (level === 'warn') console.warn(`rx-chat-notifications: ${message}`);
};
