/** @throws TypeError that says which argument of which function makes no sense, what it must be and what it is. */
export function checkArgument(
  caller: string,
  argument: string,
  value: unknown,
  isSensible: boolean,
  wanted: string,
): void {
  if (isSensible) return;
  const got = value == null || typeof value === 'number' ? value : typeof value;
  throw new TypeError(`${caller}: ${argument} must be ${wanted}, got ${String(got)}`);
}
