import { base64, type Credentials, type HeaderFields } from './credentials.ts';

/** Knows all secrets of a session and takes them out of texts that leave it. */
export interface Secrets {
  readonly add: (...secrets: readonly string[]) => void;
  readonly scrub: (text: string) => string;
}

/** Shorter ones would tear holes into any text, and a server's words about them hide nothing. */
const shortest = 4;

/** The secrets among credentials, in all forms in which a URL, a header or a message may hold them. */
export function secretsOf(credentials: Credentials | undefined): Secrets {
  const known = new Set<string>();
  const add = (...secrets: readonly string[]): void => {
    for (const secret of secrets)
      for (const form of [secret, encodeURIComponent(secret), base64(secret)])
        if (form.length >= shortest) known.add(form);
  };
  if (credentials?.kind === 'basic') {
    const { user, password } = credentials;
    add(password, `${user}:${password}`);
  }
  return {
    add,
    scrub(text) {
      // The longer first, else the rest of one that holds another would stay.
      const inOrder = [...known].sort((a, b) => b.length - a.length);
      return inOrder.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
    },
  };
}

/** Adds the values of header fields, and what follows a scheme such as `Bearer`. */
export function addFields(secrets: Secrets, fields: HeaderFields): void {
  for (const value of Object.values(fields)) secrets.add(value, ...value.split(/\s+/).slice(1));
}
