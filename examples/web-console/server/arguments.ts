import { parseArgs } from 'node:util';
import type { ConsoleOptions } from './startConsole.ts';

export const usage = `npm run console -- [options]
  --chats N    how many chats are open at a time (8)
  --rate N     how many entries of message logs a second (6)
  --seed N     another play (1)
  --port N     the port on 127.0.0.1 (any that is free)`;

/** @throws Error in words for the user. */
export function optionsAsked(args: readonly string[]): ConsoleOptions {
  const number = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { chats: number, rate: number, seed: number, port: number },
  });
  const read = (name: keyof typeof values, otherwise: number): number => {
    const value = values[name];
    if (value === undefined) return otherwise;
    if (!/^\d+$/.test(value)) throw new Error(`--${name} must be a whole number, got ${value}`);
    return Number(value);
  };
  return {
    chats: read('chats', 8),
    messagesPerSecond: read('rate', 6),
    seed: read('seed', 1),
    port: read('port', 0),
  };
}
