import type { Row } from './scene.ts';

/** Where instants are, in units: as far apart as they are in time, but for long times in which nothing happens. */
export interface TimeAxis {
  readonly units: number;
  readonly at: (frame: number) => number;
  readonly breaks: readonly Break[];
}

/** A long time, drawn short: the middle of its place, and how long it is. */
export interface Break {
  readonly middle: number;
  readonly duration: number;
}

const longestGap = 12;
const brokenGap = 4;

export function timeAxisOf(rows: readonly Row[]): TimeAxis {
  const instants = [...new Set(rows.flatMap(instantsOf))].sort((a, b) => a - b);
  const places = new Map<number, number>();
  const breaks: Break[] = [];
  let [place, before] = [0, instants[0] ?? 0];
  for (const instant of instants) {
    const gap = instant - before;
    if (gap > longestGap) breaks.push({ middle: place + brokenGap / 2, duration: gap });
    place += gap > longestGap ? brokenGap : gap;
    places.set(instant, place);
    before = instant;
  }
  return { units: place + 1, at: (frame) => places.get(frame) ?? place + 1, breaks };
}

function instantsOf(row: Row): number[] {
  switch (row.kind) {
    case 'line':
      return [row.from, ...(row.to === undefined ? [] : [row.to]), ...row.marks.map(({ frame }) => frame)];
    case 'subscription':
      return [row.span.from, ...(row.span.to === undefined ? [] : [row.span.to])];
    case 'operators':
      return [];
  }
}

/** Milliseconds as one says them: `1 s`, `9.997 s`, `60 min`. */
export function spoken(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${String(milliseconds / 1000)} s`;
  const minutes = milliseconds / 60_000;
  return Number.isInteger(minutes)
    ? `${String(minutes)} min`
    : `${String(Math.round(milliseconds / 100) / 10)} s`;
}
