/** An object without the own fields that cannot be read, as of a getter that throws: itself if all can, nothing if none. */
export function readableFields<T extends object>(record: T): T {
  try {
    for (const key of Object.keys(record)) Reflect.get(record, key);
    return record;
  } catch {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- its reader takes what is there
    return Object.fromEntries(keysOf(record).flatMap((key) => fieldOf(record, key))) as T;
  }
}

function keysOf(record: object): readonly string[] {
  try {
    return Object.keys(record);
  } catch {
    return []; // a proxy
  }
}

function fieldOf(record: object, key: string): readonly (readonly [string, unknown])[] {
  try {
    return [[key, Reflect.get(record, key)]];
  } catch {
    return [];
  }
}
