import type { IncomingMessage } from 'node:http';
import { OUTCOME, Refusal } from './answer.ts';
import { bodyLimits } from './bodyLimits.ts';

/** The object that a request bears. @throws Refusal if it bears none, or one that is too large. */
export async function readObject(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  const limits = bodyLimits();
  request.setEncoding('utf8');
  let refusal: Refusal | undefined;
  for await (const chunk of request) {
    const bytes = Buffer.from(String(chunk), 'utf8');
    // The rest is read, too: a client that still sends does not read an answer.
    refusal ??= limits(bytes);
    if (refusal === undefined) chunks.push(bytes);
  }
  if (refusal !== undefined) throw refusal;
  const body = parsed(Buffer.concat(chunks).toString());
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
