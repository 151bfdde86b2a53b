import { catchUp } from './follower.ts';
import { beat, checkLock, elect, emit } from './leader.ts';
import { becomeAlone, join, leave, loseLock, onLock } from './membership.ts';
import { onMessage } from './onMessage.ts';
import { cancel, operate, ran } from './operations.ts';
import type { EventHandlers, TabEvent } from './tabEvents.ts';
import { type Draft, noPosition, post, type TabState, type TabStep } from './tabState.ts';
import { wake, wakeAt } from './watch.ts';

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
    for (const field of ['leaderSeenAt', 'ledSince', 'dueAt'] as const) s[field] = Math.min(s[field], at);
}

/** While the lock may be lost, nothing is emitted and nobody is answered. */
const isDeferred = ({ type }: TabEvent): boolean =>
  type === 'item' || type === 'message' || type === 'wake' || type === 'reconnect';

const handlers: EventHandlers<Draft> = {
  join,
  leave,
  forget: ({ s }) => {
    s.reached = noPosition;
  },
  wake,
  resync: (draft) => {
    if (draft.s.phase !== 'follower') return;
    draft.s.isInDoubt = true;
    catchUp(draft);
  },
  reconnect: (draft) => {
    const { s, effects } = draft;
    if (s.phase === 'follower') post(draft, { type: 'reconnect' }, s.term.id);
    else effects.push({ do: 'reconnect' });
  },
  alone: becomeAlone,
  visible: (draft, { isVisible }) => {
    const { s } = draft;
    s.isVisible = isVisible;
    if (s.phase === 'leader' && !s.isUnsure) beat(draft);
    else if (s.phase === 'follower' && isVisible) post(draft, { type: 'ping' }, s.term.id);
  },
  lockGranted: (draft) => {
    const { s, effects } = draft;
    if (s.phase === 'follower') elect(draft);
    else if (s.phase === 'out' || s.phase === 'alone') effects.push({ do: 'releaseLock' });
  },
  lockLost: (draft) => {
    again(draft, loseLock(draft));
  },
  lockChecked: (draft, { check, isHeld }) => {
    if (draft.s.isUnsure && check === draft.s.check) again(draft, onLock(draft, isHeld));
  },
  message: onMessage,
  item: (draft, { item }) => {
    const { s, effects } = draft;
    if (s.phase === 'leader') emit(draft, item);
    else if (s.phase === 'alone') effects.push({ do: 'deliver', item });
  },
  operate,
  cancel,
  ran,
};

function handle<T extends TabEvent['type']>(draft: Draft, event: TabEvent<T>): void {
  handlers[event.type](draft, event);
}

/** What waited until it was known who has the lock. */
function again(draft: Draft, deferred: readonly TabEvent[]): void {
  for (const event of deferred) run(draft, { ...event, at: draft.s.now });
}
