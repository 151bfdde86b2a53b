import { credentials, type LogEntry } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/session/secrets.ts';
import { gws, json } from './gws.ts';
import { eventually, hear, session } from './sessions.ts';

const secret = 'pä+ss/w&ö"r d~7\\x';
const bytes = Buffer.from(secret);
const percent = encodeURIComponent(secret);
const entities = { '&': '&amp;', '"': '&quot;' };
const inHex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
const each = (write: (code: number) => string): string =>
  Array.from({ length: secret.length }, (_, at) => write(secret.charCodeAt(at))).join('');

const forms: Readonly<Record<string, string>> = {
  'as it is': secret,
  'percent encoding': percent,
  'percent encoding in lower case': percent.replace(/%../g, (code) => code.toLowerCase()),
  'percent encoding of each byte': Array.from(bytes, (byte) => `%${inHex(byte, 2)}`).join(''),
  'percent encoding, twice': encodeURIComponent(percent),
  'form encoding': new URLSearchParams({ p: secret }).toString().slice(2),
  base64: bytes.toString('base64'),
  'base64 without padding': bytes.toString('base64').replace(/=+$/, ''),
  base64url: bytes.toString('base64url'),
  'base64 in a URL': encodeURIComponent(bytes.toString('base64')),
  hex: bytes.toString('hex'),
  'hex in upper case': bytes.toString('hex').toUpperCase(),
  JSON: JSON.stringify(secret).slice(1, -1),
  'JSON in JSON': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  '\\u escapes': each((code) => `\\u${inHex(code, 4)}`),
  '\\u escapes in upper case': each((code) => `\\u${inHex(code, 4).toUpperCase()}`),
  'HTML entities': secret.replace(/[&"]/g, (character) => entities[character as '&']),
  'decimal HTML entities': each((code) => `&#${code};`),
  'hexadecimal HTML entities': each((code) => `&#x${inHex(code, 1)};`),
};

describe('secrets in other forms', () => {
  it.each(Object.entries(forms))('[SS34] are masked: %s', (_, form) => {
    const { scrub } = secretsOf(credentials.basic('sam', secret));
    expect(scrub(`before ${form} after`)).toMatch(/^before \*\*\*(?:=*|%3D|%3D%3D) after$/);
  });

  it('[SS34] are masked where a text was cut within them', () => {
    const secrets = secretsOf(undefined);
    secrets.add('csrf', 'a-long-token-of-the-server');
    expect(secrets.scrub('got "a-long-token-of…"')).toBe('got "…"');
    expect(secrets.scrub(`${'x'.repeat(3_990)}a-long-token-of-the-server`)).not.toContain('a-long');
  });

  it('[SS34] the session cookie is one', async () => {
    const cookie = 'c4nary-of-the-cookie';
    const { url } = await gws(({ url: path = '', headers }, response) => {
      if (path === '/api/v2/me') {
        return json(response, 200, { statusCode: 0 }, { 'set-cookie': `JSESSIONID=${cookie}; Path=/` });
      }
      response.writeHead(503, String(headers.cookie)).end();
      return true;
    });
    const entries: LogEntry[] = [];
    const chats = session({ url, retry: { maxAttempts: 2 }, logger: (entry) => entries.push(entry) });
    hear(chats.status$);
    await eventually(() => {
      expect(chats.status.state).toBe('failed');
    });
    expect(chats.status.reason).toContain('JSESSIONID=***');
    expect(JSON.stringify([entries, chats.status])).not.toContain(cookie);
  });

  it('[SS34] are masked in what a decode failure shows of a payload', async () => {
    const { url, bayeux } = await gws(() => false);
    const chats = session({ url, credentials: credentials.basic('sam', 's3cret-word'), history: false });
    const foreign = hear(chats.foreign$);
    await chats.ready();
    bayeux.publish('Sam', { messageType: 's3cret-word', notificationType: 'x' });
    await eventually(() => {
      expect(foreign.values.map(({ message }) => message).join()).toContain('got "***"');
    });
  });

  it.each(['password', 'wrong', 'HTTP', 'from', 'expected', 'server', 'history', 'string', 'credentials'])(
    'the words of the package stay as they are where a password is one of them: %s',
    async (password) => {
      const messages = async (given: string): Promise<readonly string[]> => {
        const { url, bayeux } = await gws(({ url: path = '' }, response) => {
          if (path.startsWith('/api/v2/me?')) return json(response, 401, {});
          return path.includes('/messages') && json(response, 404, {});
        });
        const chats = session({
          url,
          credentials: credentials.basic('sam', given),
          retry: { maxAttempts: 1 },
        });
        const failures = hear(chats.failures$);
        await chats.ready();
        bayeux.publish('Sam', { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', id: 7 });
        await eventually(() => {
          expect(failures.values.length).toBeGreaterThan(1);
        });
        return failures.values.map(({ message }) => message.replaceAll(url, 'URL')).sort();
      };
      expect(await messages(password)).toEqual(await messages('s0me-other'));
    },
  );
});
