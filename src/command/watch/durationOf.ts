import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `90s`, `15m`, `1h` or `2d`, in milliseconds. */
export function durationOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(amount) * (units[unit] ?? NaN);
  if (amount !== '' && Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidArgumentError('It must be a duration such as 90s, 15m, 1h or 2d.');
}
