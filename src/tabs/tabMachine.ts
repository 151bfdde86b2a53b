import { askAgainAt, catchUp, onLeaderMessage } from './follower.ts';
import {
  beat,
  checkLock,
  elect,
  emit,
  endRound,
  onAnswer,
  onRequest,
  resume,
  stopLeading,
} from './leader.ts';
import { cancel, loseAll, loseSent, operate, ran, sendQueued, settle } from './operations.ts';
import { compareTerms, type Message } from './protocol.ts';
import { type Draft, noPosition, post, type TabEvent, type TabState, type TabStep } from './tabState.ts';

/**
 * The protocol of the tabs of a browser that share one connection: who leads, what the others know, and when one takes over.
 * Pure: it has no clock, and the lock, the channel and the session are effects.
 */
export function step(state: TabState, event: TabEvent): TabStep {
  const draft: Draft = { s: { ...state }, effects: [] };
  const { s, effects } = draft;
  run(draft, event);
  const at = wakeAt(s);
  if (at !== s.wakeAt || event.type === 'wake') effects.push({ do: 'wakeAt', at });
  s.wakeAt = at;
  return { state: s, effects };
}

function run(draft: Draft, event: TabEvent): void {
  const { s } = draft;
  notice(draft, event.at);
  if (s.isUnsure && isDeferred(event)) {
    if (event.type !== 'wake') s.deferred = [...s.deferred, event];
    return;
  }
  handle(draft, event);
}

/** A leader that was frozen, or whose clock was set, may have lost the lock without knowing. */
function notice(draft: Draft, at: number): void {
  const { s } = draft;
  const passed = at - s.now;
  s.now = at;
  const isLeading = s.phase === 'leader' || s.phase === 'electing';
  if (isLeading && (passed < 0 || passed > s.rules.takeoverAfter / 2)) checkLock(draft);
  if (passed < 0)
    for (const field of ['heardAt', 'ledSince', 'dueAt'] as const) s[field] = Math.min(s[field], at);
}

/** While the lock may be lost, nothing is emitted and nobody is answered. */
const isDeferred = ({ type }: TabEvent): boolean =>
  type === 'item' || type === 'message' || type === 'wake' || type === 'reconnect';

function handle(draft: Draft, event: TabEvent): void {
  const { s, effects } = draft;
  switch (event.type) {
    case 'join':
      join(draft);
      return;
    case 'leave':
      leave(draft);
      return;
    case 'forget':
      s.reached = noPosition;
      return;
    case 'alone':
      becomeAlone(draft, event.reason);
      return;
    case 'visible':
      s.isVisible = event.isVisible;
      if (s.phase === 'leader' && !s.isUnsure) beat(draft);
      else if (s.phase === 'follower' && event.isVisible) post(draft, { type: 'ping' }, s.term.id);
      return;
    case 'lockGranted':
      if (s.phase === 'follower') elect(draft);
      else if (s.phase === 'out' || s.phase === 'alone') effects.push({ do: 'releaseLock' });
      return;
    case 'lockLost':
      onLock(draft, false);
      return;
    case 'lockChecked':
      if (s.isUnsure && event.check === s.check) onLock(draft, event.isHeld);
      return;
    case 'message':
      onMessage(draft, event.message);
      return;
    case 'item':
      if (s.phase === 'leader') emit(draft, event.item);
      else if (s.phase === 'alone') effects.push({ do: 'deliver', item: event.item });
      return;
    case 'operate':
      operate(draft, event);
      return;
    case 'cancel':
      cancel(draft, event.id);
      return;
    case 'ran':
      ran(draft, event.id, event.outcome);
      return;
    case 'reconnect':
      if (s.phase === 'follower') post(draft, { type: 'reconnect' }, s.term.id);
      else effects.push({ do: 'reconnect' });
      return;
    case 'resync':
      if (s.phase !== 'follower') return;
      s.isInDoubt = true;
      catchUp(draft);
      return;
    case 'wake':
      wake(draft);
      return;
  }
}

function join(draft: Draft): void {
  const { s, effects } = draft;
  if (s.phase !== 'out') return;
  s.phase = 'follower';
  s.heardAt = s.now;
  s.pingedAt = undefined;
  effects.push({ do: 'requestLock', steal: false }, { do: 'role' });
  post(draft, { type: 'hello', isElect: false });
}

function leave(draft: Draft): void {
  const { s, effects } = draft;
  stopLeading(draft);
  loseAll(draft);
  s.phase = 'out';
  effects.push({ do: 'releaseLock' }, { do: 'role' });
}

function becomeAlone(draft: Draft, detail: string): void {
  const { s, effects } = draft;
  if (s.phase === 'alone') return;
  stopLeading(draft);
  loseSent(draft);
  s.phase = 'alone';
  effects.push({ do: 'releaseLock' }, { do: 'role' }, { do: 'report', what: 'alone', detail });
  effects.push({ do: 'startSession', isTakeover: s.highest.n > 0 });
  sendQueued(draft);
}

/** @param isHeld - whether the lock is held after all. */
function onLock(draft: Draft, isHeld: boolean): void {
  const { s, effects } = draft;
  if (!['leader', 'electing', 'handing'].includes(s.phase)) return;
  const deferred = isHeld ? resume(draft) : stopLeading(draft);
  if (!isHeld) {
    effects.push({ do: 'requestLock', steal: false });
    post(draft, { type: 'hello', isElect: false });
  }
  for (const former of deferred) run(draft, { ...former, at: s.now });
}

function onMessage(draft: Draft, message: Message): void {
  const { s } = draft;
  if (s.phase === 'out' || s.phase === 'alone') return;
  if (message.from === s.id || (message.to !== undefined && message.to !== s.id)) return;
  if (compareTerms(message.term, s.highest) > 0) {
    s.highest = message.term;
    if (s.phase === 'leader') {
      s.deferred = [...s.deferred, { type: 'message', at: s.now, message }];
      checkLock(draft);
      return;
    }
  }
  if (message.type === 'answer') {
    settle(draft, message.id, message.outcome);
  } else if (s.phase === 'leader') {
    onRequest(draft, message);
  } else if (message.type === 'hello') {
    onHello(draft, message);
  } else if (s.phase === 'electing') {
    onAnswer(draft, message);
  } else if (['beat', 'live', 'snapshot', 'handover'].includes(message.type)) {
    onLeaderMessage(draft, message);
  }
}

/** A tab that leads not is asked what it knows: by one that was elected, or by one that wants all of it. */
function onHello(draft: Draft, { from, to, ...hello }: Message & { readonly type: 'hello' }): void {
  const { s, effects } = draft;
  if (hello.isElect) {
    s.heardAt = s.now;
    s.pingedAt = undefined;
    post(draft, { type: 'seen' }, from);
  } else if (to !== undefined) {
    effects.push({ do: 'postSnapshot', to: from, term: s.highest, reached: s.reached });
  }
}

function wake(draft: Draft): void {
  const { s, effects } = draft;
  switch (s.phase) {
    case 'leader':
      if (s.now >= s.dueAt) beat(draft);
      return;
    case 'electing':
      if (s.now >= s.roundUntil) endRound(draft);
      return;
    case 'handing':
      if (s.now < s.dueAt) return;
      stopLeading(draft);
      effects.push({ do: 'releaseLock' }, { do: 'requestLock', steal: false });
      return;
    case 'follower':
      if (s.now >= askAgainAt(s)) catchUp(draft);
      watch(draft);
      return;
    default:
      return;
  }
}

/** A follower pings a leader that is silent, and takes the lock if that is not answered. */
function watch(draft: Draft): void {
  const { s, effects } = draft;
  if (s.now < watchdogAt(s)) return;
  if (s.pingedAt === undefined) {
    s.pingedAt = s.now;
    post(draft, { type: 'ping' });
    return;
  }
  s.heardAt = s.now;
  s.pingedAt = undefined;
  effects.push({ do: 'requestLock', steal: true });
}

/** When a follower pings, or, after that, takes over. A thawed tab finds that long past, and pings first. */
function watchdogAt({ rules: { takeoverAfter }, isVisible, heardAt, pingedAt }: TabState): number {
  const patience = takeoverAfter / 5;
  const limit = heardAt + (isVisible ? 1 : 3) * takeoverAfter;
  return pingedAt === undefined ? limit - patience : Math.max(limit, pingedAt + patience);
}

function wakeAt(s: TabState): number {
  if (s.isUnsure) return Infinity;
  switch (s.phase) {
    case 'leader':
    case 'handing':
      return s.dueAt;
    case 'electing':
      return s.roundUntil;
    case 'follower':
      return Math.min(askAgainAt(s), watchdogAt(s));
    default:
      return Infinity;
  }
}
