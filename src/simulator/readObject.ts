import type { IncomingMessage } from 'node:http';
import { OUTCOME, Refusal } from './answer.ts';

/** More than this no operation on a chat needs. */
const LARGEST = 1_000_000;

/** The object that a request bears. @throws Refusal if it bears none. */
export async function readObject(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  let size = 0;
  request.setEncoding('utf8');
  for await (const chunk of request) {
    size += String(chunk).length;
    // The rest is read, too: who still sends does not hear an answer.
    if (size <= LARGEST) text += String(chunk);
  }
  if (size > LARGEST) {
    throw new Refusal(413, OUTCOME.invalidValue, `The body is longer than ${LARGEST} characters`);
  }
  const body = parsed(text);
  if (!isObject(body)) throw new Refusal(400, OUTCOME.invalidValue, 'The body must be a JSON object');
  return body;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
