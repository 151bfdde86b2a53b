/** @throws TypeError that says which argument of which operator makes no sense, what it must be and what it is. */
export function checkArgument(
  operator: string,
  argument: string,
  value: unknown,
  isSensible: boolean,
  wanted: string,
): void {
  if (isSensible) return;
  const type = value === null ? 'null' : typeof value;
  const got = typeof value === 'number' ? value : typeof value === 'string' ? `"${value}"` : type;
  throw new TypeError(`${operator}: ${argument} must be ${wanted}, got ${got}`);
}

/** @throws TypeError if the options are no object. */
export function checkOptions(operator: string, options: unknown): void {
  checkArgument(
    operator,
    'options',
    options,
    Object.prototype.toString.call(options) === '[object Object]',
    'an object',
  );
}
