import { describe, expect, it } from 'vitest';
import { lineOf } from '../../examples/web-console/page/model/chart.ts';
import { positionAfter } from '../../examples/web-console/page/model/listKeys.ts';
import { drawnRows, scrolledTo } from '../../examples/web-console/page/model/visibleRange.ts';

const from = (first: number, end: number): readonly number[] =>
  Array.from({ length: end - first }, (_, at) => first + at);

describe('the rows that are drawn', () => {
  const viewport = { height: 500, rowHeight: 50 };

  it.each([
    ['at the top', 1_000, 0, { positions: from(0, 14), above: 0, below: 49_300 }],
    ['in the middle', 1_000, 5_000, { positions: from(96, 114), above: 4_800, below: 44_300 }],
    ['at the end', 1_000, 49_500, { positions: from(986, 1_000), above: 49_300, below: 0 }],
    ['of a short list', 3, 0, { positions: from(0, 3), above: 0, below: 0 }],
    ['of a list that has become short', 3, 5_000, { positions: [], above: 150, below: 0 }],
    ['of none', 0, 0, { positions: [], above: 0, below: 0 }],
  ])('%s are few', (_, count, top, drawn) => {
    expect(drawnRows(count, -1, { ...viewport, top })).toEqual(drawn);
  });

  it.each([
    ['above', 7, { positions: [7, ...from(96, 114)], above: 4_750, below: 44_300 }],
    ['just above', 95, { positions: from(95, 114), above: 4_750, below: 44_300 }],
    ['in sight', 100, { positions: from(96, 114), above: 4_800, below: 44_300 }],
    ['just below', 114, { positions: from(96, 115), above: 4_800, below: 44_250 }],
    ['below', 999, { positions: [...from(96, 114), 999], above: 4_800, below: 44_250 }],
    ['at a place that is no more', 1_000, { positions: from(96, 114), above: 4_800, below: 44_300 }],
  ])('have the chosen one among them, %s', (_, chosen, drawn) => {
    expect(drawnRows(1_000, chosen, { ...viewport, top: 5_000 })).toEqual(drawn);
  });

  it.each([
    ['above', 10, 500],
    ['below', 40, 1_550],
    ['in sight', 25, 1_000],
  ])('scroll to a row %s no further than needed', (_, position, top) => {
    expect(scrolledTo(position, { top: 1_000, height: 500, rowHeight: 50 })).toBe(top);
  });
});

describe('a key', () => {
  it.each([
    ['ArrowDown', 4, 5],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['ArrowDown', -1, 0],
    ['PageDown', 4, 7],
    ['PageUp', 1, 0],
    ['Home', 4, 0],
    ['End', 4, 9],
    ['x', 4, undefined],
    ['constructor', 4, undefined],
  ])('%s leads from %i to %s', (key, position, next) => {
    expect(positionAfter(key, position, 10, 3)).toBe(next);
  });

  it('leads nowhere in an empty list', () => {
    expect(positionAfter('End', -1, 0, 3)).toBeUndefined();
  });
});

describe('a line of a chart', () => {
  it('ends at the right and is as high as its value', () => {
    expect(lineOf([0, 5, 10], { most: 10, width: 119, height: 40 })).toBe('117.0,40.0 118.0,20.0 119.0,0.0');
  });
});
