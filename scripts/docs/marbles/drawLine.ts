import type { Colours } from './colours.ts';
import { endOf, type Instant, instantsOf } from './instants.ts';
import { type Columns, radius, stackStep } from './layout.ts';
import type { Span } from './recording.ts';
import type { Line } from './scene.ts';
import { element, escaped, path } from './svg.ts';

/** A stream: its line, what it brings, and how it ends. */
export function drawLine(line: Line, columns: Columns, y: number, colours: Colours): string {
  const end = endOf(line.marks) ?? line.to;
  const to = end === undefined ? columns.right : columns.x(end);
  return element(
    'g',
    { class: line.role },
    throughBreaks('line', columns.x(line.from), to, y, columns),
    end === undefined ? path('arrow', `M${to} ${y}l-9 -5v10z`) : '',
    ...instantsOf(line.marks).map((instant) => drawInstant(instant, columns.x(instant.frame), y, colours)),
  );
}

/** From subscribing to unsubscribing. */
export function drawSubscription({ from, to }: Span, columns: Columns, y: number): string {
  const start = columns.x(from);
  const end = to === undefined ? columns.right : columns.x(to);
  return element(
    'g',
    {},
    throughBreaks('held', start, end, y, columns),
    path('grip', `M${start} ${y - 5}l4.5 8h-9z`),
    to === undefined ? path('grip', `M${end} ${y}l-7 -4v8z`) : path('held', `M${end} ${y - 5}v10`),
  );
}

function throughBreaks(style: string, from: number, to: number, y: number, { breaks }: Columns): string {
  const within = breaks.filter(({ x }) => x > from && x < to);
  const gaps = within.map(({ x }) => `H${x - 5}m-3 5l6 -10m4 10l6 -10M${x + 5} ${y}`);
  return path(style, `M${from} ${y}${gaps.join('')}H${to}`);
}

function drawInstant({ letters, end }: Instant, x: number, y: number, colours: Colours): string {
  const below = y + letters.length * stackStep;
  const last = below - stackStep;
  const reach = letters.length > 0 ? radius + 8 : radius + 2;
  return [
    end === 'complete' ? path('end', `M${x} ${y - reach}V${Math.max(last, y) + reach}`) : '',
    letters.length > 1 || (end === 'error' && letters.length > 0) ? path('line', `M${x} ${y}V${last}`) : '',
    ...letters.map((letter, at) => marble(letter, x, y + at * stackStep, colours)),
    end === 'error' ? path('error', `M${x - 7} ${below - 7}l14 14m0 -14l-14 14`) : '',
  ].join('');
}

export const marble = (
  letter: string,
  x: number,
  y: number,
  colours: Colours,
  size: number = radius,
): string =>
  element('circle', { class: `value ${colours(letter)}`, cx: x, cy: y, r: size }) +
  element('text', { class: 'letter', x, y: y + size * 0.36 }, escaped(letter));
