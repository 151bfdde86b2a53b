/** The space that a line has. */
export interface Frame {
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

const STEPS = 120;

/** The points of a line through values, as SVG wants them; the latest is at the right. */
export function lineOf(values: readonly number[], { most, width, height }: Frame): string {
  const step = width / (STEPS - 1);
  const start = width - (values.length - 1) * step;
  return values
    .map((value, at) => `${(start + at * step).toFixed(1)},${(height - (value / most) * height).toFixed(1)}`)
    .join(' ');
}
