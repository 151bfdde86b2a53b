import type { Capability, ChatNotification, ChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

const shows = (id: string, state: string, ...capabilities: readonly Capability[]): ChatStateChange =>
  chatStateChange({ chat: { id, state, capabilities } });

export const a: ChatStateChange = shows('A', 'Chatting', 'Transfer', 'Leave');
export const A: ChatStateChange = shows('A', 'Chatting', 'Transfer');
export const b: ChatStateChange = shows('B', 'Chatting', 'Leave');
export const B: ChatStateChange = shows('B', 'Chatting', 'Transfer');
const c = chatStateChange({ chat: { id: 'C' } });
export const d: ChatStateChange = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
const D = shows('A', 'Completed', 'Leave');
const e = operationError({ chat: { id: 'A', capabilities: ['Leave'] } });
const E = operationError({ chat: { id: 'A', capabilities: [] } });
const F = operationError({ chat: { id: 'A', state: 'Revoked', capabilities: ['Leave'] } });
export const i: ChatStateChange = shows('A', 'Chatting', 'Leave', 'Transfer', 'Leave');
const K = shows('A', 'Archived', 'Leave');
export const o: ChatStateChange = shows('A', 'Chatting');
const p = chatStateChange({
  chat: { id: 'A', capabilities: ['Leave'] },
  notificationType: 'PropertiesUpdated',
});
const r = shows('A', 'Revoked', 'Leave');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
export const all: Readonly<Record<string, ChatNotification>> = {
  a,
  A,
  b,
  B,
  c,
  d,
  D,
  e,
  E,
  F,
  i,
  K,
  o,
  p,
  r,
  s,
  m,
  u,
  n,
  x,
};

export const has: Readonly<Record<string, boolean>> = { t: true, f: false };
