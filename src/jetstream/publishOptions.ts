import { asyncScheduler, type ObservableInput, type SchedulerLike } from 'rxjs';
import type { RedactRules } from '../../operators/redact.ts';
import { type Check, isFunction, isNumber, isScheduler } from '../fold/checkOptions.ts';
import type { ChatNotification } from '../model/index.ts';
import { type OnReport, warnOfReport } from './reports.ts';
import { defaultSubject, isPrefix } from './subjects.ts';

/** Where and how to publish. */
export interface ToJetStreamOptions {
  /** The stream, which exists. */
  readonly stream: string;
  /** The agent whose notifications these are. */
  readonly agent: string;
  /** Default `default`. */
  readonly tenant?: string;
  /** What subjects begin with. Default `gws`. */
  readonly subject?: string;
  /** What to mask, as `redact` takes it. Default: its built-in rules. `false` masks nothing. */
  readonly redact?: RedactRules | false;
  /**
   * Keys the hash of the content in message ids; the same for all bridges. Without it the masked content is hashed: then
   * messages under one index that differ only in what is masked count as one.
   */
  readonly key?: string | Uint8Array;
  /** The largest number of publishes in flight. Each chat has at most one. Default 256. */
  readonly window?: number;
  /** The largest number of notifications that wait. Default 10,000. */
  readonly buffer?: number;
  /** Fetches what did not fit into the buffer: the messages of a chat from an index on. Without it they are lost, and reported. */
  // eslint-disable-next-line rxjs-x/finnish -- a function
  readonly refill?: (chatId: string, fromIndex: number) => ObservableInput<ChatNotification>;
  /** How long to wait for an acknowledgement, in milliseconds, before the publish is repeated with the same id. Default 5,000. */
  readonly timeout?: number;
  /** How long a state that may be older than the stored one waits for a newer one, in milliseconds. Default 5,000. */
  readonly settle?: number;
  /** How far back stored messages of a chat are read to recognise redeliveries, in milliseconds. Default 86,400,000, a day. */
  readonly remember?: number;
  /** Times repetitions. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Receives what goes wrong without ending the stream. Default: `console.warn`. */
  readonly onReport?: OnReport;
}

export interface PublishSettings extends Required<Omit<ToJetStreamOptions, 'key' | 'refill'>> {
  readonly key: string | Uint8Array | undefined;
  // eslint-disable-next-line rxjs-x/finnish -- a function
  readonly refill: ToJetStreamOptions['refill'];
  /** Checked before every publish. */
  readonly mayPublish: () => boolean;
}

/** @throws TypeError if an option is invalid; the message names it. */
export function publishSettings(
  check: Check,
  options: ToJetStreamOptions,
  mayPublish: () => boolean = () => true,
): PublishSettings {
  const settings: PublishSettings = {
    tenant: 'default',
    subject: defaultSubject,
    redact: {},
    key: undefined,
    window: 256,
    buffer: 10_000,
    refill: undefined,
    timeout: 5_000,
    settle: 5_000,
    remember: 86_400_000,
    scheduler: asyncScheduler,
    onReport: warnOfReport,
    mayPublish,
    ...options,
  };
  const { stream, agent, tenant, subject, redact, key, window, buffer, refill, scheduler, onReport } =
    settings;
  check('stream', stream, isName(stream), 'the name of a stream');
  check('agent', agent, isName(agent), 'a name');
  check('tenant', tenant, isName(tenant), 'a name');
  check('subject', subject, isPrefix(subject), 'a subject without wildcards and spaces');
  check('redact', redact, redact === false || typeof redact === 'object', 'rules or false');
  check('key', key, key === undefined || key.length > 0, 'a string or bytes');
  check('window', window, Number.isInteger(window) && window > 0, 'a whole number above 0');
  check('buffer', buffer, isNumber(buffer) && buffer > 0, 'a number above 0');
  check('refill', refill, refill === undefined || isFunction(refill), 'a function');
  for (const option of ['timeout', 'settle', 'remember'] as const)
    check(option, settings[option], isNumber(settings[option]), 'milliseconds');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  check('onReport', onReport, isFunction(onReport), 'a function');
  return settings;
}

export const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';
