#!/usr/bin/env node
import { failed, run } from './program.ts';
import { stopRequests } from './stopRequests.ts';

process.on('uncaughtException', (error) => {
  process.exit(failed(error));
});

const stop$ = stopRequests(process, Date.now, (error) => {
  process.exitCode = failed(error);
});

void run(process.argv.slice(2), stop$).then((code) => {
  process.exitCode ??= code; // of output that could not be written, it is set
  process.stdin.destroy(); // what is still to be typed keeps nobody waiting
});
