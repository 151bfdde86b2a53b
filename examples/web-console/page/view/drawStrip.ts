import { type DrawnMarble, LANES, type Strip } from '../model/marbles.ts';
import { hueOf } from '../model/marbleLabels.ts';
import type { Palette } from './stripPalette.ts';

/** Where it is drawn, in pixels of the page. */
export interface StripSize {
  readonly width: number;
  readonly height: number;
}

const RADIUS = 9;
/** How fast it flows, in pixels a millisecond: marbles that are apart in time do not touch. */
const SPEED = 0.07;
const FONT = '600 10px system-ui, sans-serif';

/** Draws the strip as it is at an instant; now is at the right. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  { lanes, outages, flags }: Strip,
  { width, height }: StripSize,
  now: number,
  palette: Palette,
): void {
  const x = (at: number): number => width - RADIUS - 2 - (now - at) * SPEED;
  const laneHeight = height / LANES.length;
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  context.textBaseline = 'middle';

  context.fillStyle = palette.outage;
  for (const { from, to = now } of outages) {
    const left = Math.max(0, x(from));
    context.fillRect(left, 0, Math.max(2, x(to) - left), height);
  }
  context.textAlign = 'left';
  for (const [position, { at, label }] of flags.entries()) {
    context.strokeStyle = context.fillStyle = palette.flag;
    line(context, [x(at), 0], [x(at), height]);
    context.fillText(label, x(at) + 4, position % 2 === 0 ? 7 : height - 7);
  }
  context.textAlign = 'center';
  for (const [at, lane] of LANES.entries()) {
    const y = (at + 0.5) * laneHeight;
    context.strokeStyle = palette.line;
    line(context, [0, y], [width, y]);
    for (const marble of lanes.get(lane) ?? []) drawMarble(context, marble, [x(marble.at), y], palette);
  }
}

type Point = readonly [x: number, y: number];

function line(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

function drawMarble(
  context: CanvasRenderingContext2D,
  { shape, label, chatId, times }: DrawnMarble,
  [x, y]: Point,
  palette: Palette,
): void {
  if (x < -RADIUS) return;
  const text = times > 1 ? `×${times}` : label;
  const reach = Math.max(0, (text.length - 2) * 3);
  context.fillStyle = shape === 'failure' ? palette.failure : palette.fill(hueOf(chatId));
  context.beginPath();
  if (shape === 'fetched' || shape === 'late') diamond(context, [x, y], reach);
  else context.roundRect(x - RADIUS - reach, y - RADIUS, 2 * (RADIUS + reach), 2 * RADIUS, RADIUS);
  context.fill();
  if (shape === 'late') {
    context.lineWidth = 2;
    context.strokeStyle = palette.flag;
    context.stroke();
    context.lineWidth = 1;
  }
  context.fillStyle = palette.ink;
  context.fillText(text, x, y + 0.5);
}

function diamond(context: CanvasRenderingContext2D, [x, y]: Point, reach: number): void {
  const [width, height] = [RADIUS + 3 + reach, RADIUS + 3];
  context.moveTo(x, y - height);
  context.lineTo(x + width, y);
  context.lineTo(x, y + height);
  context.lineTo(x - width, y);
  context.closePath();
}
