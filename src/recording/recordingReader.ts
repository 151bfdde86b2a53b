import type { ChatNotification } from '../model/index.ts';
import { header } from './header.ts';
import { readLine } from './readLine.ts';

/** Why a line of a recording gives no notification. Plain data. */
export interface RecordingFailure {
  /** Its number; the first is 1. */
  readonly line: number;
  /** One readable line, which includes the number. */
  readonly message: string;
  /** The line as received. */
  readonly raw: unknown;
}

/**
 * Returns a function that reads the lines of one recording in turn: a notification, or `undefined` for a header, a blank
 * line and what is reported.
 */
export function recordingReader(
  onFailure: (failure: RecordingFailure) => void,
): (raw: unknown) => ChatNotification | undefined {
  let line = 0;
  let isFirst = true;
  let isKnown = true;
  return (raw) => {
    line += 1;
    const report = (problem: string): void => {
      onFailure({ line, message: `line ${line}: ${problem}`, raw });
    };
    const text = typeof raw === 'string' ? raw.trim() : raw; // also a byte order mark and a carriage return
    if (text === '') return undefined;
    const read = readLine(text);
    const isHeader = read.kind === 'header';
    if (isHeader) isKnown = read.problem === undefined;
    if (isFirst && read.kind === 'notification') report(`the header ${JSON.stringify(header)} is missing`);
    isFirst = false;
    if (read.problem !== undefined && (isHeader || isKnown)) report(read.problem);
    return isKnown ? read.notification : undefined;
  };
}
