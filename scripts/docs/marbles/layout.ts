import { instantsOf } from './instants.ts';
import type { Line, Row } from './scene.ts';
import type { TimeAxis } from './timeAxis.ts';

export const margin = 14;
export const radius = 13;
/** From one of several values of one instant to the next below it. */
export const stackStep: number = 2 * radius - 1;
export const codeHeight = 20;
const codeAdvance = 8.45;
export const boxPadding = 11;

/** Where things are from left to right. */
export interface Columns {
  /** Where the names end and time begins. */
  readonly left: number;
  readonly right: number;
  readonly x: (frame: number) => number;
  /** The middles of the long times that are drawn short. */
  readonly breaks: readonly { readonly x: number; readonly duration: number }[];
}

export function columnsOf(rows: readonly Row[], axis: TimeAxis): Columns {
  const unit = Math.min(40, Math.max(24, Math.floor(580 / axis.units)));
  const left = margin + Math.max(...rows.map((row) => nameOf(row).length), 0) * 6.7 + 12;
  const wide = Math.max(...rows.map(codeWidth), axis.units * unit + radius + 4);
  const xOf = (place: number): number => left + radius + 2 + place * unit;
  return {
    left,
    right: left + wide,
    x: (frame) => xOf(axis.at(frame)),
    breaks: axis.breaks.map(({ middle, duration }) => ({ x: xOf(middle), duration })),
  };
}

export const nameOf = (row: Row): string => {
  if (row.kind === 'operators') return '';
  return row.kind === 'line' ? row.name : 'subscribed';
};

export const codeWidth = (row: Row): number =>
  row.kind === 'operators'
    ? Math.max(...row.code.map(({ length }) => length)) * codeAdvance + 2 * boxPadding
    : 0;

export function heightOf(row: Row): number {
  if (row.kind === 'operators') return row.code.length * codeHeight + 2 * boxPadding - 4;
  if (row.kind === 'subscription') return 16;
  return 2 * (radius + 4) + (tallest(row) - 1) * stackStep;
}

const tallest = ({ marks }: Line): number =>
  Math.max(
    ...instantsOf(marks).map(
      ({ letters, end }) => letters.length + (end === 'error' && letters.length > 0 ? 1 : 0),
    ),
    1,
  );

/** The distance between two rows; a part with sources of its own stands apart. */
export function gapBetween(before: Row | undefined, row: Row): number {
  if (before === undefined || row.kind === 'subscription') return 0;
  if (isOfSource(row) && !isOfSource(before) && before.kind !== 'subscription') return 28;
  return row.kind === 'line' && before.kind !== 'operators' ? 4 : 10;
}

export const isOfSource = (row: Row | undefined): boolean => row?.kind === 'line' && row.role === 'source';
