import type { Scene } from './scene.ts';
import { hues } from './style.ts';

/** The class that colours a letter. */
export type Colours = (letter: string) => string;

/** The letters of a picture have the colours in turn; a letter has one colour, on the way in and on the way out. */
export function coloursOf({ rows }: Scene): Colours {
  const marks = rows.flatMap((row) => (row.kind === 'line' ? row.marks : []));
  const letters = [...new Set(marks.flatMap((mark) => (mark.kind === 'next' ? [mark.letter] : [])))];
  return (letter) => `v${String(letters.indexOf(letter) % hues.length)}`;
}
