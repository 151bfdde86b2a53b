import { mask } from './mask.ts';

/** How one begins, where no word goes on. */
const beginning = /(?<![\da-z])[a-z]{2}\d\d/gi;

/** Masks account numbers whose check digits are right, in one piece or in groups of four. */
export function maskIbans(text: string): string {
  let masked = '';
  let told = 0;
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const end = endOfIban(text, match.index);
    if (end === undefined) continue;
    masked += text.slice(told, match.index) + mask;
    told = beginning.lastIndex = end;
  }
  return masked + text.slice(told);
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
function endOfIban(text: string, start: number): number | undefined {
  let end: number | undefined;
  let rest = 0; // of what stands behind the first four, which come last in the check
  let count = 4;
  for (let at = start + 4; count <= longest; at += 1) {
    const code = text.charCodeAt(at);
    const value = valueOf(code);
    if (value >= 0) {
      count += 1;
      rest = rest * (value > 9 ? 100 : 10) + value;
      if (rest > safe) rest %= 97;
      continue;
    }
    if (count >= shortest && ((rest % 97) * 1_000_000 + firstFour(text, start)) % 97 === 1) end = at;
    // Only the last group is shorter than four.
    const goesOn = count % 4 === 0 && isSeparator(code) && valueOf(text.charCodeAt(at + 1)) >= 0;
    if (!goesOn) break;
  }
  return end;
}

/** The country and the check digits: two letters, of which each stands for its two digits of base 36, and two digits. */
const firstFour = (text: string, start: number): number =>
  valueOf(text.charCodeAt(start)) * 10_000 +
  valueOf(text.charCodeAt(start + 1)) * 100 +
  valueOf(text.charCodeAt(start + 2)) * 10 +
  valueOf(text.charCodeAt(start + 3));

/** Of a digit or letter; -1 for what else there is. */
const valueOf = (code: number): number =>
  code < 0x30 || code > 0x7a
    ? -1
    : code < 0x3a
      ? code - 0x30
      : (code | 0x20) < 0x61
        ? -1
        : letterOf(code | 0x20);

const letterOf = (code: number): number => (code > 0x7a ? -1 : code - 0x57);

/** A hyphen, a space, one of those that do not break, or a dash. */
const isSeparator = (code: number): boolean =>
  code === 0x2d ||
  code === 0x20 ||
  code === 0xa0 ||
  code === 0x2009 ||
  code === 0x202f ||
  (code >= 0x2010 && code <= 0x2015);
