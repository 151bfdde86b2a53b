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

/** A message index. */
export const WholeNumber: t.Type<number> = /* @__PURE__ */ guard('whole number', (u): u is number =>
  Number.isSafeInteger(u),
);

/** Data of any keys. */
export const PlainObject: t.Type<Readonly<Record<string, unknown>>> = /* @__PURE__ */ guard(
  'object',
  isObject,
);
