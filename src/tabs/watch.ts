import { askAgainAt, catchUp } from './follower.ts';
import { beat, endRound, stopLeading } from './leader.ts';
import { type Draft, markLeaderSeen, post, type TabState } from './tabState.ts';

/** Something is due. */
export function wake(draft: Draft): void {
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
      if (s.now >= watchdogAt(s)) watch(draft);
      return;
    default:
      return;
  }
}

/** A follower pings a leader that is silent, and takes the lock if that is not answered. */
function watch(draft: Draft): void {
  const { s, effects } = draft;
  if (s.pingedAt === undefined) {
    s.pingedAt = s.now;
    post(draft, { type: 'ping' });
    return;
  }
  markLeaderSeen(s);
  effects.push({ do: 'requestLock', steal: true });
}

/** When a follower pings, or, after that, takes over. A thawed tab finds that long past, and pings first. */
function watchdogAt({ rules: { takeoverAfter }, isVisible, leaderSeenAt, pingedAt }: TabState): number {
  const patience = takeoverAfter / 5;
  const limit = leaderSeenAt + (isVisible ? 1 : 3) * takeoverAfter;
  return pingedAt === undefined ? limit - patience : Math.max(limit, pingedAt + patience);
}

/** When the next thing is due. */
export function wakeAt(s: TabState): number {
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
