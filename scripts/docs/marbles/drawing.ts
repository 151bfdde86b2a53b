import { type Colours, coloursOf } from './colours.ts';
import { descriptionOf } from './description.ts';
import { drawLegend } from './drawLegend.ts';
import { drawLine, drawSubscription } from './drawLine.ts';
import {
  boxPadding,
  codeHeight,
  codeWidth,
  type Columns,
  columnsOf,
  gapBetween,
  heightOf,
  isOfSource,
  margin,
  nameOf,
  radius,
} from './layout.ts';
import type { Operators, Row, Scene } from './scene.ts';
import { ownStyle } from './style.ts';
import { element, escaped } from './svg.ts';
import { spoken, timeAxisOf } from './timeAxis.ts';

/** The picture as a file of its own: the same text for the same scene. */
export function drawingOf(scene: Scene): string {
  const columns = columnsOf(scene.rows, timeAxisOf(scene.rows));
  const colours = coloursOf(scene);
  const placed = placedRows(scene.rows, margin + (columns.breaks.length > 0 ? 16 : 0));
  const end = placed.at(-1);
  const legendTop = end === undefined ? margin : end.y + heightOf(end.row) + 20;
  const legend = drawLegend(scene.legend, columns.left, legendTop, columns.right, colours);
  const width = Math.ceil(Math.max(columns.right, legend.right) + margin);
  const height = Math.ceil(legend.bottom + margin);
  const parts = [
    element('title', {}, escaped(scene.title)),
    element('desc', {}, escaped(descriptionOf(scene))),
    element('style', {}, ownStyle),
    ...columns.breaks.map(({ x, duration }) =>
      element('text', { class: 'time', x, y: margin + 5 }, spoken(duration)),
    ),
    ...guides(placed, columns),
    ...placed.flatMap(({ row, y }) => [drawName(row, y), drawRow(row, y, columns, colours)]),
    ...legend.elements,
  ];
  const viewBox = `0 0 ${String(width)} ${String(height)}`;
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'marbles',
    role: 'img',
    viewBox,
    width,
    height,
  };
  return `${element('svg', attributes, `\n${parts.filter((part) => part !== '').join('\n')}\n`)}\n`;
}

interface Placed {
  readonly row: Row;
  readonly y: number;
}

function placedRows(rows: readonly Row[], top: number): Placed[] {
  let y = top;
  return rows.map((row, at) => {
    const before = rows[at - 1];
    y += (before === undefined ? 0 : heightOf(before)) + gapBetween(before, row);
    return { row, y };
  });
}

/** Dotted lines from the sources down to what comes of them. */
function guides(placed: readonly Placed[], { x }: Columns): string[] {
  let from = 0;
  return placed.flatMap(({ row, y }, at) => {
    const middle = y + radius + 4;
    if (isOfSource(row) && !isOfSource(placed[at - 1]?.row) && placed[at - 1]?.row.kind !== 'subscription')
      from = middle;
    if (row.kind !== 'line' || row.role !== 'result') return [];
    return [...new Set(row.marks.map(({ frame }) => x(frame)))].map((x1) =>
      element('line', { class: 'guide', x1, y1: from, x2: x1, y2: middle }),
    );
  });
}

function drawName(row: Row, y: number): string {
  const baseline = row.kind === 'subscription' ? y + 10 : y + radius + 8;
  return nameOf(row) && element('text', { class: 'name', x: margin, y: baseline }, escaped(nameOf(row)));
}

function drawRow(row: Row, y: number, columns: Columns, colours: Colours): string {
  switch (row.kind) {
    case 'line':
      return drawLine(row, columns, y + radius + 4, colours);
    case 'subscription':
      return drawSubscription(row.span, columns, y + 6);
    case 'operators':
      return drawOperators(row, y, columns);
  }
}

function drawOperators(row: Operators, y: number, { left, right }: Columns): string {
  const x = (left + right - codeWidth(row)) / 2 + boxPadding;
  const code = row.code.map((line, at) =>
    element('text', { class: 'code', x, y: y + boxPadding + 12 + at * codeHeight }, escaped(line)),
  );
  return (
    element('rect', { class: 'box', x: left, y, width: right - left, height: heightOf(row), rx: 8 }) +
    code.join('')
  );
}
