import type { Mark } from './recording.ts';

/** All that happens on a line at one time. */
export interface Instant {
  readonly frame: number;
  readonly letters: readonly string[];
  readonly end?: 'error' | 'complete';
}

export function instantsOf(marks: readonly Mark[]): Instant[] {
  return [...new Set(marks.map(({ frame }) => frame))].map((frame) => {
    const now = marks.filter((mark) => mark.frame === frame);
    const end = now.flatMap(({ kind }) => (kind === 'next' ? [] : [kind]))[0];
    const letters = now.flatMap((mark) => (mark.kind === 'next' ? [mark.letter] : []));
    return { frame, letters, ...(end !== undefined && { end }) };
  });
}

/** The time at which a stream ends by itself. */
export const endOf = (marks: readonly Mark[]): number | undefined =>
  marks.find(({ kind }) => kind !== 'next')?.frame;
