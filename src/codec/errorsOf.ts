import * as t from 'io-ts';

/** What is wrong with a value; nothing if it is valid. */
export function errorsOf(codec: t.Mixed, value: unknown, context: t.Context): t.Errors {
  const result = codec.validate(value, context);
  return result._tag === 'Left' ? result.left : [];
}

/** Why a value was refused: these errors, or it as a whole if it says something else now than when it was checked. */
export const reasons = (errors: t.Errors, value: unknown, context: t.Context): t.Errors =>
  errors.length > 0 ? errors : [{ value, context }];
