import type { LogEntry } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { overFake } from './overFake.ts';
import { hear } from './sessions.ts';

describe('the log', () => {
  it('is redacted by the built-in rules, whatever the server tells, and failures$ is not', () => {
    const entries: LogEntry[] = [];
    const { chats, client } = overFake({ logger: (entry) => entries.push(entry) });
    hear(chats.notifications$);
    const failures = hear(chats.failures$);
    const foreign = hear(chats.foreign$);
    const told = ['ann@example.com', '+49 170 1234567', 'DE89370400440532013000', '4111111111111111'];
    for (const text of told) client.publish('/v2/me/chats', { messageType: `of ${text}`, chat: { id: 5 } });
    client.publish('/v2/me/chats', {
      messageType: 'ChatStateChangeMessage',
      notificationType: 'StatusChange',
      referenceId: 1,
      chat: { id: 'A', state: 'Idle', participants: [{ participantId: 4111111111111111, nickname: 'Ann' }] },
    });
    client.publish('/v2/me/chats', {
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatUri: '/chats/A',
      messages: [{ index: 4111111111111111.5, type: 'Text', from: 5 }],
    });
    const said = entries.map(({ level, message }) => `${level} ${message}`);
    expect(said.filter((line) => line.includes('***')).length).toBeGreaterThanOrEqual(told.length);
    for (const text of told) expect(said.join('\n')).not.toContain(text);
    expect(JSON.stringify([failures.values, foreign.values])).toContain(told[0]);
  });
});
