import { inspect } from 'node:util';

const RULES = {
  'a port from 0 to 65535': (value: number): boolean =>
    Number.isInteger(value) && value >= 0 && value <= 65_535,
  'a whole number': (value: number): boolean => Number.isSafeInteger(value),
  'a whole number from 0 up': (value: number): boolean => Number.isSafeInteger(value) && value >= 0,
  'a finite number above 0': (value: number): boolean => Number.isFinite(value) && value > 0,
  'a finite number from 0 up': (value: number): boolean => Number.isFinite(value) && value >= 0,
};

/** Throws a `TypeError` that names the option or argument, unless its value is what it must be. */
export function checkNumber(name: string, value: unknown, must: keyof typeof RULES): void {
  if (typeof value === 'number' && RULES[must](value)) return;
  throw new TypeError(`${name} must be ${must}, got ${inspect(value)}`);
}
