/** A text as bytes of UTF-8, one in each character, and from where to where each stands in the original. */
export interface Decoded {
  readonly bytes: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Percent-encoding, the escapes of JSON and JavaScript, and the entities of HTML. */
const escape =
  /%([\da-f]{2})|\\x([\da-f]{2})|((?:\\u[\da-f]{4})+)|&#x([\da-f]{1,8});?|&#(\d{1,8});?|&(amp|lt|gt|quot|apos);|\\(["'\\/])/gi;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The bytes of a text, each as a character. */
export const bytesOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

/** A text as it stands. */
export function undecoded(text: string): Decoded {
  const decoded = builder();
  let at = 0;
  for (const character of text) {
    decoded.add(bytesOf(character), at, at + character.length);
    at += character.length;
  }
  return decoded.built();
}

/** The same text without one layer of escapes. */
export function decodedOnce({ bytes, starts, ends }: Decoded): Decoded {
  const decoded = builder();
  let last = 0;
  const copyUntil = (end: number): void => {
    for (; last < end; last += 1) decoded.add(bytes.charAt(last), starts[last] ?? 0, ends[last] ?? 0);
  };
  for (const match of bytes.matchAll(escape)) {
    const { index } = match;
    copyUntil(index);
    last = index + match[0].length;
    decoded.add(unescaped(match), starts[index] ?? 0, ends[last - 1] ?? 0);
  }
  copyUntil(bytes.length);
  return decoded.built();
}

function unescaped([
  ,
  percent,
  hex,
  unicode,
  hexEntity,
  entity,
  named,
  escaped = '',
]: RegExpMatchArray): string {
  const byte = percent ?? hex;
  if (byte !== undefined) return String.fromCharCode(parseInt(byte, 16));
  if (unicode !== undefined) {
    const units = unicode.slice(2).split(/\\u/i);
    return bytesOf(String.fromCharCode(...units.map((unit) => parseInt(unit, 16))));
  }
  const code = hexEntity === undefined ? Number(entity) : parseInt(hexEntity, 16);
  if (named !== undefined) return entities[named.toLowerCase()] ?? '';
  if (hexEntity ?? entity) return code > 0x10_ff_ff ? '?' : bytesOf(String.fromCodePoint(code));
  return escaped;
}

function builder(): {
  readonly add: (bytes: string, start: number, end: number) => void;
  readonly built: () => Decoded;
} {
  let bytes = '';
  const starts: number[] = [];
  const ends: number[] = [];
  return {
    add(added, start, end) {
      bytes += added;
      for (let count = added.length; count > 0; count -= 1) {
        starts.push(start);
        ends.push(end);
      }
    },
    built: () => ({ bytes, starts, ends }),
  };
}
