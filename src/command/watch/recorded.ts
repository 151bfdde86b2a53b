import {
  connect,
  ignoreElements,
  map,
  merge,
  type MonoTypeOperatorFunction,
  tap,
  type TapObserver,
} from 'rxjs';
import { type ChatNotification, type RecordingOptions, toRecording } from '../../index.ts';
import { printableJson } from '../view/printable.ts';

/** Gives the lines of a recording of all that passes to somebody else, too, who may show them to a terminal. */
export const recorded = (
  options: RecordingOptions,
  keep: Partial<TapObserver<string>>,
): MonoTypeOperatorFunction<ChatNotification> =>
  connect((notifications$) =>
    merge(
      notifications$.pipe(
        toRecording(options),
        map((line) => printableJson(line)),
        tap(keep),
        ignoreElements(),
      ),
      notifications$,
    ),
  );
