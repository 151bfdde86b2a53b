import * as t from 'io-ts';
import { errorsOf, reasons } from './refusal.ts';

/** A codec that reads a wire shape into what the model says, and tells the errors of that shape. */
export const mapped = <A, Wire>(
  name: string,
  wire: t.Type<Wire>,
  is: t.Is<A>,
  read: (u: unknown) => A | undefined,
  encode: (value: A) => Wire,
): t.Type<A, Wire, unknown> =>
  new t.Type(
    name,
    is,
    (u, context) => {
      const value = read(u);
      return value === undefined
        ? t.failures(reasons(errorsOf(wire, u, context), u, context))
        : t.success(value);
    },
    encode,
  );
