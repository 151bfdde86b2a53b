import { mask } from '../redaction/mask.ts';
import { base64, type Credentials, type HeaderFields } from './credentials.ts';
import { bytesOf, type Decoded, decodedOnce, undecoded } from './decodedText.ts';

/** Knows all secrets of a session and takes them out of the texts of others. */
export interface Secrets {
  /** @param name - what they are, such as the name of a cookie: of each, the most recent are kept. */
  readonly add: (name: string, ...secrets: readonly string[]) => void;
  /** Masks them, in whatever form they are encoded. What is too long is cut before. */
  readonly scrub: (text: string) => string;
}

/** Shorter ones would tear holes into any text, and a server's words about them hide nothing. */
const shortest = 4;
/** Tokens come and go with each login; what is so old that it is left out is valid no more. */
const mostOfAName = 100;
const mostNames = 100;
/** More of a text is not looked through, for less is shown. */
const longestText = 4_000;

/** The secrets among credentials, and those that are added. */
export function secretsOf(credentials: Credentials | undefined): Secrets {
  const lasting =
    credentials?.kind === 'basic'
      ? [credentials.password, `${credentials.user}:${credentials.password}`].flatMap(formsOf)
      : [];
  /** The forms of each secret by the name of what it is, the most recent last. */
  const passing = new Map<string, Map<string, readonly string[]>>();
  return {
    add(name, ...secrets) {
      const known = passing.get(name) ?? new Map<string, readonly string[]>();
      for (const secret of secrets) {
        const forms = known.get(secret) ?? formsOf(secret);
        known.delete(secret);
        if (forms.length > 0) known.set(secret, forms);
      }
      passing.delete(name);
      passing.set(name, known);
      keepLast(known, mostOfAName);
      keepLast(passing, mostNames);
    },
    scrub(text) {
      const forms = [...lasting, ...[...passing.values()].flatMap((known) => [...known.values()].flat())];
      if (text.length <= longestText) return withoutCutSecret(masked(text, forms), forms);
      // The end may be the beginning of a secret that was cut.
      const longest = Math.max(0, ...forms.map(({ length }) => length));
      const beginning = masked(text.slice(0, longestText), forms);
      return `${beginning.slice(0, Math.max(0, beginning.length - 6 * longest))}…`;
    },
  };
}

function keepLast(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** As bytes: the secret, and what no decoding makes it. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < shortest) return [];
  const bytes = bytesOf(secret);
  const inBase64 = base64(secret).replace(/=+$/, '');
  const inHex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const urlSafe = inBase64.replaceAll('+', '-').replaceAll('/', '_');
  const forms = [bytes, inBase64, urlSafe, inHex].map(folded);
  return [...new Set([...forms, folded(decodedOnce(undecoded(secret)).bytes)])].filter((form) => form !== '');
}

/** In forms, a plus is a space. */
const folded = (bytes: string): string => bytes.replaceAll('+', ' ');

/** Texts are decoded twice: what is percent-encoded in JSON within HTML is seldom seen. */
function masked(text: string, forms: readonly string[]): string {
  const ranges: (readonly [from: number, to: number])[] = [];
  let decoded = undecoded(text);
  for (let layer = 0; layer < 3; layer += 1) {
    ranges.push(...found(decoded, forms));
    const next = decodedOnce(decoded);
    if (next.bytes === decoded.bytes) break;
    decoded = next;
  }
  let clean = '';
  let end = 0;
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    if (from >= end) clean += text.slice(end, from) + mask;
    end = Math.max(end, to);
  }
  return clean + text.slice(end);
}

/** The end of a text that was cut may be the beginning of a secret. */
function withoutCutSecret(text: string, forms: readonly string[]): string {
  const [end] = ['…"', '…'].filter((ending) => text.endsWith(ending));
  if (end === undefined) return text;
  const shown = text.slice(0, -end.length);
  const cutAt = forms.map((form) => {
    const at = shown.lastIndexOf(form.slice(0, 2 * shortest));
    return at >= 0 && form.startsWith(shown.slice(at)) ? at : shown.length;
  });
  return shown.slice(0, Math.min(shown.length, ...cutAt)) + end;
}

function* found(
  { bytes, starts, ends }: Decoded,
  forms: readonly string[],
): Generator<readonly [number, number]> {
  const text = folded(bytes);
  const lower = text.toLowerCase(); // of the same length: these are bytes
  for (const form of forms) {
    const searched = /^[\da-f]+$/.test(form) ? lower : text;
    for (let at = searched.indexOf(form); at >= 0; at = searched.indexOf(form, at + form.length)) {
      yield [starts[at] ?? 0, ends[at + form.length - 1] ?? 0];
    }
  }
}

/** Adds the values of header fields, and what follows a scheme such as `Bearer`. */
export function addFields(secrets: Secrets, fields: HeaderFields): void {
  for (const [name, value] of Object.entries(fields))
    secrets.add(name, value, ...value.split(/\s+/).slice(1));
}
