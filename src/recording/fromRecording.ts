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
import { inTheirTime } from './inTheirTime.ts';
import { recordingReader, type RecordingFailure } from './recordingReader.ts';

/** How a recording is played. */
export interface ReplayOptions {
  /** How many times faster than it was recorded. Default 1. With `Infinity` nothing waits, and no timer runs. */
  readonly speed?: number;
  /** Times the pauses. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Takes what is wrong with a line. What it throws errors the stream. Default: `console.warn`. */
  readonly onFailure?: (failure: RecordingFailure) => void;
}

/**
 * Plays what `toRecording` recorded: the same notifications, as they were but for `wire` and what was masked, their
 * `receivedAt` too, with the pauses that lay between them. The first is told at once. Where the clock of the recording was
 * set back there is no pause. It completes with the last, as a live stream does not: what is to time out after it needs
 * `concatWith(NEVER)`.
 *
 * A line that is damaged (cut off, no JSON, no notification) costs itself alone: it is skipped, and `onFailure` is told its
 * number and what is wrong with it. What follows a header of another version is skipped as a whole and reported once.
 * Blank lines are none.
 *
 * Lines wait as text for their turn. An error of `lines` comes after what came before it.
 *
 * @param lines - one line each, with or without a line break behind it; a text of several is split at line breaks, and a
 * single string is taken for a whole file. What is read from a file in chunks has to be put together first, as
 * `readline` of Node does.
 * @throws TypeError that names the option, if one makes no sense.
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
  return linesOf(lines, check).pipe(inTheirTime(() => recordingReader(onFailure), speed, scheduler));
}

/** A line each. What is no text is told as it came, to be reported. */
function linesOf(lines: ObservableInput<unknown>, check: Check): Observable<unknown> {
  return inputOf(typeof lines === 'string' ? [lines] : lines, check).pipe(
    mergeMap((chunk) => (typeof chunk === 'string' ? chunk.replace(/\r?\n$/, '').split('\n') : [chunk])),
  );
}

function inputOf(lines: ObservableInput<unknown>, check: Check): Observable<unknown> {
  try {
    return from(lines);
  } catch (error) {
    check('lines', lines, false, 'an Observable or something that RxJS takes for one');
    throw error;
  }
}

const warn = ({ message }: RecordingFailure): void => {
  warnOnConsole(`a recording: ${message}`);
};
