import { chatMessages } from 'rx-chat-notifications';
import { expect, it, onTestFinished, vi } from 'vitest';
import { simulate } from '../simulator/running.ts';
import { eventually, hear, session } from './sessions.ts';

it.each([
  [50_000, []],
  [61_000, ['history: ParticipantJoined', 'history: ParticipantJoined', 'history: before']],
])(
  'a chat that is reopened %i ms after its end: old messages arrive again as history: %j',
  async (after, old) => {
    const simulator = await simulate();
    let passed = 0;
    const now = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + passed);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    const chats = session({ url: simulator.url, credentials: simulator.credentials });
    const messages = hear(chats.notifications$.pipe(chatMessages()));
    await chats.ready();
    simulator.openChat({ id: 'A', customer: 'Ann' });
    simulator.say('A', 'Ann', 'before');
    simulator.setState('A', 'Completed');
    await eventually(() => {
      expect(messages.values).toHaveLength(3);
    });

    passed = after;
    simulator.setState('A', 'Chatting');
    simulator.say('A', 'Ann', 'after');
    await eventually(() => {
      const later = messages.values.slice(3);
      expect(later.some(({ text }) => text === 'after')).toBe(true);
      const again = later.filter(({ text }) => text !== 'after');
      expect(again.map(({ origin, text, type }) => `${origin}: ${text ?? type}`)).toEqual(old);
    });
  },
);
