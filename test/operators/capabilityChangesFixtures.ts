import type { CapabilityChange } from '../../operators/index.ts';
import type { Capability, ChatNotification, ChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

const shows = (state: string, ...capabilities: readonly Capability[]): ChatStateChange =>
  chatStateChange({ chat: { id: 'A', state, capabilities } });

export const a: ChatStateChange = shows('Invited', 'Accept', 'Reject');
export const b: ChatStateChange = shows('Chatting', 'Reject', 'Leave');
const c = shows('Chatting', 'Leave', 'Reject', 'Leave');
export const d: ChatStateChange = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
const e = operationError({ chat: { id: 'A', capabilities: ['Reject', 'Leave'] } });
export const f: ChatStateChange = shows('Completed', 'Leave', 'Transfer');
const g = operationError({ chat: { id: 'A', state: 'Completed', capabilities: ['Leave'] } });
const i = shows('Invited', 'Reject', 'Accept');
const k = shows('Archived', 'Leave');
const o = shows('Chatting');
const p = chatStateChange({
  chat: { id: 'A', capabilities: ['Reject', 'Leave'] },
  notificationType: 'PropertiesUpdated',
});
const q = chatStateChange({ chat: { id: 'B', capabilities: ['Leave'] } });
const r = shows('Revoked', 'Leave');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
export const all: Readonly<Record<string, ChatNotification>> = {
  a,
  b,
  c,
  d,
  e,
  f,
  g,
  i,
  k,
  o,
  p,
  q,
  r,
  s,
  m,
  u,
  n,
  x,
};

const nothing = { chatId: 'A', gained: [], lost: [], current: [] };
export const changes: Readonly<Record<string, CapabilityChange>> = {
  a: { ...nothing, gained: ['Accept', 'Reject'], current: ['Accept', 'Reject'] },
  b: { ...nothing, gained: ['Leave'], lost: ['Accept'], current: ['Reject', 'Leave'] },
  d: { ...nothing, lost: ['Reject', 'Leave'] },
  f: {
    ...nothing,
    gained: ['Leave', 'Transfer'],
    lost: ['Accept', 'Reject'],
    current: ['Leave', 'Transfer'],
  },
  o: { ...nothing, lost: ['Accept', 'Reject'] },
  q: { ...nothing, chatId: 'B', gained: ['Leave'], current: ['Leave'] },
  t: { ...nothing, gained: ['Reject', 'Leave'], current: ['Reject', 'Leave'] },
};
