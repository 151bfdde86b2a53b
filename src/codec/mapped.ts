import * as t from 'io-ts';

/** A codec that checks a wire shape and then makes of it what the model says. */
export const mapped = <A, Wire>(
  name: string,
  wire: t.Type<Wire>,
  is: t.Is<A>,
  decode: (wire: Wire) => A,
  encode: (value: A) => Wire,
): t.Type<A, Wire, unknown> =>
  new t.Type(
    name,
    is,
    (u, context) => {
      const result = wire.validate(u, context);
      return result._tag === 'Left' ? result : t.success(decode(result.right));
    },
    encode,
  );
