/** @throws TypeError that says which argument of which operator makes no sense, what it must be and what it is. */
export function checkArgument(
  operator: string,
  argument: string,
  value: unknown,
  isSensible: boolean,
  wanted: string,
): void {
  if (isSensible) return;
  const got = typeof value === 'number' ? value : value && typeof value;
  throw new TypeError(`${operator}: ${argument} must be ${wanted}, got ${String(got)}`);
}
