import { from, map } from 'rxjs';
import { type UserDataChange, userDataChanges } from '../../operators/index.ts';
import type { ChatNotification, ChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

export type UserData = Readonly<Record<string, unknown>>;

const shows = (userData: UserData, id = 'A'): ChatStateChange => chatStateChange({ chat: { id, userData } });

export const a: ChatStateChange = shows({ name: 'Ann' });
export const b: ChatStateChange = shows({ name: 'Ann', tier: { level: 1, marks: [1, 2] } });
export const c: ChatStateChange = shows({ tier: { level: 2, marks: [1, 2] } });
const d = shows({ tier: { marks: [1, 2], level: 1 }, name: 'Ann' });
const e = operationError({ chat: { id: 'A', userData: { name: 'Ann', tier: { level: 1, marks: [1, 2] } } } });
const f = shows({ name: 'Bob', mood: 'good' });
const o = shows({});
export const p: ChatStateChange = chatStateChange({
  chat: { id: 'A', userData: { tier: { level: 2, marks: [1, 2] } } },
  notificationType: 'PropertiesUpdated',
});
const q = shows({ name: 'Ann' }, 'B');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A', messages: [{ userData: { name: 'Eve' } }] });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
export const all: Readonly<Record<string, ChatNotification>> = { a, b, c, d, e, f, o, p, q, s, m, u, n, x };

const tier1 = { tier: { level: 1, marks: [1, 2] } };
const tier2 = { tier: { level: 2, marks: [1, 2] } };
const name = { name: 'Ann' };
export const nothing: UserDataChange = { chatId: 'A', added: {}, changed: {}, removed: {}, current: {} };
export const changes: Readonly<Record<'a' | 'b' | 'c' | 'f' | 'o' | 'q' | 't', UserDataChange>> = {
  a: { ...nothing, added: name, current: name },
  b: { ...nothing, added: tier1, current: { ...name, ...tier1 } },
  c: { ...nothing, changed: tier2, removed: name, current: tier2 },
  f: {
    ...nothing,
    added: { mood: 'good' },
    changed: { name: 'Bob' },
    removed: tier1,
    current: { name: 'Bob', mood: 'good' },
  },
  o: { ...nothing, removed: name },
  q: { ...nothing, chatId: 'B', added: name, current: name },
  t: { ...nothing, added: { ...name, ...tier1 }, current: { ...name, ...tier1 } },
};

/** The changes that are emitted for successive user data. */
export const changesAfter = (...data: readonly UserData[]): readonly UserDataChange[] => {
  const seen: UserDataChange[] = [];
  from(data)
    .pipe(
      map((userData) => shows(userData)),
      userDataChanges(),
    )
    .subscribe((change) => seen.push(change));
  return seen;
};
