import type { EventEmitter } from 'node:events';
import { type Observable, ReplaySubject } from 'rxjs';
import { CommandError, exitCodes, wordsOfThrown } from './exitCodes.ts';

/** The parts of a process that can ask it to end. */
export interface Stoppable extends Pick<EventEmitter, 'on'> {
  readonly stdout: Pick<EventEmitter, 'on'>;
  readonly stderr: Pick<EventEmitter, 'on'>;
  readonly exit: (code: number) => void;
}

/** A runner such as npm passes on a Ctrl-C that the terminal has sent to everybody: both are one. */
const sameKeystroke = 500;

/**
 * Emits when the command is to end: by Ctrl-C, by a signal, or because its output cannot be written. A second signal does
 * not wait until all is put in order.
 *
 * @param onFailure - receives once why output cannot be written, unless the reader has closed the pipe.
 */
export function stopRequests(
  process: Stoppable,
  now: () => number,
  onFailure: (error: CommandError) => void,
): Observable<void> {
  const stop$ = new ReplaySubject<void>(1);
  let askedAt: number | undefined;
  let isFailureTold = false;
  const onSignal = (): void => {
    if (askedAt === undefined) stop$.next();
    else if (now() - askedAt > sameKeystroke) process.exit(exitCodes.atOnce);
    askedAt ??= now();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  const onOutputError = (error: NodeJS.ErrnoException): void => {
    // EPIPE: `| head` has seen enough. EIO: the terminal was closed.
    if (error.code !== 'EPIPE' && error.code !== 'EIO' && !isFailureTold) {
      isFailureTold = true; // set first: the report is output as well
      onFailure(new CommandError(exitCodes.failed, `Cannot write the output: ${wordsOfThrown(error)}`));
    }
    stop$.next();
  };
  process.stdout.on('error', onOutputError);
  process.stderr.on('error', onOutputError);
  return stop$;
}
