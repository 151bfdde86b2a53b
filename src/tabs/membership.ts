import { resume, stopLeading } from './leader.ts';
import { loseAll, loseSent, sendQueued } from './operations.ts';
import type { TabEvent } from './tabEvents.ts';
import { type Draft, markLeaderSeen, post } from './tabState.ts';

export function join(draft: Draft): void {
  const { s, effects } = draft;
  if (s.phase !== 'out') return;
  s.phase = 'follower';
  markLeaderSeen(s);
  effects.push({ do: 'requestLock', steal: false }, { do: 'role' });
  post(draft, { type: 'hello', isElect: false });
}

export function leave(draft: Draft): void {
  const { s, effects } = draft;
  stopLeading(draft);
  loseAll(draft);
  s.phase = 'out';
  effects.push({ do: 'releaseLock' }, { do: 'role' });
}

/** This tab cannot share: it has a session of its own. */
export function becomeAlone(draft: Draft, { reason }: TabEvent<'alone'>): void {
  const { s, effects } = draft;
  if (s.phase === 'alone') return;
  stopLeading(draft);
  loseSent(draft);
  s.phase = 'alone';
  effects.push({ do: 'releaseLock' }, { do: 'role' }, { do: 'report', what: 'alone', detail: reason });
  effects.push({ do: 'startSession', isTakeover: s.reached.term.n > 0 });
  sendQueued(draft);
}

/**
 * @param isHeld - whether the lock is held after all.
 * @returns what has waited for that.
 */
export function onLock(draft: Draft, isHeld: boolean): readonly TabEvent[] {
  return isHeld ? resume(draft) : loseLock(draft);
}

export function loseLock(draft: Draft): readonly TabEvent[] {
  const { s, effects } = draft;
  if (!['leader', 'electing', 'handing'].includes(s.phase)) return [];
  const deferred = stopLeading(draft);
  effects.push({ do: 'requestLock', steal: false });
  post(draft, { type: 'hello', isElect: false });
  return deferred;
}
