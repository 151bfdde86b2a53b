#!/usr/bin/env node
import { failed, run } from './program.ts';
import { stopRequests } from './stopping.ts';

process.on('uncaughtException', (error) => {
  process.exit(failed(error));
});

void run(process.argv.slice(2), stopRequests(process, Date.now)).then((code) => {
  process.exitCode = code;
  process.stdin.destroy(); // what is still to be typed keeps nobody waiting
});
