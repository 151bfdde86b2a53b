import { OUTCOME, Refusal } from './answer.ts';

/** More bytes than this no request needs, nor lists and objects so deep in each other. */
const LARGEST = 1_000_000;
const DEEPEST = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Looks at the body of a request, chunk by chunk, and gives the refusal of one that is too long or too deep. */
export function bodyLimits(): (chunk: Buffer) => Refusal | undefined {
  let size = 0;
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  const goDown = (byte: number): void => {
    if (isEscaped) isEscaped = false;
    else if (byte === QUOTE) isText = !isText;
    else if (isText) isEscaped = byte === BACKSLASH;
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
  };
  return (chunk) => {
    size += chunk.length;
    if (size > LARGEST) {
      return new Refusal(413, OUTCOME.invalidValue, `The body is longer than ${LARGEST} bytes`);
    }
    for (const byte of chunk) {
      goDown(byte);
      if (depth > DEEPEST) {
        return new Refusal(400, OUTCOME.invalidValue, `The body is nested deeper than ${DEEPEST} levels`);
      }
    }
    return undefined;
  };
}
