/** Control characters steer a terminal; some others turn the direction of what is written after them, too. */
const steering = /\r\n|[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;

/**
 * What customers typed and servers sent, in one line that no terminal takes for a command. Each such character leaves a
 * picture of itself, so that an attempt is seen.
 */
export const printable = (text: string): string => text.replace(steering, pictureOf);

function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\t') return ' ';
  if (character === '\r\n' || character === '\n' || code === 0x2028 || code === 0x2029) return '⏎';
  if (code < 0x20) return String.fromCharCode(0x2400 + code); // ␛ for ESC
  return code === 0x7f ? '␡' : '\uFFFD';
}

/** A line of JSON that is safe in a terminal and parses to the same value. */
export const printableJson = (line: string): string =>
  line.replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
