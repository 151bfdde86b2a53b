import * as t from 'io-ts';
import { isPrototypeExtended } from './ownFields.ts';
import { errorsOf, reasons } from './errorsOf.ts';

/**
 * A codec that decodes a wire shape into the model, and reports the errors of that shape. The reader is tried first: it
 * must return the same as the codec would, and `undefined` for whatever it does not know.
 */
export const mapped = <A, Wire>(
  name: string,
  wire: t.Type<Wire>,
  is: t.Is<A>,
  read: (u: unknown) => A | undefined,
  convert: (wire: Wire) => A,
  encode: (value: A) => Wire,
): t.Type<A, Wire, unknown> =>
  new t.Type(
    name,
    isReadable(is),
    orUnreadable((u, context) => {
      const value = isPrototypeExtended() ? undefined : read(u);
      if (value !== undefined) return t.success(value);
      return wire.is(u) ? t.success(convert(u)) : t.failures(reasons(errorsOf(wire, u, context), u, context));
    }),
    encode,
  );

/** What throws when it is read, such as a getter or a proxy, is not of the type. */
export const isReadable =
  <A>(is: t.Is<A>): t.Is<A> =>
  (u): u is A => {
    try {
      return is(u);
    } catch {
      return false;
    }
  };

export const orUnreadable =
  <A>(validate: t.Validate<unknown, A>): t.Validate<unknown, A> =>
  (u, context) => {
    try {
      return validate(u, context);
    } catch {
      return t.failure(u, context, 'cannot be read');
    }
  };
