import fc from 'fast-check';
import * as t from 'io-ts';
import { describe, expect, it } from 'vitest';
import { decodeNotification } from '../../src/codec/index.ts';
import { guard } from '../../src/codec/primitives.ts';
import { RecordCodec } from '../../src/codec/recordCodec.ts';
import { failureOf } from '../../src/codec/failure.ts';
import type { DecodeFailure } from '../../src/model/index.ts';
import { refused } from '../fixtures.ts';
import { nearMissOf, type Path, pathsIn, replacedAt, validBody } from './generators.ts';

/** Every failure of decoding, also those in `rejected`. */
function failuresOf(x: unknown): readonly DecodeFailure[] {
  const result = decodeNotification(x, 42);
  if (result._tag === 'Left') return [result.left];
  return result.right.kind === 'error' ? [] : (result.right.rejected ?? []);
}

const written = (path: Path): string =>
  path.reduce(
    (told, name) => (/^\d+$/.test(name) ? `${told}[${name}]` : told === '' ? name : `${told}.${name}`),
    '',
  );

const ofTypes = ['undefined', 'null', 'array', 'object', 'string', 'number', 'boolean'];

/** How many characters of the payload a failure shows. */
const shown = ({ problems }: DecodeFailure): number =>
  problems.reduce((sum, { actual }) => sum + (ofTypes.includes(actual) ? 0 : actual.length), 0);

/** A line is made of its problems, and these name fields and types of codecs, so that only `actual` is of the payload. */
function expectLine({ message, path, problems }: DecodeFailure): void {
  const lines = problems.map(
    (told) => `${told.path && `${told.path}: `}expected ${told.expected}, got ${told.actual}`,
  );
  expect(message.replace(/ \(and \d+ more\)$/, '')).toBe(lines.join('; '));
  expect(path).toBe(problems[0]?.path);
  expect(problems.length).toBeLessThanOrEqual(3);
}

describe('reports', () => {
  it('a failure shows at most 200 characters of the payload, whatever is in which field', () => {
    const long = fc.constantFrom<unknown>(
      '☃'.repeat(300),
      `${'/☃'.repeat(300)}///`,
      '\u0001'.repeat(300),
      '😀'.repeat(300),
      `x${'😀'.repeat(300)}`,
      `${'\\'.repeat(59)}\u0001`,
      '///'.repeat(20),
      -1.234567890123456e-300,
      ['☃'.repeat(300)],
      { '☃': '☃' },
    );
    const lengthy = validBody.chain((body) =>
      fc
        .array(fc.tuple(fc.constantFrom(...pathsIn(body)), long), { minLength: 1, maxLength: 6 })
        .map((changes) =>
          changes.reduce<unknown>(
            (value, [path, by]) =>
              pathsIn(value).some((at) => written(at) === written(path))
                ? replacedAt(value, path, by)
                : value,
            body,
          ),
        ),
    );
    let failures = 0;
    let payload = 0;
    fc.assert(
      fc.property(lengthy, (x) => {
        for (const failure of failuresOf(x)) {
          failures += 1;
          payload += Number(shown(failure) > 0);
          expectLine(failure);
          expect(shown(failure)).toBeLessThanOrEqual(200);
          expect(failure.problems.map(({ path, expected }) => path + expected).join('')).not.toContain('☃');
        }
      }),
      { numRuns: 1_000 },
    );
    expect(failures).toBeGreaterThan(300);
    expect(payload).toBeGreaterThan(50);
    const unreadable = {
      get data(): never {
        throw new Error('☃'.repeat(300));
      },
    };
    expect(shown(refused(unreadable))).toBeLessThanOrEqual(60);
  });

  it('a failure names the very field that is wrong, as a programmer would write it', () => {
    let failed = 0;
    fc.assert(
      fc.property(nearMissOf(validBody), ({ path, value }) => {
        for (const failure of failuresOf(value)) {
          failed += 1;
          expectLine(failure);
          // a participant is named by its place in the notification, which has no `interaction`
          const place = failure.path.startsWith('chat.participants[') ? 'interaction.' : '';
          expect([written(path), written(path).replace(place, '')]).toContain(failure.path);
          // an error with a different messageType is a different kind of message
          if (failure.path !== 'notificationType') expect(failure.problems).toHaveLength(1);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(failed).toBeGreaterThan(300);
    const change = { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange' };
    expect(refused({ ...change, chat: 5 }).message).toBe('chat: expected object (Chat), got number');
    const capabilities = new Array<string>(10_001).fill('Accept');
    expect(refused({ ...change, chat: { id: 'A', state: 'Idle', capabilities } }).message).toBe(
      'chat.capabilities.length: expected number up to 10000, got 10001',
    );
  });

  it('a field whose name is no identifier is written in brackets', () => {
    const odd = new RecordCodec(
      'Odd',
      { 'content-type': t.string, 'a.b': t.string, $of_1: t.string, _a$: t.string, '1a': t.string },
      {},
    );
    const outer = new RecordCodec('Outer', { odd, list: t.readonlyArray(odd) }, {});
    const result = outer.decode({
      odd: 5,
      list: [{ 'content-type': 5, 'a.b': 5, $of_1: 5, _a$: 5, '1a': 5 }],
    });
    if (result._tag === 'Right') expect.unreachable();
    const paths = result.left.map((error) => failureOf([error], undefined, undefined).path);
    expect(paths).toEqual([
      'odd',
      'list[0]["content-type"]',
      'list[0]["a.b"]',
      'list[0].$of_1',
      'list[0]._a$',
      'list[0]["1a"]',
    ]);
    expect(failureOf([], undefined, undefined)).toMatchObject({ path: '', problems: [] });
  });

  it('a line is well-formed text: it cuts no character in two', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.nat({ max: 80 }), (before, count) => {
        const { message } = refused({ messageType: `${'x'.repeat(before)}${'😀'.repeat(count)}!` });
        expect(message).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 1_000 },
    );
  });

  const everythingBad = { chat: 5, interaction: 5, messages: 5, referenceId: 'x', notificationType: 5 };
  it.each([
    ['ChatStateChangeMessage', ['notificationType', 'chat', 'referenceId']],
    ['InteractionStateChanged', ['notificationType', 'interaction', 'referenceId']],
    ['MessageLogUpdated', ['notificationType', 'messages', 'referenceId']],
    ['EventError', ['chat', 'interaction', 'notificationType', 'referenceId']],
    ['CallStateChangeMessage', ['messageType']],
    [7, ['messageType']],
  ])('of the kinds of messages only that which was meant is spoken of: %s', (messageType, fields) => {
    const { problems, message } = refused({ ...everythingBad, messageType });
    expect(problems).toHaveLength(Math.min(3, fields.length));
    for (const { path } of problems) expect(fields).toContain(path);
    expect(message.endsWith('(and 1 more)')).toBe(fields.length === 4);
  });

  it('a line names the first three problems, and how many more there are', () => {
    const bad = Array.from({ length: 10_000 }, () => 5);
    for (const count of [1, 2, 3, 4, 5, 10_000]) {
      const chat = { id: 'A', state: 'Idle', capabilities: bad.slice(0, count) };
      const failure = refused({
        messageType: 'ChatStateChangeMessage',
        notificationType: 'StatusChange',
        chat,
      });
      expectLine(failure);
      expect(failure.problems.map(({ path }) => path)).toEqual(
        [0, 1, 2].slice(0, count).map((at) => `chat.capabilities[${at}]`),
      );
      expect(/ \(and (\d+) more\)$/.exec(failure.message)?.[1]).toBe(
        count > 3 ? String(count - 3) : undefined,
      );
    }
  });

  const secret = guard(
    'string of 40 characters',
    (u): u is string => typeof u === 'string' && u.length === 40,
  );
  const pin = guard('whole number', (u): u is number => Number.isSafeInteger(u));
  it.each([
    'password',
    'pwd',
    'credential',
    'token',
    'authorization',
    'accessToken',
    'access_token',
    'clientSecret',
    'apiKey',
    'Cookie',
  ])('the value of a field named like a secret is never shown: %s', (name) => {
    for (const [codec, value] of [
      [secret, 'hunter2'],
      [pin, 1234.5],
    ] as const) {
      for (const credentials of [
        new RecordCodec('Credentials', { [name]: codec }, {}),
        new RecordCodec('Credentials', {}, { [name]: codec }),
      ]) {
        const outer = new RecordCodec('Outer', { logins: t.readonlyArray(credentials) }, {});
        const bad = { logins: [{ [name]: value }] };
        const result = outer.decode(bad);
        if (result._tag === 'Right') expect.unreachable();
        const { message, problems } = failureOf(result.left, bad, undefined);
        expect(message).toContain(`logins[0].${name}: expected ${codec.name}`);
        expect(JSON.stringify([message, problems])).not.toContain(String(value));
      }
    }
    const within = new RecordCodec('Outer', { [name]: t.readonlyArray(secret) }, {});
    const result = within.decode({ [name]: ['hunter2'] });
    if (result._tag === 'Right') expect.unreachable();
    expect(failureOf(result.left, undefined, undefined).message).toContain('got string');
    const uri = `https://gws.example.com/?${name}=hunter2`;
    const log = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', messages: [] };
    expect(refused({ ...log, chatUri: uri }).message).not.toContain('hunter2');
  });
});
