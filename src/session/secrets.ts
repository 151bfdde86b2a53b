import { base64, type Credentials, type HeaderFields } from './credentials.ts';

/** Knows all secrets of a session and takes them out of texts that leave it. */
export interface Secrets {
  readonly add: (...secrets: readonly string[]) => void;
  readonly scrub: (text: string) => string;
}

/** Shorter ones would tear holes into any text, and a server's words about them hide nothing. */
const shortest = 4;
/** Tokens come and go with each login; what is so old that it is left out is valid no more. */
const mostKept = 300;

/** The secrets among credentials, in all forms in which a URL, a header or a message may hold them. */
export function secretsOf(credentials: Credentials | undefined): Secrets {
  const lasting =
    credentials?.kind === 'basic'
      ? [credentials.password, `${credentials.user}:${credentials.password}`].flatMap(formsOf)
      : [];
  /** The most recent last. */
  const passing = new Set<string>();
  return {
    add(...secrets) {
      for (const form of secrets.flatMap(formsOf)) {
        passing.delete(form);
        passing.add(form);
      }
      for (const form of passing) {
        if (passing.size <= mostKept) break;
        passing.delete(form);
      }
    },
    scrub(text) {
      // The longer first, else the rest of one that holds another would stay.
      const inOrder = [...lasting, ...passing].sort((a, b) => b.length - a.length);
      return inOrder.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
    },
  };
}

const formsOf = (secret: string): readonly string[] =>
  [secret, encodeURIComponent(secret), base64(secret), JSON.stringify(secret).slice(1, -1)].filter(
    ({ length }) => length >= shortest,
  );

/** Adds the values of header fields, and what follows a scheme such as `Bearer`. */
export function addFields(secrets: Secrets, fields: HeaderFields): void {
  for (const value of Object.values(fields)) secrets.add(value, ...value.split(/\s+/).slice(1));
}
