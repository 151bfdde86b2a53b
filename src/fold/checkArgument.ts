/** @throws TypeError if an argument is invalid; the message names function, argument, expectation and value. */
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
