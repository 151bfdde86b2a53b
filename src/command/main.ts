#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CommandError, exitCodes, wordsOfThrown } from './exit.ts';
import { program } from './program.ts';
import { stopRequests } from './stopping.ts';
import { tell } from './terminal.ts';

/** Says why it cannot go on, in a line, and what to do. */
function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // It has said so itself; help and version are no failures.
    process.exitCode = error.exitCode === 0 ? exitCodes.ended : exitCodes.usage;
    return;
  }
  const isOurs = error instanceof CommandError;
  process.exitCode = isOurs ? error.code : exitCodes.failed;
  tell(`error: ${wordsOfThrown(error)}`);
  if (isOurs && error.hint !== undefined) tell(error.hint);
}

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

void program(stopRequests(process, Date.now), (code) => {
  process.exitCode = code;
})
  .parseAsync()
  .catch(fail)
  .finally(() => {
    process.stdin.destroy(); // what is still to be typed keeps nobody waiting
  });
