import {
  asyncScheduler,
  from,
  mergeMap,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
} from 'rxjs';
import { type Check, checkOptions, isFunction, isNumber, isScheduler } from '../fold/checkOptions.ts';
import { warnOnConsole } from '../console.ts';
import type { ChatNotification } from '../model/index.ts';
import { recordingReader, type RecordingFailure } from './recordingReader.ts';
import { withPauses } from './withPauses.ts';

/** How to replay a recording. */
export interface ReplayOptions {
  /** How many times faster than recorded. Default 1. With `Infinity` nothing waits, and no timer runs. */
  readonly speed?: number;
  /** Times the pauses. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Receives what is wrong with a line. An exception from it errors the stream. Default: `console.warn`. */
  readonly onFailure?: (failure: RecordingFailure) => void;
}

/**
 * Replays what `toRecording` recorded: the same notifications, except for `wire` and masked data, each with its own
 * `receivedAt`, and with the original pauses. The first notification arrives at once. Where `receivedAt` goes back, there is
 * no pause until it exceeds the highest so far.
 *
 * At a `speed` from 1 to `Infinity` every operator with default options emits what it emitted live, up to the last
 * notification: operators take their time from `receivedAt`. Below 1 their timers, which the replay does not slow down, run
 * early. The replay completes with the last notification, as a live stream does not; for what times out after that, use
 * `concatWith(NEVER)`.
 *
 * A damaged line (cut off, not JSON, not a notification) is skipped, and `onFailure` receives its number and what is wrong.
 * After a header of another version, all lines are skipped and reported once. Blank lines are ignored.
 *
 * Lines wait unread for their turn. An error of `lines` arrives after what came before it.
 *
 * @param lines - one line each, with or without a line break at its end; a text of several lines is split. A single string
 * is a whole file. Join the chunks of a file to lines first, as Node's `readline` does.
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { fromRecording, toRecording, transcriptAccumulator } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * const lines$ = of(
 *   messageLog({ messages: [{ index: 1, text: 'Hello' }], receivedAt: 1_000 }),
 *   messageLog({ messages: [{ index: 2, text: 'Anybody there?' }], receivedAt: 61_000 }),
 * ).pipe(toRecording());
 *
 * fromRecording(lines$, { speed: 6_000 }) // a minute in 10 ms
 *   .pipe(transcriptAccumulator())
 *   .subscribe(({ appended }) => console.log(appended.map(({ text }) => text)));
 * // → [ 'Hello' ]
 * // → [ 'Anybody there?' ]
 */
export function fromRecording(
  lines: ObservableInput<string>,
  options: ReplayOptions = {},
): Observable<ChatNotification> {
  const check = checkOptions('fromRecording', options);
  const { speed = 1, scheduler = asyncScheduler, onFailure = warn } = options;
  check('speed', speed, isNumber(speed) && speed > 0, 'a number above 0');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  check('onFailure', onFailure, isFunction(onFailure), 'a function');
  return linesOf(lines, check).pipe(withPauses(() => recordingReader(onFailure), speed, scheduler));
}

/** One line each. Values that are not text pass unchanged, to be reported. */
function linesOf(lines: ObservableInput<unknown>, check: Check): Observable<unknown> {
  return inputOf(typeof lines === 'string' ? [lines] : lines, check).pipe(
    mergeMap((chunk) => (typeof chunk === 'string' ? chunk.replace(/\r?\n$/, '').split('\n') : [chunk])),
  );
}

function inputOf(lines: ObservableInput<unknown>, check: Check): Observable<unknown> {
  try {
    return from(lines);
  } catch (error) {
    check('lines', lines, false, 'an Observable or something that RxJS converts to one');
    throw error;
  }
}

const warn = ({ message }: RecordingFailure): void => {
  warnOnConsole(`a recording: ${message}`);
};
