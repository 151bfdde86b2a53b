import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { root } from './project.ts';

const page = readFileSync(`${root}docs/errors.md`, 'utf8');
const isErrorClass = (value: unknown): boolean =>
  typeof value === 'function' && value.prototype instanceof Error;

const shown: readonly Error[] = [
  new api.ConnectionDeniedError('HTTP 401 Unauthorized from https://gws.example.com/api/v2/me', 401),
  new api.ConnectionLostError('fetch failed: ECONNREFUSED 127.0.0.1:8080', 2, undefined, 700),
  new api.SubscriptionDeniedError('/v2/me/chats', { channel: '/meta/subscribe', error: '403::denied' }),
  new api.SessionEndedError({ channel: '/meta/disconnect' }),
  new api.OperationFailedError({
    kind: 'error',
    origin: 'live',
    notificationType: 'Error',
    messageType: 'ErrorMessage',
    receivedAt: 0,
    chatId: 'A',
    errorMessage: 'not allowed',
    statusCode: 500,
  }),
];

describe('the page of errors', () => {
  it('[ER1] has a section for each error class that the package exports, and for no other', () => {
    const classes = Object.entries(api).filter(([, value]) => isErrorClass(value));
    const sections = [...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections.sort()).toEqual([...classes.map(([name]) => name), 'TypeError'].sort());
  });

  it.each(shown.map((error) => [error.name, error] as const))(
    '[ER1] shows the message of %s as it is',
    (name, { message }) => {
      const [, section = ''] = page.split(`\n## ${name}\n`);
      expect(section.split('\n## ', 1)[0]?.split('\n')).toContain(message);
    },
  );
});
