/** Gives what it makes of a parsed message; `undefined` if it refuses it. */
export type Decode = (message: unknown) => unknown;

/** A library's decoders, one for each shape that the payloads have on the wire. */
export type Decoders = Readonly<Record<'stateChange' | 'messageLog' | 'interaction', Decode>>;
