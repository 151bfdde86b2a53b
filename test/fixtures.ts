import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { decodeNotification } from '../src/codec/index.ts';
import type { ChatNotification, DecodeFailure } from '../src/model/index.ts';

/** A payload as a server sends it. */
export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

/** Decodes what must be a notification. */
export function decoded(message: unknown): ChatNotification {
  const result = decodeNotification(message, 42);
  return result._tag === 'Right' ? result.right : expect.unreachable(result.left.message);
}

/** Decodes what must not be one. */
export function refused(message: unknown): DecodeFailure {
  const result = decodeNotification(message, 42);
  return result._tag === 'Left' ? result.left : expect.unreachable('it decoded');
}
