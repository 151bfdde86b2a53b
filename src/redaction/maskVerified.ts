import { mask } from './mask.ts';

/** A piece is what stands between the spaces, hyphens and dashes that people put into numbers, also those that do not break. */
const firstPiece = /^[\da-z]*[^\da-z]*/i;
const lastPiece = /[^\da-z]+[\da-z]+$/i;

/**
 * Masks what has a shape and passes a test. Numbers stand beside each other, and a shape takes in what follows: of what
 * does not pass, whatever is left without its last pieces may, and so may what begins with the second piece.
 *
 * @param shape - global, and of bounded length: a text then takes time in proportion to its own.
 */
export function maskVerified(text: string, shape: RegExp, passes: (found: string) => boolean): string {
  let masked = '';
  let copiedTo = 0;
  for (;;) {
    const match = shape.exec(text);
    if (match === null) return masked + text.slice(copiedTo);
    let [found] = match;
    while (found !== '' && !passes(found)) {
      const shorter = found.replace(lastPiece, '');
      found = shorter === found ? '' : shorter;
    }
    if (found === '') {
      shape.lastIndex = match.index + (firstPiece.exec(match[0])?.[0] ?? match[0]).length;
    } else {
      masked += text.slice(copiedTo, match.index) + mask;
      copiedTo = shape.lastIndex = match.index + found.length;
    }
  }
}
