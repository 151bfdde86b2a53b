import { describe, expect, it } from 'vitest';
import { decodeNotification } from 'rx-chat-notifications';
import { builtInRules } from '../../src/redaction/builtInRules.ts';
import { errorOf } from '../../src/channel/replies.ts';
import { judge } from '../../src/session/connection/judge.ts';
import { secretsOf } from '../../src/session/secrets.ts';
import { decodedText } from '../../src/transport/decodedBody.ts';
import { httpReason } from '../../src/transport/httpReason.ts';
import { parsedJson } from '../../src/transport/parsedJson.ts';
import { placeOf, readableError } from '../../src/transport/readable.ts';
import { retryAfterOf } from '../../src/transport/retryAfter.ts';

const secrets = secretsOf({ kind: 'basic', user: 'sam', password: 'aaaaaaaaaaaaaaab' });

/** Every function that takes a text from a server. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  readableError: (text) => readableError(new Error(text, { cause: new Error(text) })),
  placeOf: (text) => placeOf(`https://gws.test/${text}`),
  httpReason: (text) => httpReason(503, text, `https://gws.test/${text}`, secrets.scrub),
  parsedJson: (text) => {
    try {
      return parsedJson(
        text,
        new Response(null, { headers: { 'content-type': 'text/html' } }),
        'https://gws.test/',
      );
    } catch {
      return undefined;
    }
  },
  'the charset of a content type': (text) => decodedText(new Uint8Array(), text),
  retryAfterOf: (text) => retryAfterOf({ get: () => text }, 0),
  scrub: secrets.scrub,
  judge: (text) => judge({ channel: '/meta/handshake', successful: false, error: text }),
  errorOf: (text) => errorOf({ error: { text } }),
  decodeNotification: (text) =>
    decodeNotification({
      messageType: text,
      chat: { id: text, state: text },
      chatUri: text,
      messages: [{ text }],
    }),
  'decodeNotification of a log': (text) =>
    decodeNotification({
      data: {
        messageType: 'MessageLogUpdated',
        notificationType: 'NewMessages',
        chatUri: text,
        messages: [{ index: text, sentAt: text }],
      },
    }),
  ...builtInRules,
};

/** What regular expressions go back and forth in. */
const units = [
  'a',
  'a://',
  'a.',
  ' ',
  '\t;',
  '%41',
  '\\u0061',
  '&#',
  '1',
  '12 ',
  '/',
  ';',
  '"',
  '\\',
  'DE88 ',
  '@a.',
  '(',
  '…',
  'é',
  ',',
];

const cpuOf = (act: () => unknown): number => {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

describe.each(Object.entries(readers))('%s', (_, read) => {
  it.each(units)('takes time in proportion to the length of a text: %j', (unit) => {
    const textOf = (length: number): string => unit.repeat(length / unit.length);
    read(textOf(1_000)); // compiles it
    // Quadratic, a step of ten times the length costs a hundred times as much: it shows before it takes long.
    let before = 5;
    for (const length of [10_000, 100_000, 1_000_000]) {
      const costs = cpuOf(() => read(textOf(length)));
      expect(costs, `${length} characters`).toBeLessThan(40 * before);
      before = Math.max(before, costs);
    }
  });
});
