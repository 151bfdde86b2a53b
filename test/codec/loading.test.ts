import { expect, it } from 'vitest';

it('loading makes every codec, and none fails', async () => {
  const { Chat, ChatMessage, ChatNotification, Participant } = await import('../../src/codec/index.ts');
  expect([Chat, ChatMessage, ChatNotification, Participant].map(({ name }) => name)).toEqual([
    'Chat',
    'ChatMessage',
    'ChatNotification',
    'Participant',
  ]);
});
