import { describe, expect, it } from 'vitest';
import { redact } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, MessageLogUpdate } from '../../src/model/index.ts';
import { canonical } from '../../src/codec/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { deepFrozen } from '../codec/generators.ts';
import { decoded, fixture } from '../fixtures.ts';
import { marbles } from '../marbles.ts';
import { redacted, redactedData, redactedText } from './redactFixtures.ts';

const card = '4111 1111 1111 1111';
const email = 'ann@example.com';
const ann = participant({ participantId: email, nickname: email, type: email, visibility: email });
const maskedAnn = { ...ann, nickname: '***' };

const parsed = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;

/** Objects within objects. */
function nested(levels: number, inmost: unknown): Record<string, unknown> {
  let data = inmost;
  for (let level = 0; level < levels; level += 1) data = { in: data };
  return data as Record<string, unknown>;
}

describe('redact', () => {
  it('[RD1] masks texts, nicknames and user data at any depth, in all kinds', () => {
    const userData = { email, list: [{ card: [card, 1] }], tier: 1 };
    const maskedData = { email: '***', list: [{ card: ['***', 1] }], tier: 1 };
    const chat = { participants: [ann, participant()], userData };
    const maskedChat = { participants: [maskedAnn, participant()], userData: maskedData };
    const messages: Partial<ChatMessage>[] = [
      { text: `It is ${card}`, from: ann, userData },
      { text: 'Hello' },
    ];
    expect(redacted(messageLog({ messages }))).toEqual(
      messageLog({
        messages: [{ text: 'It is ***', from: maskedAnn, userData: maskedData }, { text: 'Hello' }],
      }),
    );
    expect(redacted(chatStateChange({ chat }))).toEqual(chatStateChange({ chat: maskedChat }));
    expect(redacted(operationError({ chat }))).toEqual(operationError({ chat: maskedChat }));
  });

  it('[RD1] each notification is emitted with personal data masked', () => {
    const says = (text: string): MessageLogUpdate => messageLog({ chatId: 'A', messages: [{ text }] });
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-h-c-s-e-|', {
        h: says('Hello'),
        c: says(`Card ${card}`),
        s: chatStateChange({ chat: { id: 'A' } }),
        e: says(`Write to ${email}`),
      });
      const subs = '      ^--------!';
      const expected = '  -h-C-s-E-|';
      expectObservable(source.pipe(redact())).toBe(expected, {
        h: says('Hello'),
        C: says('Card ***'),
        s: chatStateChange({ chat: { id: 'A' } }),
        E: says('Write to ***'),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[RD1] leaves what is neither text nor number', () => {
    const userData = { nothing: null, absent: undefined, yes: true, email };
    expect(redactedData(userData)).toEqual({ ...userData, email: '***' });
  });

  it('masks the message of an error and what the model does not name, and leaves what tells things apart', () => {
    const fields = { note: email, log: [{ by: email }], count: 5 };
    const masked = { note: '***', log: [{ by: '***' }], count: 5 };
    const names = { type: email, visibility: email };
    const from = { ...ann, ...fields };
    const log = (unnamed: object, author: typeof ann): MessageLogUpdate => ({
      ...messageLog({
        chatId: email,
        channel: email,
        notificationType: email,
        messages: [{ ...unnamed, ...names, from: author, sentAt: 4222222222222 }],
      }),
      messageType: email,
      chatUri: email,
      ...unnamed,
    });
    expect(redacted(log(fields, from))).toEqual(log(masked, { ...from, ...masked, nickname: '***' }));
    const chat = { id: email, uri: email, state: email, capabilities: [email] };
    const circumstances = { referenceId: 4111111111111111, statusCode: 4111111111111111 };
    expect(
      redacted(
        operationError({ chat: { ...chat, ...fields }, errorMessage: `no ${email}`, ...circumstances }),
      ),
    ).toEqual(operationError({ chat: { ...chat, ...masked }, errorMessage: 'no ***', ...circumstances }));
    const change = chatStateChange({
      chat,
      synthetic: true,
      origin: 'history',
      receivedAt: 4111111111111111,
    });
    expect(redacted(change)).toBe(change);
  });

  it('drops wire, in whatever dialect it came', () => {
    for (const name of [
      'v2-properties-updated',
      'v2-new-messages',
      'v2-operation-error',
      'v3-new-messages',
    ]) {
      const { wire, ...fields } = decoded(fixture(name));
      expect(wire).toBeDefined();
      const bare = redacted(decoded(fixture(name)), { builtIn: [] });
      expect(bare).toStrictEqual(fields);
      expect(Object.keys(bare)).not.toContain('wire');
    }
    expect(Object.keys(redacted({ ...messageLog(), wire: undefined }))).not.toContain('wire');
  });

  it('rejected messages leak nothing: neither in raw, nor in what is said of them', () => {
    const from = participant({ nickname: email });
    const bad = { index: 0.5, type: 'Text', from, text: card, userData: { Ssn: 12 } };
    const log = decoded({
      ...canonical(messageLog()),
      data: {
        ...canonical(messageLog()).data,
        messages: [bad, canonical(messageLog()).data['messages']].flat(),
      },
    });
    if (log.kind !== 'messages') expect.unreachable();
    const [plain] = log.rejected ?? [];
    if (plain === undefined) expect.unreachable();
    const talkative = {
      ...plain,
      message: `${plain.message} of ${email}`,
      problems: [...plain.problems, { path: '', expected: 'string', actual: `"${email}"` }],
    };
    const failures = [talkative, { ...plain, raw: card }];
    expect(redacted({ ...log, rejected: failures }, { keys: ['ssn'] }).rejected).toEqual([
      {
        kind: 'invalid',
        message: 'messages[0].index: expected whole number, got 0.5 of ***',
        path: 'messages[0].index',
        problems: [
          { path: 'messages[0].index', expected: 'whole number', actual: '0.5' },
          { path: '', expected: 'string', actual: '"***"' },
        ],
        raw: { ...bad, from: { ...from, nickname: '***' }, text: '***', userData: { Ssn: '***' } },
        channel: '/v2/me/chats',
      },
      { ...plain, raw: '***' },
    ]);
  });

  it('touches no original, and what holds nothing to mask stays the same object', () => {
    const clean = { tier: 1, share: NaN, list: [{ deep: 'fine' }] };
    const log = deepFrozen(
      messageLog({
        messages: [
          { text: card, userData: { clean, email } },
          { text: 'Hello', userData: clean },
        ],
      }),
    );
    const before = structuredClone(log);
    const after = redacted(log);
    expect(log).toEqual(before);
    expect(after.messages[0]?.text).toBe('***');
    expect(after.messages[0]?.from).toBe(log.messages[0]?.from);
    expect(after.messages[0]?.userData?.['clean']).toBe(clean);
    expect(after.messages[1]).toBe(log.messages[1]);
    for (const same of [messageLog(), chatStateChange({ chat: { userData: clean } }), operationError()]) {
      expect(redacted<ChatNotification>(same)).toBe(same);
    }
  });

  it('keys mask whatever stands under them, at any depth and in any case of letters', () => {
    const data = {
      Ssn: 12,
      tier: 1,
      list: [{ SSN: null }, { ssn: { a: [1] } }],
      ssn2: 'kept',
      more: { name: 'Ann' },
    };
    expect(redactedData(data, { keys: ['ssn', 'Name'] })).toEqual({
      Ssn: '***',
      tier: 1,
      list: [{ SSN: '***' }, { ssn: '***' }],
      ssn2: 'kept',
      more: { name: '***' },
    });
    const rules = { keys: ['nickname', 'TEXT', 'note', 'userData', 'index', 'from', 'messages', 'chatId'] };
    const fields = { ...messageLog({ messages: [{ userData: { tier: 1 } }] }), note: 5 };
    const masked = messageLog({
      messages: [{ text: '***', from: participant({ nickname: '***' }), userData: { tier: 1 } }],
    });
    expect(redacted(fields, rules)).toEqual({ ...masked, note: '***' });
  });

  it('patterns mask every match, whatever their flags, and stay as they are', () => {
    const text = 'ab AB ab\nab';
    const sticky = /ab/y;
    const global = /ab/g;
    sticky.lastIndex = global.lastIndex = 3;
    for (const pattern of [/ab/, global, sticky, /ab/gy]) {
      for (let again = 0; again < 2; again += 1) {
        expect(redactedText(text, { patterns: [pattern] })).toBe('*** AB ***\n***');
      }
    }
    expect([sticky.lastIndex, global.lastIndex]).toEqual([3, 3]);
    expect(redactedText(text, { patterns: [/ab/i] })).toBe('*** *** ***\n***');
    expect(redactedText(text, { patterns: [/^ab$/m] })).toBe('ab AB ab\n***');
    expect(redactedText(text, { patterns: [/\p{Lu}+/u, /x*/] })).toBe('ab *** ab\nab');
    expect(redactedText('a$&b', { patterns: [/\$&/] })).toBe('a***b');
  });

  it('patterns see a text before the built-in rules do, and each other in their order', () => {
    const patterns = [/card \d{4}/, /\*\*\* 1111/];
    expect(redactedText(`card ${card}`, { patterns })).toBe('*** 1111 1111');
    expect(redactedData({ order: 12345, at: 1 }, { patterns: [/\d{5}/] })).toEqual({ order: '***', at: 1 });
  });

  it('__proto__, constructor and toString are keys like any other', () => {
    const data = parsed(
      '{"__proto__":{"mail":"ann@example.com"},"constructor":"ann@example.com","toString":1}',
    );
    expect(JSON.stringify(redactedData(data))).toBe(
      '{"__proto__":{"mail":"***"},"constructor":"***","toString":1}',
    );
    expect(Object.getPrototypeOf(redactedData(data))).toBe(Object.prototype);
    expect(JSON.stringify(redactedData(data, { keys: ['__proto__'] }))).toBe(
      '{"__proto__":"***","constructor":"***","toString":1}',
    );
    const unnamed = Object.assign(parsed('{"__proto__":"ann@example.com"}'), messageLog({ messages: [] }));
    expect(JSON.stringify(redacted(unnamed as unknown as ChatNotification))).toContain('"__proto__":"***"');
    const chat = parsed('{"__proto__":{"__proto__":{"__proto__":"ann@example.com"}}}');
    const shown = JSON.stringify(redacted(chatStateChange({ chat })));
    expect(shown).toContain('"__proto__":{"__proto__":{"__proto__":"***"}}');
    expect('mail' in {}).toBe(false);
  });

  it('below 200 levels user data is masked as a whole, of 10,000 levels, too', () => {
    expect(redactedData(nested(199, email))).toEqual(nested(199, '***'));
    const shallow = nested(199, { tier: 1 });
    expect(redactedData(shallow)).toBe(shallow);
    expect(redactedData(nested(200, { email, tier: 1 }))).toEqual(nested(200, '***'));
    expect(redactedData(nested(10_000, email))).toEqual(nested(200, '***'));
  });

  it('a cycle is replaced by the mask, and a shared value costs once', () => {
    const cyclic: Record<string, unknown> = { email, tier: 1 };
    cyclic['self'] = { list: [cyclic] };
    expect(redactedData(cyclic)).toEqual({ email: '***', tier: 1, self: { list: ['***'] } });
    let shared: unknown = { email };
    for (let level = 0; level < 100; level += 1) shared = [shared, shared];
    let seen = redactedData({ shared }) as Record<string, unknown>;
    expect(seen['shared']).toHaveLength(2);
    for (seen = seen['shared'] as typeof seen; Array.isArray(seen);) {
      expect(seen[0]).toBe(seen[1]);
      seen = seen[0] as typeof seen;
    }
    expect(seen).toEqual({ email: '***' });
  });
});
