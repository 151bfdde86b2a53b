import { expect, it } from 'vitest';
import type { ChatNotification } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { stepBackfill } from '../../../src/session/backfill/backfillMachine.ts';
import type { BackfillEvent } from '../../../src/session/backfill/events.ts';
import { initialBackfill } from '../../../src/session/backfill/state.ts';
import { Desk } from '../../../src/session/desk/index.ts';
import { said } from './asked.ts';

it('an answer to a request from before an eviction proves nothing about the chat that came after it', () => {
  const desk = new Desk();
  const state = initialBackfill(desk);
  const fetches: string[] = [];
  const step = (event: BackfillEvent): void => {
    const { effects } = stepBackfill(state, event, { delayAfter: () => 100, maxRequests: 8, rate: 50 });
    for (const effect of effects)
      if (effect.do === 'fetch') fetches.push(`${effect.request.chatId} from ${effect.request.from}`);
  };
  const receive = (given: ChatNotification): void => {
    const notification = desk.take(given);
    if (notification !== undefined) step({ type: 'received', at: given.receivedAt, notification });
  };
  const shows = (name: string, receivedAt: number): void => {
    receive(chatStateChange({ chat: { id: 'A', state: name }, receivedAt }));
  };

  receive(messageLog({ chatId: 'A', messages: said(1, 2, 3), receivedAt: 0 }));
  shows('Completed', 0);
  step({ type: 'wake', at: 1_000 });
  expect(fetches).toEqual(['A from 3']);
  shows('Chatting', 61_000);
  receive(messageLog({ chatId: 'A', messages: said(4), receivedAt: 61_000 }));
  step({ type: 'fetched', at: 61_001, request: 1, messages: said(3, 4) });
  expect(fetches).toEqual(['A from 3', 'A from 0']);
});
