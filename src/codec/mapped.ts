import * as t from 'io-ts';
import { isPrototypeExtended } from './ownFields.ts';
import { errorsOf, reasons } from './refusal.ts';

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
    is,
    (u, context) => {
      const value = isPrototypeExtended() ? undefined : read(u);
      if (value !== undefined) return t.success(value);
      return wire.is(u) ? t.success(convert(u)) : t.failures(reasons(errorsOf(wire, u, context), u, context));
    },
    encode,
  );
