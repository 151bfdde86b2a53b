import fc from 'fast-check';
import { of } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Observable, ObservableInput, OperatorFunction } from 'rxjs';
import { dedupeByIndex, type RedactRules } from '../../operators/index.ts';
import { canonical, decodeNotification } from '../../src/codec/index.ts';
import type { ChatNotification, MessageLogUpdate } from '../../src/model/index.ts';
import {
  fromRecording,
  type RecordingOptions,
  type ReplayOptions,
  toRecording,
} from '../../src/recording/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { validBody } from '../codec/generators.ts';
import { decoded, fixture } from '../fixtures.ts';
import { marbles } from '../marbles.ts';
import { anyNotification } from './anyNotification.ts';
import { bare, header, recorded, replayed } from './recordings.ts';

const parsed = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;

/** A log of which one message is bad, before the good ones. */
function withBad(...texts: readonly string[]): MessageLogUpdate {
  const { channel, data } = canonical(messageLog({ messages: texts.map((text) => ({ text })) }));
  const messages = [{ index: 'first', from: 5 }, ...(data['messages'] as readonly unknown[])];
  const log = decoded({ channel, data: { ...data, messages } });
  return log.kind === 'messages' ? log : expect.unreachable();
}

const ofEachKind: readonly ChatNotification[] = [
  chatStateChange({ origin: 'snapshot', receivedAt: 5 }),
  chatStateChange({ synthetic: true, chat: { state: 'Completed' } }),
  chatStateChange({ chat: { id: 'a/b %ü', uri: 'x', capabilities: [], participants: [], userData: {} } }),
  messageLog({ origin: 'history', messages: [{ index: -3, sentAt: 0 }, { userData: { a: [null] } }] }),
  messageLog({ messages: [] }),
  operationError(),
  operationError({ chatId: 'A', referenceId: 0, errorMessage: '' }),
  operationError({ chat: { id: 'A', state: 'Idle' }, origin: 'snapshot' }),
];

describe('a recording', () => {
  it('[RC1] is a header that is emitted at once, and a line of JSON for each notification', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const c = chatStateChange({ chat: { id: 'A' }, receivedAt: 1000 });
      const m = messageLog({ chatId: 'A', receivedAt: 2000 });
      const line = (notification: ChatNotification): string => {
        const { receivedAt, origin } = notification;
        return JSON.stringify({ receivedAt, origin, ...canonical(notification) });
      };
      const source = hot('--c-m-|', { c, m });
      const subs = '      ^-----!';
      const expected = '  h-x-y-|';
      expectObservable(source.pipe(toRecording())).toBe(expected, { h: header, x: line(c), y: line(m) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[RC1] completes, errors and waits as its source does, and no text breaks a line', () => {
    marbles(({ cold, expectObservable }) => {
      const lines = { h: header };
      expectObservable(cold<ChatNotification>('|').pipe(toRecording())).toBe('(h|)', lines);
      expectObservable(cold<ChatNotification>('-#').pipe(toRecording())).toBe('h#', lines);
      expectObservable(cold<ChatNotification>('--').pipe(toRecording()), '-!').toBe('h-', lines);
    });
    const lines = recorded([messageLog({ messages: [{ text: 'a\nb\r\u2028' }] })]);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/[\n\r]/);
  });

  it('gives back all kinds, of all origins, as they were', () => {
    const { notifications, failures } = replayed(recorded(ofEachKind));
    expect(notifications).toStrictEqual(ofEachKind);
    expect(failures).toEqual([]);
  });

  it('gives back whatever decodes, as JSON represents it, except for wire', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        validBody,
        fc.constantFrom('live', 'snapshot', 'history'),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (body, origin, receivedAt) => {
          const message = { channel: '/v2/me/chats', data: JSON.parse(JSON.stringify(body)) as unknown };
          const result = decodeNotification(message, receivedAt + 0);
          if (result._tag === 'Left') return;
          accepted += 1;
          const written = { ...result.right, origin };
          const { notifications, failures } = replayed(recorded([written], { redact: false }));
          expect(failures).toEqual([]);
          expect(notifications).toStrictEqual([JSON.parse(JSON.stringify(bare(written)))]);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('gives back what came as Workspace v3, with the fields that the model does not name, without wire', () => {
    for (const name of ['v3-interaction-state-changed', 'v3-new-messages']) {
      const notification = decoded(fixture(name));
      const lines = recorded([notification], { redact: false });
      expect(replayed(lines).notifications).toStrictEqual([bare(notification)]);
      expect(lines.join()).not.toMatch(/wire|interaction"|InteractionStateChanged|"accept"/);
    }
    const change = decoded(fixture('v3-interaction-state-changed'));
    expect(recorded([change], { redact: false }).join()).toContain('"proxyClientId":9');
  });

  it('gives back every field of every kind of notification', () => {
    fc.assert(
      fc.property(fc.array(anyNotification, { maxLength: 5 }), (notifications) => {
        const { all } = replayed(recorded(notifications, { redact: false }));
        expect(all).toStrictEqual(notifications);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back a state change with rejected participants, also if none is left', () => {
    const participants = [participant(), { participantId: '2', nickname: 5 }, 'ann@example.com'];
    const { channel, data } = canonical(chatStateChange());
    const changes = [participants, participants.slice(1)].map((list) =>
      decoded({ channel, data: { ...data, chat: { id: 'A', state: 'Chatting', participants: list } } }),
    );
    expect(changes.map((change) => change.kind === 'chat' && change.rejected?.length)).toEqual([2, 2]);
    expect(replayed(recorded(changes, { redact: false })).all).toStrictEqual(changes.map(bare));
    const [masked] = replayed(recorded(changes)).notifications;
    expect(masked).toMatchObject({
      chat: { participants: [participant()] },
      rejected: [{ path: 'chat.participants[1].nickname' }, { path: 'chat.participants[2]', raw: '***' }],
    });
  });

  it('gives back rejected messages, also of a log without other messages', () => {
    const log = withBad('one', 'two');
    const trimmed: ChatNotification[] = [];
    of(messageLog({ messages: [{ text: 'one' }] }), log, log)
      .pipe(dedupeByIndex())
      .subscribe((one) => trimmed.push(one));
    expect(trimmed.map((one) => one.kind === 'messages' && one.messages.length)).toEqual([1, 1, 0]);
    const { notifications, failures } = replayed(recorded([log, ...trimmed]));
    expect(notifications).toEqual([log, ...trimmed].map(bare));
    expect(failures).toEqual([]);
  });

  it('[RC5] masks personal data by default, other data by the rules of redact, and nothing with false', () => {
    const from = participant({ nickname: 'ann@example.com' });
    const written = messageLog({
      messages: [{ from, text: '4111111111111111 of Ann', userData: { Ssn: 5 } }],
    });
    const masked = (text: string, ssn: unknown): ChatNotification =>
      messageLog({ messages: [{ from: { ...from, nickname: '***' }, text, userData: { Ssn: ssn } }] });
    const only = (options?: RecordingOptions): unknown =>
      replayed(recorded([written], options)).notifications[0];
    expect(only()).toEqual(masked('*** of Ann', 5));
    expect(only({ redact: { keys: ['ssn'], patterns: [/Ann/] } })).toEqual(masked('*** of ***', '***'));
    expect(only({ redact: { builtIn: [] } })).toEqual(written);
    expect(only({ redact: false })).toEqual(written);
    const withWire = { ...written, wire: 'ann@example.com' };
    expect(recorded([withWire]).join()).not.toContain('ann@');
    expect(replayed(recorded([withWire], { redact: false })).notifications).toStrictEqual([written]);
  });

  it('reports what JSON cannot represent in its line, and continues', () => {
    const userData: Record<string, unknown> = {};
    userData['self'] = userData;
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const written = [{ userData }, { userData: deep }, { userData: { big: 5n } }, { state: 'Idle' }];
    const lines = recorded(
      written.map((chat) => chatStateChange({ chat })),
      { redact: false },
    );
    const { failures, all } = replayed(lines);
    expect(all).toEqual([...failures, chatStateChange({ chat: { state: 'Idle' } })]);
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^line 2: it could not be written: "TypeError: Converting circular/),
      expect.stringMatching(/^line 3: it could not be written: "RangeError: Maximum call stack/),
      expect.stringMatching(
        /^line 4: it could not be written: "TypeError: Do not know how to serialize a BigInt/,
      ),
    ]);
    const redacted = written.slice(0, 2).map((chat) => chatStateChange({ chat }));
    expect(replayed(recorded(redacted)).failures).toEqual([]);
  });

  it('gives back keys such as __proto__, and a text of a megabyte', () => {
    const json = '{"__proto__":{"evil":1},"constructor":{"prototype":5},"toJSON":"x","":null}';
    const text = 'ü\\"\u0000'.repeat(250_000);
    const log = messageLog({ messages: [{ text, userData: parsed(json) }] });
    const [back] = replayed(recorded([log])).notifications;
    if (back?.kind !== 'messages') expect.unreachable();
    expect(back.messages[0]?.text === text).toBe(true);
    expect(JSON.stringify(back.messages[0]?.userData)).toBe(json);
    expect('evil' in {}).toBe(false);
  });

  it.each([
    ['options', null],
    ['options', 'all'],
    ['redact', { redact: true }],
    ['redact', { redact: 'card' }],
  ])('toRecording throws a TypeError that names the invalid option: %s %o', (name, options) => {
    expect(() => toRecording(options as unknown as RecordingOptions)).toThrow(TypeError);
    expect(() => toRecording(options as unknown as RecordingOptions)).toThrow(`toRecording: ${name} must be`);
  });

  it('toRecording throws a TypeError that names the invalid rule of redact', () => {
    const options = { redact: { builtIn: ['mail'] } } as unknown as RecordingOptions;
    expect(() => toRecording(options)).toThrow('redact: builtIn must be');
    expect(() => toRecording({ redact: null } as unknown as RecordingOptions)).toThrow(TypeError);
  });

  it.each([
    ['options', [], null],
    ['speed', [], { speed: 0 }],
    ['speed', [], { speed: -1 }],
    ['speed', [], { speed: NaN }],
    ['speed', [], { speed: '2' }],
    ['scheduler', [], { scheduler: {} }],
    ['onFailure', [], { onFailure: null }],
    ['lines', 5, {}],
    ['lines', null, {}],
    ['lines', {}, {}],
  ])('fromRecording throws a TypeError that names the invalid option: %s %o %o', (name, lines, options) => {
    const call = (): unknown =>
      fromRecording(lines as unknown as string[], options as unknown as ReplayOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`fromRecording: ${name} must be`);
  });

  it('has the types of its lines and notifications', () => {
    expectTypeOf(toRecording()).toEqualTypeOf<OperatorFunction<ChatNotification, string>>();
    expectTypeOf(fromRecording).parameter(0).toEqualTypeOf<ObservableInput<string>>();
    expectTypeOf(fromRecording([])).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf<RecordingOptions>().toEqualTypeOf<{ readonly redact?: RedactRules | false }>();
    const source: Observable<MessageLogUpdate> = of(messageLog());
    expectTypeOf(source.pipe(toRecording())).toEqualTypeOf<Observable<string>>();
    expect(replayed(source.pipe(toRecording())).notifications).toEqual([messageLog()]);
  });
});
