/** @throws TypeError that says which argument of which function makes no sense, what it must be and what it is. */
export function checkArgument(
  caller: string,
  argument: string,
  value: unknown,
  isSensible: boolean,
  wanted: string,
): void {
  if (!isSensible) throw new TypeError(`${caller}: ${argument} must be ${wanted}, got ${shown(value)}`);
}

/** A value as an error shows it. Of texts only short plain ones: another may be an URL with a password, or a token. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return /^[\w /.*-]{0,40}$/.test(value) ? `"${value}"` : 'string';
  return Object(value) === value ? tagOf(value).slice(8, -1).toLowerCase() : String(value);
}

/** `[object Array]`, `[object Promise]`. */
export const tagOf = (value: unknown): string => Object.prototype.toString.call(value);
