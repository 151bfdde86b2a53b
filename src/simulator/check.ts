const RULES = {
  'an object': (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Object]',
  'a string': (value: unknown): boolean => typeof value === 'string',
  'a string that is not empty': (value: unknown): boolean => typeof value === 'string' && value !== '',
  'a name without a colon': (value: unknown): boolean => typeof value === 'string' && /^[^:]+$/.test(value),
  'a path that begins with /': (value: unknown): boolean =>
    typeof value === 'string' && value.startsWith('/'),
  'a list': (value: unknown): boolean => Array.isArray(value),
  "a list of origins, or '*'": (value: unknown): boolean => Array.isArray(value) && value.every(isOrigin),
  'true or false': (value: unknown): boolean => typeof value === 'boolean',
  'a port from 0 to 65535': (value: unknown): boolean => isWhole(value) && value >= 0 && value <= 65_535,
  'a whole number': (value: unknown): boolean => isWhole(value),
  'a whole number from 1 up': (value: unknown): boolean => isWhole(value) && value >= 1,
  'a probability above 0, up to 1': (value: unknown): boolean => isNumber(value) && value > 0 && value <= 1,
  'a whole number from 0 up': (value: unknown): boolean => isWhole(value) && value >= 0,
  'a finite number above 0': (value: unknown): boolean => isNumber(value) && value > 0,
  'an HTTP status from 400 to 599': (value: unknown): boolean =>
    isWhole(value) && value >= 400 && value <= 599,
  'milliseconds from 0 to 2147483647': (value: unknown): boolean => isTime(value),
  'milliseconds from 1 to 2147483647': (value: unknown): boolean => isTime(value) && value >= 1,
};

const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
/** Longer than this no timer runs. */
const isTime = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 2_147_483_647;
const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** A string as errors show it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** @throws TypeError that says which option or argument of which function is not what it must be, and what it is. */
export function check(caller: string, argument: string, value: unknown, must: keyof typeof RULES): void {
  if (!RULES[must](value)) throw wrong(caller, argument, value, must);
}

/** @throws TypeError that says, likewise, what is known. */
export function checkOneOf(caller: string, argument: string, value: unknown, known: readonly string[]): void {
  if (!known.some((name) => name === value))
    throw wrong(caller, argument, value, `one of ${known.join(', ')}`);
}

/** @throws TypeError that names an option that does not exist: a misspelt one would have no effect. */
export function checkNames(caller: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${caller}: unknown option ${unknown}; expected ${known.join(', ')}`);
}

function wrong(caller: string, argument: string, value: unknown, must: string): TypeError {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const got = typeof value === 'number' ? value : typeof value === 'string' ? quoted(value) : type;
  return new TypeError(`${caller}: ${argument} must be ${must}, got ${got}`);
}

/** @throws Error if the simulator was stopped. */
export function checkRunning(stopped: boolean): void {
  if (stopped) throw new Error('The simulator was stopped: start another with startSimulator()');
}
