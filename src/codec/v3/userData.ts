import * as t from 'io-ts';
import { listOf } from '../listCodec.ts';
import { RecordCodec } from '../recordCodec.ts';

/** One entry of the user data of an interaction. */
export interface UserDataEntryWire {
  readonly key: string;
  readonly value?: unknown;
}

export const userDataWire: t.Type<readonly UserDataEntryWire[]> = /* @__PURE__ */ listOf(
  /* @__PURE__ */ new RecordCodec('UserDataEntry', { key: t.string }, { value: t.unknown }),
);

/**
 * The entries as an object; a key that occurs more than once keeps all its values, as an array.
 *
 * Wire: Workspace v3 sends user data as an array of `{ key, type, value }`.
 */
export function toUserData(entries: readonly UserDataEntryWire[]): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>();
  const repeated = new Map<string, unknown[]>();
  for (const { key, value } of entries) {
    const all = repeated.get(key);
    if (all !== undefined) all.push(value);
    else if (values.has(key)) values.set(key, repeated.set(key, [values.get(key), value]).get(key));
    else values.set(key, value);
  }
  return Object.fromEntries(values); // which makes an own field of `__proto__`, too
}
