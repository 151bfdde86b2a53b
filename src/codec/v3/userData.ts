import * as t from 'io-ts';
import { itemsOf, listOf } from '../listOf.ts';
import { RecordCodec } from '../recordCodec.ts';

/** One entry of the user data of an interaction. */
export interface UserDataEntryWire {
  readonly key: string;
  readonly type?: unknown;
  readonly value?: unknown;
}

export const userDataWire: t.Type<readonly UserDataEntryWire[]> = /* @__PURE__ */ listOf(
  /* @__PURE__ */ new RecordCodec('UserDataEntry', { key: t.string }, { value: t.unknown }),
);

/** Deeper than this, a list stays as it came: no payload can exhaust the stack. */
const maxDepth = 50;

/**
 * The entries as an object. A key that occurs more than once keeps all its values, as an array.
 *
 * Wire: Workspace v3 sends user data as an array of `{ key, type, value }`. The value of a `kvlist` is such an array.
 */
export function toUserData(
  entries: readonly UserDataEntryWire[],
  depth: number = maxDepth,
): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>();
  const repeated = new Map<string, unknown[]>();
  for (const { key, type, value: wire } of itemsOf(entries)) {
    const isNested = type === 'kvlist' && depth > 0 && userDataWire.is(wire);
    const value = isNested ? toUserData(wire, depth - 1) : wire;
    const all = repeated.get(key);
    if (all !== undefined) all.push(value);
    else if (values.has(key)) values.set(key, repeated.set(key, [values.get(key), value]).get(key));
    else values.set(key, value);
  }
  return Object.fromEntries(values); // which makes an own field of `__proto__`, too
}
