import type { ConsumerConfig, JetStreamClient } from '@nats-io/jetstream';
import { Observable } from 'rxjs';
import { type Check, checkOptions, isFunction, isNumber } from '../fold/checkOptions.ts';
import { checkStream } from './checkStream.ts';
import { checkFilter } from './fromJetStream.ts';
import { type Handle, handleMessage } from './handleMessage.ts';
import { explainedFailure, isClosed, partsOf } from './failure.ts';
import { linkOf } from './natsLink.ts';
import { isName } from './publishOptions.ts';
import { type OnReport, warnOfReport } from './reports.ts';
import type { StoredNotification } from './readStored.ts';
import { defaultSubject, filterSubject, isPrefix, type JetStreamFilter } from './subjects.ts';

/** What to consume, and how. */
export interface ConsumeJetStreamOptions {
  /** The stream, which exists. */
  readonly stream: string;
  /** The name of the durable consumer: all processes that use it share the notifications. It is created if it does not exist. */
  readonly durable: string;
  /** Which notifications. Default: all. */
  readonly filter?: JetStreamFilter;
  /** Where a consumer that is created begins. Default `all`. */
  readonly from?: 'all' | 'new';
  /** What subjects begin with. Default `gws`. */
  readonly subject?: string;
  /** How many notifications are handled at once. Default 1: in the order of the stream, unless several processes share them. */
  readonly concurrency?: number;
  /** After how many milliseconds without a sign of life another process gets the notification. Default 30,000. */
  readonly ackWait?: number;
  /** After how many milliseconds a notification whose handler failed is delivered again. Default 1,000. */
  readonly redeliverAfter?: number;
  /** Receives what goes wrong without ending the stream. Default: `console.warn`. */
  readonly onReport?: OnReport;
}

type Settings = Required<ConsumeJetStreamOptions>;

/**
 * Handles notifications at least once, together with other processes that use the same `durable`: a notification is
 * acknowledged after `handle` has finished, and emitted then. If `handle` fails or the process dies, it is delivered again, to
 * whichever process is free. A handler must therefore tolerate repetitions.
 *
 * A damaged payload is reported with its sequence number, and never delivered again. Begins with the subscription. Never
 * completes; errors with a `JetStreamSetupError` if the stream cannot be used, or the connection is closed.
 *
 * @throws TypeError if an option is invalid; the message names it.
 */
export function consumeJetStream(
  js: JetStreamClient,
  options: ConsumeJetStreamOptions,
  handle: Handle,
): Observable<StoredNotification> {
  const settings = settingsOf(checkOptions('consumeJetStream', options), options, handle);
  return new Observable((subscriber) => {
    const stopped = new AbortController();
    run(js, settings, handle, stopped.signal, (notification) => {
      subscriber.next(notification);
    }).catch((error: unknown) => {
      subscriber.error(
        explainedFailure(error, `Stream "${settings.stream}", consumer "${settings.durable}"`),
      );
    });
    return () => {
      stopped.abort();
    };
  });
}

function settingsOf(check: Check, options: ConsumeJetStreamOptions, handle: Handle): Settings {
  const settings: Settings = {
    filter: {},
    from: 'all',
    subject: defaultSubject,
    concurrency: 1,
    ackWait: 30_000,
    redeliverAfter: 1_000,
    onReport: warnOfReport,
    ...options,
  };
  const {
    stream,
    durable,
    filter,
    from: begin,
    subject,
    concurrency,
    ackWait,
    redeliverAfter,
    onReport,
  } = settings;
  check('stream', stream, isName(stream), 'the name of a stream');
  check(
    'durable',
    durable,
    isName(durable) && !/[\s.*>/\\]/.test(durable),
    'a name without dots, spaces and wildcards',
  );
  checkFilter(check, filter);
  check('from', begin, ['all', 'new'].includes(begin), "'all' or 'new'");
  check('subject', subject, isPrefix(subject), 'a subject without wildcards and spaces');
  check(
    'concurrency',
    concurrency,
    Number.isInteger(concurrency) && concurrency > 0,
    'a whole number above 0',
  );
  check('ackWait', ackWait, isNumber(ackWait) && ackWait >= 100, 'milliseconds, at least 100');
  check('redeliverAfter', redeliverAfter, isNumber(redeliverAfter), 'milliseconds');
  check('onReport', onReport, isFunction(onReport), 'a function');
  check('handle', handle, isFunction(handle), 'a function');
  return settings;
}

const millisecond = 1_000_000;

/** How long a request for the next message is open, in milliseconds. */
const patience = 5_000;

const configOf = ({ durable, filter, from: begin, subject, ackWait }: Settings): Partial<ConsumerConfig> => ({
  durable_name: durable,
  filter_subject: filterSubject(subject, filter),
  deliver_policy: begin,
  ack_policy: 'explicit',
  ack_wait: ackWait * millisecond,
});

async function run(
  js: JetStreamClient,
  settings: Settings,
  handle: Handle,
  signal: AbortSignal,
  emit: (notification: StoredNotification) => void,
): Promise<void> {
  const { stream, durable, concurrency, onReport } = settings;
  const jsm = await checkStream(js, stream, undefined, () => undefined);
  await jsm.consumers.add(stream, configOf(settings));
  const isStopped = (): boolean => signal.aborted;
  const worker = async (): Promise<void> => {
    for (let failures = 0; !isStopped();) {
      try {
        const consumer = await js.consumers.get(stream, durable);
        while (!isStopped()) {
          const message = await consumer.next({ expires: patience });
          failures = 0;
          if (message === null) continue;
          if (isStopped()) message.nak();
          else await handleMessage(message, settings, handle, emit);
        }
      } catch (error) {
        if (isStopped()) return;
        if (isClosed(error) || linkOf(js)?.isClosed() === true) throw error;
        if (failures === 0)
          onReport({
            kind: 'interrupted',
            message: `consumer "${durable}": ${partsOf(error).message}. It starts again.`,
          });
        failures += 1;
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 50 * 2 ** failures)));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
