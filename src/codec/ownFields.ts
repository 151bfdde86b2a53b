export type Fields = Readonly<Record<string, unknown>>;

const nothing = {};

/** Whether something was added to `Object.prototype`: then every object seems to have that field. */
export function isPrototypeExtended(): boolean {
  for (const _ in nothing) return true;
  return false;
}

/** An object as it stands if it inherits no fields, else a copy of its own fields. */
export function ownFieldsOf<T extends object>(object: T): T {
  if (isPrototypeExtended()) return Object.assign(Object.create(null) as T, object);
  return Object.getPrototypeOf(object) === Object.prototype ? object : { ...object };
}

/**
 * Whether a value is an object such as `JSON.parse` makes. While `isPrototypeExtended` is false, its fields can be read
 * without asking for each whether it is inherited.
 */
export const isPlain = (u: unknown): u is Fields =>
  typeof u === 'object' && u !== null && Object.getPrototypeOf(u) === Object.prototype;

/** Whether a value is an object with fields: no array, not `null`. */
export const isObject = (u: unknown): u is Fields => typeof u === 'object' && u !== null && !Array.isArray(u);

/** An own field of an object; `undefined` if it has none of that name. As in JSON, a hidden field is none. */
export const own = (object: Fields, key: string): unknown =>
  Object.prototype.propertyIsEnumerable.call(object, key) ? object[key] : undefined;
