import { from, type ObservableInput } from 'rxjs';
import {
  fromRecording,
  type RecordingFailure,
  type RecordingOptions,
  type ReplayOptions,
  toRecording,
} from '../../src/recording/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';

export const header = '{"format":"rx-chat-notifications","version":1}';

/** The lines of a recording. */
export function recorded(notifications: Iterable<ChatNotification>, options?: RecordingOptions): string[] {
  const lines: string[] = [];
  from(notifications)
    .pipe(toRecording(options))
    .subscribe((line) => lines.push(line));
  return lines;
}

/** What is emitted, by line or notification, in order. */
export type Replayed = RecordingFailure | ChatNotification;

/** All that a recording emits when nothing waits. */
export function replayed(
  lines: ObservableInput<string>,
  options: ReplayOptions = {},
): {
  readonly notifications: ChatNotification[];
  readonly failures: RecordingFailure[];
  readonly all: Replayed[];
} {
  const notifications: ChatNotification[] = [];
  const failures: RecordingFailure[] = [];
  const all: Replayed[] = [];
  const onFailure = (failure: RecordingFailure): void => {
    failures.push(failure);
    all.push(failure);
  };
  fromRecording(lines, { speed: Infinity, onFailure, ...options }).subscribe((notification) => {
    notifications.push(notification);
    all.push(notification);
  });
  return { notifications, failures, all };
}

/** As a recording emits it. */
export function bare<N extends ChatNotification>({ wire: _, ...content }: N): Omit<N, 'wire'> {
  return content;
}
