import { createHash } from 'node:crypto';

/** Longer tokens are shortened: three of them fit into a subject and into the key of a bucket. */
const longest = 120;

/**
 * A name as one token of a NATS subject, which is also valid in the key of a bucket. Different names have different tokens,
 * whatever they contain: dots, spaces, wildcards, any script. A name of ASCII letters, digits, `-` and `_` is its own token;
 * other bytes become `=2E`. A long name is cut and continued with a hash of the whole.
 */
export function tokenOf(name: string): string {
  if (name === '') return '=';
  const encoded = percentEncoded(name)
    ?.replace(/[.!~*'()]/g, percentOf)
    .replaceAll('%', '=');
  if (encoded !== undefined && encoded.length <= longest) return encoded;
  const hash = createHash('sha256').update(name, 'utf16le').digest('base64url');
  return `${(encoded ?? '').slice(0, 60).replace(/=[^=]?$/, '')}==${hash}`;
}

/** `undefined` for a name with half a surrogate pair, which has no UTF-8. */
function percentEncoded(name: string): string | undefined {
  try {
    return encodeURIComponent(name);
  } catch {
    return undefined;
  }
}

const percentOf = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
