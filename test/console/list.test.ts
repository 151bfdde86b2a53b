import { describe, expect, it } from 'vitest';
import { lineOf } from '../../examples/web-console/page/model/chart.ts';
import { positionAfter } from '../../examples/web-console/page/model/listKeys.ts';
import { scrolledTo, visibleRange } from '../../examples/web-console/page/model/visibleRange.ts';

describe('the rows that are drawn', () => {
  it.each([
    ['at the top', 1_000, 0, { first: 0, end: 14 }],
    ['in the middle', 1_000, 5_000, { first: 96, end: 114 }],
    ['at the end', 1_000, 49_500, { first: 986, end: 1_000 }],
    ['of a short list', 3, 0, { first: 0, end: 3 }],
    ['of a list that has become short', 3, 5_000, { first: 3, end: 3 }],
    ['of none', 0, 0, { first: 0, end: 0 }],
  ])('%s are few', (_, count, top, range) => {
    expect(visibleRange(count, { top, height: 500, rowHeight: 50 })).toEqual(range);
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
