import { type Message, noTerm, type Outcome, type Term } from './protocol.ts';
import type { TabEvent } from './tabEvents.ts';
import { type Draft, isSameTerm, post } from './tabState.ts';

/** So many operations of followers are remembered, so that none runs twice. */
const maxServed = 1_000;

/** An operation of this tab: the leader runs it, a follower sends it, and without a leader it waits. */
export function operate(draft: Draft, { id, request }: TabEvent<'operate'>): void {
  const { s } = draft;
  s.operations = new Map(s.operations).set(id, { request });
  sendQueued(draft);
}

/** Whether there is somebody to run an operation now. */
const receiverOf = ({ s }: Draft): Term | undefined => {
  if (s.phase === 'leader' || s.phase === 'alone') return s.isUnsure ? undefined : s.term;
  // A follower that knows of a higher term waits for its leader.
  const isKnown = s.phase === 'follower' && s.term !== noTerm && isSameTerm(s.term, s.highest);
  return isKnown && s.term.id !== s.id ? s.term : undefined;
};

/** Runs or sends the operations that wait for a leader. */
export function sendQueued(draft: Draft): void {
  const { s, effects } = draft;
  const term = receiverOf(draft);
  if (term === undefined) return;
  const queued = [...s.operations].filter(([, pending]) => pending.term === undefined);
  for (const [id, { request }] of queued) {
    s.operations = new Map(s.operations).set(id, { request, term });
    if (s.phase === 'follower') post(draft, { type: 'ask', id, request }, term.id);
    else effects.push({ do: 'run', id, request });
  }
}

/** The leader that has them is gone: nobody knows whether it has sent them. */
export function loseSent(draft: Draft): void {
  const { s, effects } = draft;
  for (const [id, { term }] of s.operations) {
    if (term === undefined) continue;
    effects.push({ do: 'lose', id, wasSent: true });
    remove(draft, id);
  }
  s.served = new Map();
}

/** This tab leaves: nothing waits any more. */
export function loseAll(draft: Draft): void {
  loseSent(draft);
  const { s, effects } = draft;
  for (const id of s.operations.keys()) effects.push({ do: 'lose', id, wasSent: false });
  s.operations = new Map();
}

export function cancel(draft: Draft, { id }: TabEvent<'cancel'>): void {
  const { s, effects } = draft;
  const pending = s.operations.get(id);
  if (pending === undefined) return;
  remove(draft, id);
  if (pending.term === undefined) return;
  if (s.phase === 'follower') post(draft, { type: 'cancel', id }, pending.term.id);
  else effects.push({ do: 'abort', id });
}

/** An operation that this tab ran has ended: its own, or a follower's. */
export function ran(draft: Draft, { id, outcome }: TabEvent<'ran'>): void {
  const { s } = draft;
  settle(draft, id, outcome);
  const served = s.served.get(id);
  if (served === undefined || served.isDone) return;
  s.served = new Map(s.served).set(id, { ...served, isDone: true });
  post(draft, { type: 'answer', id, outcome }, served.from);
}

export function settle(draft: Draft, id: string, outcome: Outcome): void {
  if (!draft.s.operations.has(id)) return;
  remove(draft, id);
  draft.effects.push({ do: 'settle', id, outcome });
}

/** A follower asks: what was asked of another leader, or is known, does not run. */
export function serve(draft: Draft, message: Message & { readonly type: 'ask' | 'cancel' }): void {
  const { s, effects } = draft;
  const { id, from } = message;
  const served = s.served.get(id);
  if (message.type === 'cancel') {
    if (served?.from === from && !served.isDone) effects.push({ do: 'abort', id });
    return;
  }
  if (served !== undefined || !isSameTerm(message.term, s.term)) return;
  const kept = [...s.served].filter(([, { isDone }]) => !isDone || s.served.size < maxServed);
  s.served = new Map(kept).set(id, { from, isDone: false });
  effects.push({ do: 'run', id, request: message.request });
}

/** Whether the leader is running anything. */
export const isBusy = ({ s }: Draft): boolean =>
  s.operations.size > 0 || [...s.served.values()].some(({ isDone }) => !isDone);

function remove({ s }: Draft, id: string): void {
  const rest = new Map(s.operations);
  rest.delete(id);
  s.operations = rest;
}
