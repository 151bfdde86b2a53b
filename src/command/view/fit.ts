import { printable } from './printable.ts';

const graphemes = new Intl.Segmenter();

/** Emoji and East Asian writing take two columns of a terminal. */
const isWide = (grapheme: string): boolean =>
  /\p{Emoji_Presentation}|\uFE0F|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(
    grapheme,
  );

/** The text, printable, and cut with an ellipsis where it is wider than so many columns. */
export function fit(text: string, columns: number): string {
  let width = 0;
  let short = '';
  let whole = '';
  for (const { segment } of graphemes.segment(text)) {
    const shown = printable(segment);
    const next = width + (isWide(shown) ? 2 : 1);
    if (next > columns) return `${short}…`;
    whole += shown;
    if (next < columns) short += shown;
    width = next;
  }
  return whole;
}

/** The parts in lines of so many columns, none of them broken in two. The parts are plain ASCII. */
export function wrap(parts: readonly string[], separator: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : last + separator + part;
    if (last !== undefined && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
