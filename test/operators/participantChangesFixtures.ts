import type { ParticipantChange } from '../../operators/index.ts';
import type { ChatNotification, ChatStateChange, Participant } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann' });
const bob = participant({ participantId: '2', nickname: 'Bob' });
const annie = participant({ participantId: '1', nickname: 'Annie' });
const bobTwin = participant({ participantId: '3', nickname: 'Bob' });

export const shows = (id: string, ...participants: readonly Participant[]): ChatStateChange =>
  chatStateChange({ chat: { id, participants } });

export const a: ChatStateChange = shows('A', ann);
export const b: ChatStateChange = shows('A', ann, bob);
const c = shows('A', bob, ann);
const d = shows('A', { ...ann }, { ...bob });
const e = operationError({ chat: { id: 'A', participants: [ann, bob] } });
const f = shows('A', annie, bobTwin);
export const g: ChatStateChange = shows('A', bob);
export const o: ChatStateChange = shows('A');
const p = chatStateChange({ chat: { id: 'A', participants: [bob] }, notificationType: 'PropertiesUpdated' });
const q = shows('B', bob);
const s = chatStateChange({ chat: { id: 'A' } });
const w = shows('A', annie, bob, bob);
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
  o,
  p,
  q,
  s,
  w,
  m,
  u,
  n,
  x,
};

export const nobody: ParticipantChange = { chatId: 'A', joined: [], left: [], changed: [], current: [] };
export const changes: Readonly<
  Record<'a' | 'b' | 'c' | 'f' | 'g' | 'h' | 'o' | 'q' | 't' | 'w', ParticipantChange>
> = {
  a: { ...nobody, joined: [ann], current: [ann] },
  b: { ...nobody, joined: [bob], current: [ann, bob] },
  c: { ...nobody, joined: [bob], current: [bob, ann] },
  f: { ...nobody, joined: [bobTwin], left: [bob], changed: [annie], current: [annie, bobTwin] },
  g: { ...nobody, left: [ann], current: [bob] },
  h: { ...nobody, left: [annie], current: [bob] },
  o: { ...nobody, left: [ann] },
  q: { ...nobody, chatId: 'B', joined: [bob], current: [bob] },
  t: { ...nobody, joined: [ann, bob], current: [ann, bob] },
  w: { ...nobody, joined: [bob], changed: [annie], current: [annie, bob] },
};
