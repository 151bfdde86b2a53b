import fc from 'fast-check';
import { messageLog, message, chatStateChange, operationError } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { checkVersion, problemOf } from '../../src/jetstream/checkStream.ts';
import { judgeState, noState, type StateQuestion } from '../../src/jetstream/judgeState.ts';
import { contentHash, entryOf, messageId } from '../../src/jetstream/messageId.ts';
import { payloadOf, readPayload } from '../../src/jetstream/payload.ts';
import { nextStart } from '../../src/jetstream/position.ts';
import { RecentIds } from '../../src/jetstream/recentIds.ts';
import { splitLog } from '../../src/jetstream/splitLog.ts';
import { covers, filterSubject, subjectMatcher, subjectOf } from '../../src/jetstream/subjects.ts';
import { tokenOf } from '../../src/jetstream/tokenOf.ts';

const source = { tenant: 'default', agent: 'ann' };

describe('tokens', () => {
  test('hold what a subject and the key of a bucket can hold, and are at most 120 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        expect(tokenOf(name)).toMatch(/^[-_=a-zA-Z0-9]{1,120}$/);
      }),
    );
  });

  test('differ for different names', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('=', '%2E', '.', '', '=2E', 'a'.repeat(300), `${'a'.repeat(299)}b`),
    );
    fc.assert(
      fc.property(names, names, (a, b) => {
        fc.pre(a !== b);
        expect(tokenOf(a)).not.toBe(tokenOf(b));
      }),
    );
    expect(tokenOf('\ud800')).not.toBe(tokenOf('\ud801'));
  });

  test('are the name itself, if it is simple', () => {
    expect(tokenOf('0000Wa9CAM6W00J')).toBe('0000Wa9CAM6W00J');
    expect(tokenOf('a.b *>')).toBe('a=2Eb=20=2A=3E');
  });
});

test('subjects have tokens of tenant, agent and chat', () => {
  expect(subjectOf('gws', source, { kind: 'messages', chatId: 'A.1' })).toBe('gws.default.ann.A=2E1.m');
  expect(subjectOf('gws', source, { kind: 'error' })).toBe('gws.default.ann.=none.e');
  expect(filterSubject('gws', { agent: 'x y' })).toBe('gws.*.x=20y.*.*');
});

test.each([
  ['gws.>', 'gws.a.*.*.*', true],
  ['gws.*.*.*.*', 'gws.a.*.*.*', true],
  ['gws.a.*.*.m', 'gws.a.*.*.*', false],
  ['gws.*', 'gws.a.*.*.*', false],
  ['>', 'gws.a', true],
  ['gws', 'gws.a', false],
])('%s covers %s: %s', (pattern, subject, expected) => {
  expect(covers(pattern, subject)).toBe(expected);
});

test.each([
  ['gws.*.*.*.*', 'gws.a.b.c.m', true],
  ['gws.*.*.*.*', 'gws.a.b.c', false],
  ['gws.*.*.*.*', 'gws.a.b.c.m.x', false],
  ['a.b.*.=2E.m', 'a.b.x.=2E.m', true],
  ['a.b.*.x.m', 'aXb.x.x.m', false],
  ['a+(.*', 'a+(.b', true],
])('the matcher of %s on %s: %s', (pattern, subject, expected) => {
  expect(subjectMatcher(pattern)(subject)).toBe(expected);
});

test('an old broker is refused, with its version', () => {
  for (const version of ['2.9.0', '2.10.3', '3.0.0', undefined]) checkVersion(version);
  expect(() => {
    checkVersion('2.8.4');
  }).toThrow('nats-server 2.8.4 is too old');
});

test('a stream without dedupe window is refused', () => {
  expect(problemOf({ name: 'S', subjects: ['gws.>'], duplicate_window: 0 }, 'gws.a.b.*.*')?.problem).toBe(
    'no dedupe window',
  );
});

describe('message ids', () => {
  const hash = contentHash('key');
  const idOf = (overrides: Parameters<typeof message>[0]): string =>
    messageId('default.ann.A', message(overrides), hash);

  test('are the same for what sameMessage calls the same', () => {
    expect(idOf({ sentAt: 1, userData: { a: 1, b: [2] } })).toBe(
      idOf({ sentAt: 2, visibility: 'Int', userData: { b: [2], a: 1 } }),
    );
  });

  test.each([
    { index: 2 },
    { epoch: 2 },
    { occurrence: 2 },
    { text: 'x' },
    { type: 'Notice' },
    { url: 'u' },
    { noticeText: 'n' },
    { userData: {} },
  ])('differ by %j', (difference) => {
    expect(idOf(difference)).not.toBe(idOf({}));
  });

  test('differ by key, and do not show the content', () => {
    expect(messageId('default.ann.A', message(), contentHash('other'))).not.toBe(idOf({}));
    expect(idOf({ text: '4111111111111111' })).not.toContain('4111');
  });

  test('name their chat and entry', () => {
    expect(entryOf(idOf({}))).toMatchObject({ chat: 'A' });
    expect(entryOf('x')).toBeUndefined();
  });
});

describe('splitLog', () => {
  test('gives each message a notification, and the rejected ones their own', () => {
    const rejected = [{ kind: 'invalid', message: 'm', path: 'messages[0]', problems: [], raw: 1 }] as const;
    const parts = splitLog(messageLog({ origin: 'history', messages: [{}, {}], rejected }));
    expect(
      parts.map(
        (part) => part.kind === 'messages' && [part.messages.length, part.rejected?.length, part.isPartial],
      ),
    ).toEqual([
      [1, undefined, true],
      [1, undefined, true],
      [0, 1, true],
    ]);
  });

  test('keeps what a message replaces beside it', () => {
    const former = message({ index: 2, text: 'old' });
    const [first, second] = splitLog(
      messageLog({ messages: [{ index: 1 }, { index: 2, text: 'new' }], replaces: [former] }),
    );
    expect(first).not.toHaveProperty('replaces');
    expect(second).toHaveProperty('replaces', [former]);
  });

  test('counts an entry that is listed twice once', () => {
    const entry = { index: 1, text: 'Hi', sentAt: 1 };
    expect(splitLog(messageLog({ messages: [entry, entry] }))).toHaveLength(1);
  });
});

test('payloads give back the notification and its source', () => {
  for (const notification of [
    messageLog({ chatId: 'A', messages: [{ epoch: 2, occurrence: 2, sentAt: 5 }], isPartial: true }),
    chatStateChange({ synthetic: true, origin: 'snapshot' }),
    operationError({ chatId: 'A' }),
  ]) {
    const odd = { tenant: 'a"b\\', agent: 'Ä\u2028' };
    expect(readPayload(payloadOf(notification, odd))).toEqual({ notification, source: odd });
  }
});

test('payloads of any text never throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      readPayload(text);
      readPayload(`{"version":1,${text}`);
    }),
  );
});

describe('judgeState', () => {
  const of = (content: string, receivedAt = 1, isFinal = false): StateQuestion['state'] => ({
    sequence: 1,
    content,
    isFinal,
    receivedAt,
  });
  const ask = (question: Partial<StateQuestion>): string =>
    judgeState({
      state: of('b', 2),
      stored: of('a'),
      isOwn: false,
      received: [],
      isConflict: false,
      hasWaited: false,
      ...question,
    });

  test.each<[string, Partial<StateQuestion>, string]>([
    ['nothing is stored', { stored: noState }, 'publish'],
    ['it is stored', { stored: of('b') }, 'duplicate'],
    ['it differs', {}, 'publish'],
    ['another bridge published what this one has not received', { isConflict: true }, 'wait'],
    ['another bridge published what this one has received', { isConflict: true, received: ['a'] }, 'publish'],
    ['it was received before the stored one', { state: of('b', 0) }, 'wait'],
    [
      'this bridge stored the last one, and its clock was set back',
      { state: of('b', 0), isOwn: true },
      'publish',
    ],
    ['it has waited', { isConflict: true, hasWaited: true }, 'publish'],
    ['it is final', { isConflict: true, state: of('b', 0, true) }, 'publish'],
    [
      'it goes on after a final one of another bridge',
      { isConflict: true, stored: of('a', 1, true) },
      'superseded',
    ],
    [
      'the same, after waiting',
      { isConflict: true, hasWaited: true, stored: of('a', 1, true) },
      'superseded',
    ],
    ['it may be a reopening', { stored: of('a', 1, true) }, 'wait'],
    ['it is a reopening', { stored: of('a', 1, true), received: ['a'] }, 'publish'],
  ])('%s', (_, question, verdict) => {
    expect(ask(question)).toBe(verdict);
  });
});

test.each([
  [{ from: 'all', last: 0, beginning: 9 } as const, { deliver_policy: 'all' }],
  [
    { from: 'all', last: 4, beginning: 9 } as const,
    { deliver_policy: 'by_start_sequence', opt_start_seq: 5 },
  ],
  [
    { from: 'new', last: 0, beginning: 9 } as const,
    { deliver_policy: 'by_start_sequence', opt_start_seq: 10 },
  ],
  [{ from: 'current', last: 4, beginning: 9 } as const, { deliver_policy: 'last_per_subject' }],
  [
    { from: 'current', last: 9, beginning: 9 } as const,
    { deliver_policy: 'by_start_sequence', opt_start_seq: 10 },
  ],
  [
    { from: { since: 0 }, last: 0, beginning: 9 } as const,
    { deliver_policy: 'by_start_time', opt_start_time: '1970-01-01T00:00:00.000Z' },
  ],
])('reading at %j goes on with %j', (position, start) => {
  expect(nextStart(position)).toEqual(start);
});

test('recent ids are bounded', () => {
  const ids = new RecentIds();
  expect([ids.add('t.a.C.1.1.1.h'), ids.add('t.b.C.1.1.1.h'), ids.add('x'), ids.add('x')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  for (let index = 0; index < 20_000; index += 1) ids.add(`t.a.C.1.${index + 2}.1.h`);
  expect(ids.add('t.a.C.1.1.1.h')).toBe(true);
});
