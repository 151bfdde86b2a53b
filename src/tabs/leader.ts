import { comparePositions, compareTerms, type Item, type Message } from './protocol.ts';
import { isBusy, loseSent, sendQueued, serve } from './operations.ts';
import type { TabEvent } from './tabEvents.ts';
import { type Draft, markLeaderSeen, isSameTerm, post } from './tabState.ts';

/** How long one that was elected waits for the answers of the others, in milliseconds. */
const roundTime = 100;
/** How long it waits for the snapshot of a tab that has reached more. */
const fetchTime = 300;
/** A hidden leader leads so long before it hands over, in milliseconds: not more than one handover in that time. */
const handoverPause = 5_000;
/** So long a leader waits for its successor to take the lock. */
const handoverTime = 1_000;

/** The lock is granted: the others are asked for the highest term. */
export function elect(draft: Draft): void {
  const { s } = draft;
  s.phase = 'electing';
  s.roundUntil = s.now + roundTime;
  s.best = undefined;
  s.isFetchingBest = false;
  post(draft, { type: 'hello', isElect: true });
}

/** An answer to one that was elected. */
export function onAnswer(draft: Draft, message: Message): void {
  const { s, effects } = draft;
  if (message.type === 'seen' && comparePositions(message.reached, (s.best ?? s).reached) > 0)
    s.best = { id: message.from, reached: message.reached };
  if (message.type !== 'snapshot' || !s.isFetchingBest || message.from !== s.best?.id) return;
  if (comparePositions(message.reached, s.reached) <= 0) return;
  const isAhead = !isSameTerm(message.reached.term, s.reached.term);
  effects.push({ do: 'merge', snapshot: message.snapshot, isAhead });
  s.reached = message.reached;
  lead(draft);
}

/** The round is over: what another tab has reached beyond this one comes first. */
export function endRound(draft: Draft): void {
  const { s } = draft;
  if (s.best === undefined || s.isFetchingBest) {
    lead(draft);
    return;
  }
  s.isFetchingBest = true;
  s.roundUntil = s.now + fetchTime;
  post(draft, { type: 'hello', isElect: false }, s.best.id);
}

function lead(draft: Draft): void {
  const { s, effects } = draft;
  const isTakeover = s.reached.term.n > 0;
  s.phase = 'leader';
  s.ledSince = s.now;
  loseSent(draft); // to the leader before
  raiseTerm(draft);
  effects.push({ do: 'startSession', isTakeover });
  beat(draft);
  sendQueued(draft);
}

/** A term above all others that are known. */
function raiseTerm({ s, effects }: Draft): void {
  s.term = s.highest = { n: s.highest.n + 1, id: s.id };
  s.reached = { term: s.term, seq: 0 };
  s.known = 0;
  s.isInDoubt = false;
  s.waiting = new Map();
  s.askedAt = undefined;
  effects.push({ do: 'role' });
}

export function beat(draft: Draft): void {
  const { s, effects } = draft;
  const { isVisible, rules } = s;
  effects.push({ do: 'upToDate' });
  s.dueAt = s.now + rules.takeoverAfter / 4;
  post(draft, { type: 'beat', isVisible, options: rules.options });
}

/** The session of the leader has emitted. */
export function emit(draft: Draft, item: Item): void {
  const { s, effects } = draft;
  s.reached = { term: s.term, seq: s.reached.seq + 1 };
  effects.push({ do: 'deliver', item });
  post(draft, { type: 'live', item });
}

/** What followers ask of their leader. */
export function onRequest(draft: Draft, message: Message): void {
  const { s, effects } = draft;
  switch (message.type) {
    case 'hello':
      if (message.isElect) checkLock(draft);
      else effects.push({ do: 'postSnapshot', to: message.from, term: s.term, reached: s.reached });
      return;
    case 'ping':
      beat(draft);
      return;
    case 'ask':
    case 'cancel':
      serve(draft, message);
      return;
    case 'reconnect':
      effects.push({ do: 'reconnect' });
      return;
    case 'claim':
      if (!s.isVisible && s.now - s.ledSince >= handoverPause && !isBusy(draft))
        handOver(draft, message.from);
      return;
    default:
      return;
  }
}

function handOver(draft: Draft, to: string): void {
  const { s } = draft;
  stopLeading(draft);
  s.phase = 'handing';
  s.dueAt = s.now + handoverTime;
  post(draft, { type: 'handover' }, to);
}

/** Nothing more is emitted until it is known whether this tab still holds the lock. */
export function checkLock({ s, effects }: Draft): void {
  s.isUnsure = true;
  s.check += 1;
  effects.push({ do: 'checkLock', check: s.check });
}

/** The lock is held after all. Of what waited nothing is lost. */
export function resume(draft: Draft): readonly TabEvent[] {
  const { s } = draft;
  const { deferred } = s;
  s.isUnsure = false;
  s.deferred = [];
  if (s.phase !== 'leader') return deferred;
  if (compareTerms(s.highest, s.term) > 0) raiseTerm(draft);
  beat(draft);
  sendQueued(draft);
  return deferred;
}

/** The session is closed, and what it was doing is lost. */
export function stopLeading(draft: Draft): readonly TabEvent[] {
  const { s, effects } = draft;
  const { deferred } = s;
  const isRunning = s.phase === 'leader' || s.phase === 'alone';
  s.phase = 'follower';
  markLeaderSeen(s);
  s.isUnsure = false;
  s.deferred = [];
  if (isRunning) {
    effects.push({ do: 'stopSession' }, { do: 'role' });
    loseSent(draft);
  }
  // What the stale session has emitted is not passed on: the next leader has it.
  return deferred.filter(({ type }) => type !== 'item');
}
