import * as t from 'io-ts';
import { isObject } from './ownFields.ts';

/** A codec that checks and changes nothing. */
export const guard = <A>(name: string, is: t.Is<A>): t.Type<A> =>
  new t.Type(name, is, (u, context) => (is(u) ? t.success(u) : t.failure(u, context)), t.identity);

/** A string that names something. */
export const NonEmptyString: t.Type<string> = /* @__PURE__ */ guard(
  'non-empty string',
  (u): u is string => typeof u === 'string' && u !== '',
);

/** Wire: a `participantId` is a hex string on some services and a small number on others. */
export const StringOrNumber: t.Type<string | number> = /* @__PURE__ */ guard(
  'string or number',
  (u): u is string | number => typeof u === 'string' || typeof u === 'number',
);

/** An entry of a list of texts, in which `null` costs only itself. */
export const StringOrNull: t.Type<string | null> = /* @__PURE__ */ guard(
  'string',
  (u): u is string | null => typeof u === 'string' || u === null,
);

/** A message index. */
export const WholeNumber: t.Type<number> = /* @__PURE__ */ guard('whole number', (u): u is number =>
  Number.isSafeInteger(u),
);

/** Data of any keys. */
export const PlainObject: t.Type<Readonly<Record<string, unknown>>> = /* @__PURE__ */ guard(
  'object',
  isObject,
);

/** A text, or `undefined` in place of anything else: a field that is typed wrongly costs only itself. */
export const textOf = (u: unknown): string | undefined => (typeof u === 'string' ? u : undefined);

/** An id as a string, or `undefined` in place of what is none. */
export const idOf = (u: unknown): string | undefined => (StringOrNumber.is(u) ? `${u}` : undefined);

/** Whether a value is absent or a text. */
export const isOptionalText = (u: unknown): u is string | undefined =>
  u === undefined || typeof u === 'string';

/** Whether a value is absent or a number. */
export const isOptionalNumber = (u: unknown): u is number | undefined =>
  u === undefined || typeof u === 'number';
