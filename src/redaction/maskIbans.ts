import { mask } from './mask.ts';

/** How one begins, where no word goes on. */
const beginning = /(?<![\da-z])[a-z]{2}\d\d/gi;

/** Masks account numbers whose check digits are right, in one piece or in groups of four. */
export function maskIbans(text: string): string {
  let values: Int8Array | undefined;
  let masked = '';
  let copiedTo = 0;
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    values ??= valuesIn(text);
    const end = endOfIban(values, match.index);
    if (end === undefined) continue;
    masked += text.slice(copiedTo, match.index) + mask;
    copiedTo = beginning.lastIndex = end;
  }
  return masked + text.slice(copiedTo);
}

/** A shorter one has no right check digits but by chance, and a longer one there is not. */
const shortest = 15;
const longest = 35;
/** A number up to here can take another letter and stay whole. */
const safe = 1_000_000;

/**
 * The end of the longest account number that begins here: what follows one may look like a part of it. By hand and not by
 * a regular expression: those go back and forth, and each beginning would cost twenty times as much.
 */
function endOfIban(values: Int8Array, start: number): number | undefined {
  let end: number | undefined;
  let rest = 0; // of what stands behind the first four, which come last in the check
  let count = 4;
  for (let at = start + 4; count <= longest; at += 1) {
    const value = values[at] ?? other;
    if (value >= 0) {
      count += 1;
      rest = rest * (value > 9 ? 100 : 10) + value;
      if (rest > safe) rest %= 97;
      continue;
    }
    if (count >= shortest && ((rest % 97) * 1_000_000 + firstFour(values, start)) % 97 === 1) end = at;
    // Only the last group is shorter than four.
    const goesOn = value === separator && count % 4 === 0 && (values[at + 1] ?? other) >= 0;
    if (!goesOn) break;
  }
  return end;
}

/** The country and the check digits: two letters, of which each stands for its two digits of base 36, and two digits. */
const firstFour = (values: Int8Array, start: number): number =>
  (values[start] ?? 0) * 10_000 +
  (values[start + 1] ?? 0) * 100 +
  (values[start + 2] ?? 0) * 10 +
  (values[start + 3] ?? 0);

const separator = -1;
const other = -2;

/** The digits and letters of a text as numbers of base 36: what is looked at up to nine times is decoded once. */
function valuesIn(text: string): Int8Array {
  const values = new Int8Array(text.length);
  for (let at = 0; at < values.length; at += 1) values[at] = valueOf(text.charCodeAt(at));
  return values;
}

function valueOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  if (letter >= 0 && letter < 26 && code < 0x80) return letter + 10;
  return isSeparator(code) ? separator : other;
}

/** A hyphen, a space, one of those that do not break, or a dash. */
const isSeparator = (code: number): boolean =>
  code === 0x2d ||
  code === 0x20 ||
  code === 0xa0 ||
  code === 0x2009 ||
  code === 0x202f ||
  (code >= 0x2010 && code <= 0x2015);
