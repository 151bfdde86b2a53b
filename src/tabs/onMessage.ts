import { onLeaderMessage } from './follower.ts';
import { checkLock, onAnswer, onRequest } from './leader.ts';
import { settle } from './operations.ts';
import { compareTerms, type Message } from './protocol.ts';
import type { TabEvent } from './tabEvents.ts';
import { type Draft, markLeaderSeen, post } from './tabState.ts';

/** What only a leader sends. */
const ofLeaders: readonly Message['type'][] = ['beat', 'live', 'snapshot', 'handover'];

/** What another tab says, by what this one is. */
export function onMessage(draft: Draft, event: TabEvent<'message'>): void {
  const { s } = draft;
  const { message } = event;
  if (s.phase === 'out' || s.phase === 'alone') return;
  if (message.from === s.id || (message.to !== undefined && message.to !== s.id)) return;
  if (compareTerms(message.term, s.highest) > 0) {
    s.highest = message.term;
    if (s.phase === 'leader') {
      s.deferred = [...s.deferred, event];
      checkLock(draft);
      return;
    }
  }
  if (message.type === 'answer') settle(draft, message.id, message.outcome);
  else if (s.phase === 'leader') onRequest(draft, message);
  else if (message.type === 'hello') onHello(draft, message);
  else if (s.phase === 'electing') onAnswer(draft, message);
  else if (ofLeaders.includes(message.type)) onLeaderMessage(draft, message);
}

/** A tab that leads not is asked what it knows: by one that was elected, or by one that wants all of it. */
function onHello(draft: Draft, { from, to, isElect }: Message & { readonly type: 'hello' }): void {
  const { s, effects } = draft;
  if (isElect) {
    markLeaderSeen(s);
    post(draft, { type: 'seen' }, from);
  } else if (to !== undefined) {
    effects.push({ do: 'postSnapshot', to: from, term: s.highest, reached: s.reached });
  }
}
