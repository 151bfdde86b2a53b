import { printable } from './view/printable.ts';

/** A pipe, a log, or a terminal that does not report its size gets lines. */
export const isScreen: boolean = process.stdout.isTTY && process.stdout.columns > 0;

export const columns: number = isScreen ? process.stdout.columns : 80;

/** A line of output. */
export const write = (line: string): void => {
  process.stdout.write(`${printable(line)}\n`);
};

/** A line about the work, which is no output. */
export const report = (line: string): void => {
  process.stderr.write(`${printable(line)}\n`);
};
