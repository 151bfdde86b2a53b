import type { JetStreamClient } from '@nats-io/jetstream';
import { Observable } from 'rxjs';
import { type Check, checkOptions, isFunction, isNumber } from '../fold/checkOptions.ts';
import { JetStreamSetupError } from './errors.ts';
import type { JetStreamStart } from './position.ts';
import { isName } from './publishOptions.ts';
import { RecentIds } from './recentIds.ts';
import { readStream } from './readStream.ts';
import { type OnReport, warnOfReport } from './reports.ts';
import { readStored, type StoredNotification } from './readStored.ts';
import { defaultSubject, filterSubject, isPrefix, type JetStreamFilter } from './subjects.ts';

/** What to read. */
export interface FromJetStreamOptions {
  /** The stream, which exists. */
  readonly stream: string;
  /** Which notifications. Default: all. */
  readonly filter?: JetStreamFilter;
  /** Where to begin. Default `all`. */
  readonly from?: JetStreamStart;
  /** What subjects begin with. Default `gws`. */
  readonly subject?: string;
  /** Receives what goes wrong without ending the stream. Default: `console.warn`. */
  readonly onReport?: OnReport;
}

/**
 * Reads notifications from a stream of NATS JetStream: first what is stored, then what is stored from then on, in order. Each
 * has its `stored` beside it: sequence number, tenant and agent.
 *
 * It resumes after interruptions, a restart of the broker too, without gaps. Messages that the stream stores twice, beyond the
 * dedupe window of the broker or for two agents of one chat, are emitted once. A damaged payload is reported with its sequence
 * number, and skipped.
 *
 * Never completes. Errors with a `JetStreamSetupError` if the stream cannot be used, or the connection is closed.
 *
 * @throws TypeError if an option is invalid; the message names it.
 */
export function fromJetStream(
  js: JetStreamClient,
  options: FromJetStreamOptions,
): Observable<StoredNotification> {
  const check = checkOptions('fromJetStream', options);
  const { stream, filter = {}, from = 'all', subject = defaultSubject, onReport = warnOfReport } = options;
  check('stream', stream, isName(stream), 'the name of a stream');
  checkFilter(check, filter);
  check('from', from, isStart(from), "'all', 'new', 'current' or { since }");
  check('subject', subject, isPrefix(subject), 'a subject without wildcards and spaces');
  check('onReport', onReport, isFunction(onReport), 'a function');
  return new Observable((subscriber) => {
    const ids = new RecentIds();
    const reading = readStream(js, {
      stream,
      subject: filterSubject(subject, filter),
      from,
      onReport,
      onMessage: (message) => {
        const read = readStored(message);
        if ('report' in read) {
          onReport(read.report);
          return;
        }
        const id = message.headers?.get('Nats-Msg-Id') ?? '';
        if (read.notification.kind !== 'messages' || ids.add(id)) subscriber.next(read.notification);
      },
      onFailed: (error) => {
        subscriber.error(error);
      },
      closed: () =>
        new JetStreamSetupError(
          'closed',
          `Stream "${stream}": the NATS connection is closed. Connect again.`,
        ),
    });
    return reading.stop;
  });
}

export function checkFilter(check: Check, filter: JetStreamFilter): void {
  check('filter', filter, typeof filter === 'object', 'an object');
  for (const field of ['tenant', 'agent', 'chatId'] as const) {
    const name: unknown = filter[field];
    check(`filter.${field}`, name, name === undefined || typeof name === 'string', 'a name');
  }
  const { kind } = filter;
  check(
    'filter.kind',
    kind,
    kind === undefined || ['messages', 'chat', 'error'].includes(kind),
    "'messages', 'chat' or 'error'",
  );
}

const isStart = (from: unknown): boolean =>
  typeof from === 'object' && from !== null && 'since' in from
    ? isNumber(from.since)
    : ['all', 'new', 'current'].includes(String(from));
