import type { Colours } from './colours.ts';
import { marble } from './drawLine.ts';
import type { LegendPart } from './scene.ts';
import { element, escaped, path } from './svg.ts';

const row = 24;
const small = 9;
const advance = 6.9;

export interface Drawn {
  readonly elements: readonly string[];
  readonly right: number;
  readonly bottom: number;
}

/** What the letters stand for: what comes in beside what goes out where there is room, else above it. */
export function drawLegend(
  parts: readonly LegendPart[],
  left: number,
  top: number,
  right: number,
  colours: Colours,
): Drawn {
  const widths = parts.map(widthOf);
  const second = Math.max(left + (widths[0] ?? 0) + 32, left + (right - left) / 2);
  const beside = parts.length === 2 && second + (widths[1] ?? 0) <= right;
  const elements: string[] = [];
  let [x, y, bottom] = [left, top, top];
  for (const part of parts) {
    elements.push(drawPart(part, x, y, colours));
    bottom = Math.max(bottom, y + heightOf(part));
    if (beside) x = second;
    else y = bottom + 8;
  }
  return { elements, right: beside ? right : left + Math.max(...widths, 0), bottom };
}

const widthOf = ({ entries }: LegendPart): number =>
  2 * small + 8 + Math.max(...entries.map(({ label }) => label.length)) * advance;

const heightOf = ({ heading, entries }: LegendPart): number => headingHeight(heading) + entries.length * row;

const headingHeight = (heading: string): number => (heading === '' ? 0 : 16);

function drawPart({ heading, entries }: LegendPart, x: number, y: number, colours: Colours): string {
  const rows = entries.map(({ letter, label }, at) => {
    const middle = y + headingHeight(heading) + (at + 0.5) * row;
    const sign =
      letter === '#'
        ? path('error', `M${x + 4} ${middle - 5}l10 10m0 -10l-10 10`)
        : element('g', { class: 'small' }, marble(letter, x + small, middle, colours, small));
    return sign + element('text', { x: x + 2 * small + 8, y: middle + 4 }, escaped(label));
  });
  const title = heading && element('text', { class: 'name', x, y: y + 8 }, heading);
  return element('g', {}, title, ...rows);
}
