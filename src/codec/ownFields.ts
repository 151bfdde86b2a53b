const nothing = {};

/** An object as it stands if it inherits no fields, else a copy of what it has itself. */
export function ownFieldsOf<T extends object>(object: T): T {
  for (const _ in nothing) return Object.assign(Object.create(null) as T, object); // somebody has extended all objects
  return Object.getPrototypeOf(object) === Object.prototype ? object : { ...object };
}

/** Whether a value is an object with fields: no array, not `null`. */
export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u);

/** An own field of an object; `undefined` if it has none of that name. */
export const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;
