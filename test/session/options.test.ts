import { chatSession, credentials, type SessionOptions } from 'rx-chat-notifications';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';

const url = 'https://gws.example.com';
const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

/** Invalid options; each message must name its option. */
const nonsense: readonly [string, unknown[]][] = [
  [
    'url',
    [
      null,
      42,
      '',
      'gws.example.com',
      '//gws',
      'ftp://gws',
      'javascript:0',
      'https://',
      'https://sam@gws',
      {},
    ],
  ],
  ['url', ['https://gws/?tenant=1', 'https://gws/#top', 'https://sam:secret@gws', 'https://:secret@gws']],
  ['notificationsUrl', [null, 42, '', '/api/v2/notifications', 'ws://gws/', 'https://sam:secret@gws/n']],
  ['credentials', [null, 42, 'basic', {}, { kind: 'none' }, []]],
  [
    'credentials',
    [{ kind: 'basic' }, { kind: 'basic', user: 'a:b', password: '' }, { kind: 'bearer', token: 't' }],
  ],
  [
    'credentials',
    [{ kind: 'headers' }, { kind: 'headers', headers: null }, { kind: 'headers', headers: { 'a b': '' } }],
  ],
  ['channel', [null, 42, '', 'v2/me/chats', ' /v2']],
  ['transports', [null, 'long-polling', [], ['smoke-signals'], [undefined], ['long-polling', 42]]],
  ['ack', [null, 'yes', 1]],
  ['retry', [null, 42, [], 'often']],
  ['client', [null, 42, {}, { ...fakeBayeuxClient(), subscribe: undefined }]],
  ['fetch', [null, 'fetch', {}]],
  ['scheduler', [null, 42, {}, { schedule: 7 }]],
  ['logger', [null, console, 'log']],
  ['linger', [null, -1, NaN, '5']],
  ['history', [null, true, 'on', [], { chats: () => [] }, { url: 'http://x' }]],
  ['operations', [null, {}, '/api']],
];

/** Likewise of `retry`. */
const nonsenseOfRetry: readonly [string, unknown[]][] = [
  ['initialDelay', [null, 0, -1, NaN, Infinity, '5']],
  ['maxDelay', [null, 0, -1, NaN, Infinity, '5']],
  ['jitter', [null, -0.1, 1.1, NaN, '0']],
  ['maxAttempts', [null, 0, -1, 2.5, NaN, '5']],
  ['shouldRetry', [null, true]],
];

describe('bad options', () => {
  it.each(nonsense)('an invalid %s throws a TypeError that names it, at the call', (option, values) => {
    for (const value of values) {
      const error = thrownBy(() => chatSession({ url, [option]: value }));
      expect(error, `${option}: ${String(value)}`).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(new RegExp(`^TypeError: (chatSession: |)${option}`));
      expect(String(error)).not.toContain('secret');
    }
  });

  it.each(nonsenseOfRetry)('retry.%s likewise', (option, values) => {
    for (const value of values) {
      const error = thrownBy(() => chatSession({ url, retry: { [option]: value } }));
      expect(error, `${option}: ${String(value)}`).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(`chatSession: retry.${option} must be`);
    }
  });

  it('so are options that are none, or lead nowhere', () => {
    for (const options of [undefined, null, 42, 'url', []])
      expect(() => chatSession(options as unknown as SessionOptions)).toThrow(
        /^chatSession: options must be/,
      );
    expect(() => chatSession({})).toThrow(/^chatSession: url must be/);
  });

  it('credentials that no header can hold are a TypeError that shows them not', () => {
    for (const bad of ['secret\n', 'secret\r', 'secret\0', 'secret\ud800']) {
      const makers = [
        () => credentials.basic(bad, 'x'),
        () => credentials.basic('sam', bad),
        () => credentials.headers({ 'X-Key': bad }),
      ];
      for (const error of makers.map(thrownBy)) {
        expect(error).toBeInstanceOf(TypeError);
        expect(String(error)).toMatch(/^TypeError: credentials\.(basic|headers): /);
        expect(String(error)).not.toContain('secret');
      }
    }
    expect(() => credentials.headers({ 'X-Key': 'secr€t' })).toThrow(TypeError);
    expect(() => credentials.headers(null as never)).toThrow(/^credentials\.headers: fields must be/);
    expect(() => credentials.bearer('secret' as never)).toThrow(
      /^credentials\.bearer: token must be a function/,
    );
    expect(() => credentials.basic('a:b', 'x')).toThrow(/^credentials\.basic: user must be/);
  });

  it('valid options are accepted', () => {
    const sensible: readonly SessionOptions[] = [
      { url: 'http://[::1]:8080/gws/' },
      { notificationsUrl: 'https://gws.example.com/cometd?tenant=1' },
      { client: fakeBayeuxClient() },
      { url, linger: Infinity, retry: { maxAttempts: Infinity, jitter: 0, initialDelay: 1, maxDelay: 1 } },
      { url, transports: ['websocket', 'long-polling'], channel: '/v2/me/**', ack: false },
    ];
    for (const options of sensible)
      expect(thrownBy(() => chatSession(options))).toHaveProperty('notifications$');
  });
});
