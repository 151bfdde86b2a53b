import { readableFields } from '../model/readableFields.ts';

/**
 * An object or array with its own fields changed: itself if none is. Safe for an own `__proto__`, which the copy has,
 * too, when it is set. Fields that cannot be read are left out.
 */
export function mapFields<T extends object>(record: T, change: (value: unknown, key: string) => unknown): T {
  try {
    return mapped(record, change);
  } catch {
    return mapped(readableFields(record), change); // what can be read of it
  }
}

function mapped<T extends object>(record: T, change: (value: unknown, key: string) => unknown): T {
  let copy: T | undefined;
  for (const key of Object.keys(record)) {
    const value: unknown = Reflect.get(record, key);
    const changed = change(value, key);
    if (!Object.is(changed, value)) Reflect.set((copy ??= copyOf(record)), key, changed);
  }
  return copy ?? record;
}

const copyOf = <T extends object>(record: T): T =>
  Array.isArray(record) ? Object.assign([], record) : { ...record };
