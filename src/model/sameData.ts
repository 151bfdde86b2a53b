/** Deeper than this, values are the same only if they are one and the same: no payload can exhaust the stack. */
const maxDepth = 200;

/**
 * Whether two values hold the same plain data: own enumerable keys, arrays in order, `NaN` like `NaN`. Safe for
 * cycles and for an own `__proto__`. What cannot be read is the same as itself alone.
 */
export function sameData(a: unknown, b: unknown): boolean {
  try {
    return same(a, b, maxDepth, new Map());
  } catch {
    return false;
  }
}

function same(a: unknown, b: unknown, depth: number, compared: Map<object, Set<object>>): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const known = compared.get(a) ?? new Set();
  if (known.has(b)) return true;
  if (depth === 0 || Array.isArray(a) !== Array.isArray(b)) return false;
  compared.set(a, known.add(b));
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key), depth - 1, compared),
    )
  );
}
