import { describe, expect, it } from 'vitest';
import { decodeNotification } from '../../src/codec/index.ts';
import { decoded } from '../fixtures.ts';
import type { DecodeFailure } from '../../src/model/index.ts';
import { agent, log, state } from './decodeNotificationFixtures.ts';

describe('decodeNotification', () => {
  const anything = [null, 5, 'text', true, ['text'], { key: 'value' }, undefined];
  const participantFields = {
    participantId: 'string number',
    nickname: 'string',
    type: 'string',
    visibility: 'string?',
  };
  const fieldsOf = (path: string, fields: object): object =>
    Object.fromEntries(Object.entries(fields).map(([key, type]) => [`${path}.${key}`, type as unknown]));

  it.each([
    [
      'state change',
      state({
        id: 'A',
        state: 'Idle',
        uri: '/chats/A',
        capabilities: ['Accept'],
        participants: [agent],
        userData: {},
      }),
      {
        notificationType: 'string',
        referenceId: 'number?',
        chat: 'object',
        'chat.id': 'string',
        'chat.state': 'string',
        'chat.uri': 'string?',
        'chat.capabilities': 'array?',
        'chat.capabilities.0': 'string null',
        'chat.participants': 'array?',
        'chat.participants.0': 'object',
        ...fieldsOf('chat.participants.0', participantFields),
        'chat.userData': 'object?',
      },
    ],
    [
      'error',
      { ...state({ id: 'A' }), notificationType: 'Error' },
      {
        referenceId: 'number?',
        chat: 'object?',
        'chat.id': 'string?',
        'chat.state': 'string?',
        errorMessage: 'string?',
        statusMessage: 'string?',
        statusCode: 'number?',
      },
    ],
    [
      'message log',
      log({ timestamp: '', timestampSeconds: 1, text: '', visibility: 'All', userData: {} }),
      {
        notificationType: 'string',
        referenceId: 'number?',
        chatUri: 'string',
        chatPath: 'string?',
        messages: 'array',
        'messages.0': 'object',
        'messages.0.index': 'number',
        'messages.0.type': 'string',
        'messages.0.from': 'object?',
        ...fieldsOf('messages.0.from', participantFields),
        'messages.0.text': 'string?',
        'messages.0.visibility': 'string?',
        'messages.0.timestamp': 'string?',
        'messages.0.timestampSeconds': 'number?',
        'messages.0.userData': 'object?',
      },
    ],
  ])('a wrong type at any field is one failure that names the field: %s', (_, valid, fields) => {
    decoded(valid);
    for (const [field, types] of Object.entries<string>(fields)) {
      for (const value of anything) {
        const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
        const isAbsent = value === undefined || value === null;
        if (types.includes(type) || (isAbsent && types.endsWith('?'))) continue;
        const { kind, path, message } = failureOf(replaced(valid, field.split('.'), value));
        const place = field.replaceAll(/\.(\d+)/g, '[$1]');
        expect({ kind, path }, field).toEqual({ kind: 'invalid', path: place });
        expect(message.startsWith(`${place}: expected `), message).toBe(true);
        expect(message.endsWith(`got ${type}`) || /got "?\w+"?$/.test(message), message).toBe(true);
      }
    }
  });
});

/** The one failure: of the notification, or of the participant that it rejects. */
function failureOf(x: unknown): DecodeFailure {
  const result = decodeNotification(x, 42);
  if (result._tag === 'Left') return result.left;
  const [failure] = result.right.kind === 'chat' ? (result.right.rejected ?? []) : [];
  return failure ?? expect.unreachable('it decoded');
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
