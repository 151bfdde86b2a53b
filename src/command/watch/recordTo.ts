import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { ChatNotification, RecordingOptions } from '../../index.ts';
import { CommandError, exitCodes, usageError, wordsOfThrown } from '../exitCodes.ts';
import { recorded } from './recorded.ts';

export interface RecordOptions extends RecordingOptions {
  /** Whether to go on in a file that holds something. */
  readonly append: boolean;
}

/**
 * Opens a file, and gives what writes a recording of all that passes into it, line by line as it comes: what was written
 * stays, however the command ends. What was there before is never written over.
 *
 * @throws CommandError if the file cannot be opened, or holds something and is not to be appended to.
 */
export function recordTo(
  file: string,
  { append, ...options }: RecordOptions,
): MonoTypeOperatorFunction<ChatNotification> {
  const descriptor = opened(file, append);
  // The header waits for the first notification, so that an attempt that was denied leaves no recording.
  let waiting = endsInLine(descriptor) ? '' : '\n';
  let isBegun = false;
  const write = (): void => {
    try {
      writeFileSync(descriptor, waiting); // behind what is there, and all of it, which one `writeSync` need not do
    } catch (error) {
      throw new CommandError(exitCodes.failed, `Cannot write to ${file}: ${wordsOfThrown(error)}`);
    }
    waiting = '';
  };
  return recorded(options, {
    next: (line) => {
      waiting += `${line}\n`;
      if (isBegun) write();
      isBegun = true;
    },
    complete: write,
    finalize: () => {
      closeSync(descriptor);
    },
  });
}

function opened(file: string, append: boolean): number {
  const descriptor = openForAppending(file);
  if (append || fstatSync(descriptor).size === 0) return descriptor;
  closeSync(descriptor);
  throw usageError(`${file} exists already`, 'Name another file, or go on in this one with --append.');
}

function openForAppending(file: string): number {
  try {
    return openSync(file, 'a+', 0o600); // readable by the user only: it holds personal data
  } catch (error) {
    throw usageError(`Cannot write to ${file}: ${wordsOfThrown(error)}`);
  }
}

/** Whether what is appended begins a line: a recording that was cut off does not end in one. */
function endsInLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() === '\n');
}
