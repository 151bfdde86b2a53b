import {
  comparePositions,
  compareTerms,
  type Item,
  type Message,
  type Options,
  type Position,
} from './protocol.ts';
import { loseSent, sendQueued } from './operations.ts';
import { type Draft, markLeaderSeen, isInStep, isSameTerm, post, type TabState } from './tabState.ts';

/** After so long, a snapshot is requested again, in milliseconds. */
const snapshotTimeout = 1_000;
/** So many items behind a gap are kept; more are in the next snapshot. */
const maxWaiting = 1_000;

/** A message of a leader. Older terms are dropped. */
export function onLeaderMessage(draft: Draft, message: Message): void {
  const { s } = draft;
  if (message.from !== message.term.id) return;
  if (compareTerms(message.term, s.highest) < 0) {
    // It does not know that it is stale, or it has chosen its term without knowing all: it receives the highest.
    if (message.type === 'beat') post(draft, { type: 'seen' }, message.from);
    return;
  }
  if (compareTerms(message.term, s.term) > 0) beginTerm(draft, message);
  markLeaderSeen(s);
  follow(draft, message);
  sendQueued(draft);
}

function beginTerm(draft: Draft, { term }: Message): void {
  const { s, effects } = draft;
  s.term = term;
  s.known = 0;
  s.waiting = new Map();
  s.askedAt = undefined;
  loseSent(draft);
  effects.push({ do: 'role' });
}

function follow(draft: Draft, message: Message): void {
  const { s, effects } = draft;
  switch (message.type) {
    case 'beat':
      s.known = Math.max(s.known, message.reached.seq);
      drain(draft);
      reportOptions(draft, message.options);
      if (!isInStep(s)) return;
      effects.push({ do: 'upToDate' });
      if (!message.isVisible && s.isVisible) post(draft, { type: 'claim' }, message.from);
      return;
    case 'live':
      onItem(draft, message.reached.seq, message.item);
      return;
    case 'snapshot':
      merge(draft, message);
      return;
    case 'handover':
      // The former leader emits nothing more and waits for this.
      effects.push({ do: 'requestLock', steal: true });
      return;
    default:
      return;
  }
}

/** The options of the leader apply. That they differ is reported once. */
function reportOptions({ s, effects }: Draft, theirs: Options): void {
  const mine = s.rules.options;
  const detail = Object.keys(mine)
    .filter((name) => mine[name] !== theirs[name])
    .join(', ');
  if (detail === '' || detail === s.reported) return;
  s.reported = detail;
  effects.push({ do: 'report', what: 'options', detail });
}

function onItem(draft: Draft, seq: number, item: Item): void {
  const { s } = draft;
  s.known = Math.max(s.known, seq);
  if (isBehind(s.reached, { term: s.term, seq }) && s.waiting.size < maxWaiting)
    s.waiting = new Map(s.waiting).set(seq, item);
  drain(draft);
}

const isBehind = (reached: Position, position: Position): boolean => comparePositions(reached, position) < 0;

/** Delivers what has no gap before it; where there is one, a snapshot is requested. */
function drain(draft: Draft): void {
  const { s, effects } = draft;
  if (isSameTerm(s.reached.term, s.term)) {
    for (let seq = s.reached.seq + 1; ; seq += 1) {
      const item = s.waiting.get(seq);
      if (item === undefined) break;
      effects.push({ do: 'deliver', item });
      s.reached = { term: s.term, seq };
    }
    if (s.waiting.size > 0) s.waiting = new Map([...s.waiting].filter(([seq]) => seq > s.reached.seq));
  }
  catchUp(draft);
}

/** Requests a snapshot if this tab is out of step. */
export function catchUp(draft: Draft): void {
  const { s } = draft;
  if (isInStep(s)) {
    s.askedAt = undefined;
    return;
  }
  if (s.askedAt !== undefined && s.now < s.askedAt + snapshotTimeout && s.now >= s.askedAt) return;
  s.askedAt = s.now;
  post(draft, { type: 'hello', isElect: false }, s.term.id);
}

/** When the snapshot is requested again that was not answered. */
export const askAgainAt = (s: TabState): number =>
  s.askedAt === undefined || isInStep(s) ? Infinity : s.askedAt + snapshotTimeout;

function merge(draft: Draft, message: Message & { readonly type: 'snapshot' }): void {
  const { s, effects } = draft;
  // Only its own leader speaks for a term; a snapshot that is behind what was delivered would go back.
  const isUseful = message.from === s.term.id && !isBehind(message.reached, s.reached);
  if (isUseful) {
    const isAhead = !isSameTerm(s.reached.term, s.term);
    effects.push({ do: 'merge', snapshot: message.snapshot, isAhead });
    s.isInDoubt = false;
    s.reached = message.reached;
    s.known = Math.max(s.known, message.reached.seq);
  }
  drain(draft);
}
