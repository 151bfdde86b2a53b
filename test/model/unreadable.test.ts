import { of, toArray } from 'rxjs';
import * as operators from 'rx-chat-notifications/operators';
import {
  Chat,
  ChatMessage,
  ChatNotification,
  decodeNotification,
  Participant,
  toRecording,
} from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';

const refuse = (): never => {
  throw new Error('unreadable');
};

/** A proxy that throws whatever is asked of it. */
const proxy = (): Record<string, unknown> => {
  const { proxy: revoked, revoke } = Proxy.revocable<Record<string, unknown>>({}, {});
  revoke();
  return revoked;
};
const getter = (): Record<string, unknown> =>
  Object.defineProperty({ seen: 'ann@example.com' }, 'hidden', { get: refuse, enumerable: true });

const shapes = [
  ['a getter that throws', getter],
  ['a proxy that throws', proxy],
  ['a getter that throws, in the depth', () => ({ inner: [getter()] })],
  ['a proxy that throws, in the depth', () => ({ inner: [proxy()] })],
] as const;

describe.each(shapes)('%s', (_, make) => {
  const notifications = [
    chatStateChange({ chat: { id: 'A', userData: make() } }),
    chatStateChange({ chat: { id: 'A', userData: make() } }),
    messageLog({
      chatId: 'A',
      messages: [
        { index: 1, userData: make() },
        { index: 2, userData: make() },
      ],
    }),
    messageLog({ chatId: 'A', messages: [{ index: 1, userData: make() }] }),
  ];

  it('is left out by redact, and the rest is masked', () => {
    const redacted: unknown[] = [];
    of(...notifications)
      .pipe(operators.redact())
      .subscribe((emitted) => redacted.push(emitted));
    expect(redacted).toHaveLength(4);
    expect(JSON.stringify(redacted)).not.toContain('ann@');
  });

  it.each([{}, { redact: false } as const])('makes a line of toRecording all the same: %j', (options) => {
    let lines: readonly string[] = [];
    of(...notifications)
      .pipe(toRecording(options), toArray())
      .subscribe((emitted) => (lines = emitted));
    expect(lines).toHaveLength(5);
  });

  it.each([
    'userDataChanges',
    'chatViews',
    'chatDirectory',
    'transcriptAccumulator',
    'dedupeByIndex',
    'statusChanges',
    'participantChanges',
  ] as const)('does not end %s', (name) => {
    let isComplete = false;
    of(...notifications)
      .pipe(operators[name]() as ReturnType<typeof operators.dedupeByIndex>)
      .subscribe({ complete: () => (isComplete = true) });
    expect(isComplete).toBe(true);
  });

  it('is reported by the codecs', () => {
    for (const codec of [Chat, ChatMessage, ChatNotification, Participant]) {
      expect(() => [codec.decode(make())._tag, codec.is(make())]).not.toThrow();
    }
    expect(decodeNotification(make())._tag).toBe('Left');
  });
});

describe('a notification of which a field cannot be read', () => {
  const throwing = (thrown: unknown): ChatNotification =>
    Object.defineProperty({ ...chatStateChange({ chat: { id: 'A' } }), wire: {} }, 'origin', {
      enumerable: true,
      get: () => {
        throw thrown;
      },
    });

  it.each([{}, { redact: false } as const])('makes a line of toRecording: %j', (options) => {
    const lines: string[] = [];
    of(throwing(new Error('mine')))
      .pipe(toRecording(options))
      .subscribe((line) => lines.push(line));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"receivedAt"');
  });

  it('makes a line where what it throws cannot be read either', () => {
    const userData = Object.defineProperty({}, 'a', {
      enumerable: true,
      get: () => {
        throw Object.create(null);
      },
    });
    const lines: string[] = [];
    of(chatStateChange({ chat: { id: 'A', userData } }))
      .pipe(toRecording({ redact: false }))
      .subscribe((line) => lines.push(line));
    expect(lines[1]).toContain('the thrown value cannot be read');
  });
});
