import { decodeNotification } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { entriesOf, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

describe('startTyping and stopTyping', () => {
  it.each(['v2', 'v3'] as const)(
    'push notices, a preview as their text, which use up indices and are no part of the truth (%s)',
    async (dialect) => {
      const simulator = await simulate({ dialect });
      const { received, poll } = await subscribe(simulator);
      const chatId = simulator.openChat({ customer: 'Ada' });
      const before = simulator.truth(chatId);
      simulator.startTyping(chatId, 'Ada');
      simulator.startTyping(chatId, 'Customer', 'Hel');
      simulator.stopTyping(chatId, 'Ada');
      expect(simulator.truth(chatId)).toEqual(before);
      await poll();
      expect(
        entriesOf(received)
          .slice(2)
          .map(({ index, type, text, from }) => [index, type, text, from.nickname]),
      ).toEqual([
        [3, 'TypingStarted', undefined, 'Ada'],
        [4, 'TypingStarted', 'Hel', 'Ada'],
        [5, 'TypingStopped', undefined, 'Ada'],
      ]);
      expect(decodeNotification(received.at(-2))).toMatchObject({
        right: { kind: 'messages', messages: [{ type: 'TypingStarted', text: 'Hel' }] },
      });
      expect(simulator.say(chatId, 'Ada', 'Hello').index).toBe(6);
    },
  );
});
