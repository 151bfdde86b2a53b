import { describe, expect, it } from 'vitest';
import type { Body, Message, Term } from '../../src/tabs/protocol.ts';
import type { TabEffect } from '../../src/tabs/tabEvents.ts';
import type { Happening } from '../../src/tabs/tab.ts';
import { step } from '../../src/tabs/tabMachine.ts';
import { initialTab, noPosition, type TabState } from '../../src/tabs/tabState.ts';

const takeoverAfter = 10_000;
const status = { state: 'connected', since: 0, attempt: 0 } as const;
const item = { kind: 'status', status } as const;
const request = {
  kind: 'perform',
  chatId: 'c',
  operation: { operationName: 'Accept' },
  until: Infinity,
} as const;
const askOfFollower = { type: 'ask', id: 'x.1', request } as const;
const beat: Body = { type: 'beat', isVisible: true, options: {} };

interface Sent {
  readonly term?: Term;
  readonly from?: string;
  readonly seq?: number;
}

/** One machine, its effects and its time. */
class Machine {
  state: TabState;
  now = 0;
  effects: readonly TabEffect[] = [];

  constructor(isVisible = true) {
    this.state = initialTab('b', { takeoverAfter, options: {} }, 0, isVisible);
    this.do({ type: 'join' });
  }

  /** Returns the types of the effects. */
  do(event: Happening): readonly string[] {
    const { state, effects } = step(this.state, { ...event, at: this.now });
    this.state = state;
    this.effects = effects.filter((effect) => effect.do !== 'wakeAt');
    return this.effects.map((effect) => (effect.do === 'post' ? effect.message.type : effect.do));
  }

  receive(body: Body, sent: Sent = {}): readonly string[] {
    const { term = first, from = term.id, seq = 0 } = sent;
    const message: Message = { ...body, from, term, reached: { term, seq } };
    return this.do({ type: 'message', message });
  }

  /** Wakes it whenever it wants, until an instant; returns when it steals the lock. */
  waitUntil(end: number): number | undefined {
    while (this.state.wakeAt <= end) {
      this.now = this.state.wakeAt;
      if (this.do({ type: 'wake' }).includes('requestLock')) return this.now;
    }
    this.now = end;
    return undefined;
  }

  lead(): void {
    this.do({ type: 'lockGranted' });
    this.waitUntil(this.now + 100);
    expect(this.state.phase).toBe('leader');
  }
}

const first: Term = { n: 1, id: 'a' };

describe('terms and sequence numbers', () => {
  it('drops what a leader of an older term says, and delivers what the current one says', () => {
    const tab = new Machine();
    tab.receive({
      type: 'snapshot',
      snapshot: { desk: { chats: [] }, status, isListed: true, isReady: true },
    });
    expect(tab.receive({ type: 'live', item }, { seq: 1 })).toEqual(['deliver']);
    tab.receive(beat, { term: { n: 2, id: 'c' } });
    expect(tab.receive({ type: 'live', item }, { seq: 2 })).toEqual([]);
    expect(tab.receive(beat, { seq: 2 })).toEqual(['seen']);
  });

  it('requests a snapshot where a number is missing, and delivers what waited behind it in order', () => {
    const tab = new Machine();
    const snapshot = { desk: { chats: [] }, status, isListed: true, isReady: true };
    tab.receive({ type: 'snapshot', snapshot });
    expect(tab.receive({ type: 'live', item }, { seq: 2 })).toEqual(['hello']);
    expect(tab.receive({ type: 'live', item }, { seq: 3 })).toEqual([]);
    expect(tab.receive({ type: 'snapshot', snapshot }, { seq: 1 })).toEqual(['merge', 'deliver', 'deliver']);
    expect(tab.state.reached.seq).toBe(3);
    expect(tab.receive({ type: 'live', item }, { seq: 3 })).toEqual([]);
  });

  it('leads with a term above all that the others have seen', () => {
    const tab = new Machine();
    tab.do({ type: 'lockGranted' });
    tab.receive({ type: 'seen' }, { term: { n: 7, id: 'z' }, from: 'c' });
    tab.waitUntil(1_000);
    expect(tab.state.term).toEqual({ n: 8, id: 'b' });
  });
});

describe('a silent leader', () => {
  it('loses the lock to a visible tab after takeoverAfter, and to a hidden one after three times as long', () => {
    for (const [isVisible, after] of [
      [true, takeoverAfter],
      [false, 3 * takeoverAfter],
    ] as const) {
      const tab = new Machine(isVisible);
      tab.receive(beat);
      expect(tab.waitUntil(100_000)).toBe(after);
    }
  });

  it('is asked first, and keeps the lock if it answers', () => {
    const tab = new Machine();
    tab.receive(beat);
    expect(tab.waitUntil(9_000)).toBeUndefined();
    expect(tab.state.pingedAt).toBeDefined();
    tab.receive(beat);
    expect(tab.waitUntil(18_000)).toBeUndefined();
  });
});

describe('a leader that was frozen', () => {
  it('emits nothing before it knows that it still holds the lock', () => {
    const tab = new Machine();
    tab.lead();
    expect(tab.do({ type: 'item', item })).toEqual(['deliver', 'live']);
    tab.now += 60_000;
    expect(tab.do({ type: 'item', item })).toEqual(['checkLock']);
    const { check } = tab.state;
    expect(tab.do({ type: 'lockChecked', check, isHeld: true })).toEqual([
      'upToDate',
      'beat',
      'deliver',
      'live',
    ]);
  });

  it('closes its session and follows if it has lost the lock', () => {
    const tab = new Machine();
    tab.lead();
    tab.now += 60_000;
    tab.do({ type: 'item', item });
    const { check } = tab.state;
    expect(tab.do({ type: 'lockChecked', check, isHeld: false })).toEqual([
      'stopSession',
      'role',
      'requestLock',
      'hello',
    ]);
    expect(tab.do({ type: 'item', item })).toEqual([]);
  });
});

describe('a hidden leader', () => {
  it('hands over to a visible tab, at most once in 5 s and not while an operation runs', () => {
    const tab = new Machine(false);
    tab.lead();
    const claim = { type: 'claim' } as const;
    const { term } = tab.state;
    expect(tab.receive(claim, { term, from: 'c' })).toEqual([]);
    tab.now += 4_000;
    tab.do({ type: 'wake' });
    tab.receive(askOfFollower, { term, from: 'c' });
    tab.now += 4_000;
    expect(tab.receive(claim, { term, from: 'c' })).toEqual([]);
    tab.do({ type: 'ran', id: 'x.1', outcome: { ok: true, value: {} } });
    expect(tab.receive(claim, { term, from: 'c' })).toEqual(['stopSession', 'role', 'handover']);
    expect(tab.receive(claim, { term, from: 'c' })).toEqual([]);
  });
});

describe('operations', () => {
  it('run once, however often they are asked for, and only if this leader was asked', () => {
    const tab = new Machine();
    tab.lead();
    const { term } = tab.state;
    expect(tab.receive(askOfFollower, { term, from: 'c' })).toEqual(['run']);
    expect(tab.receive(askOfFollower, { term, from: 'c' })).toEqual([]);
    tab.do({ type: 'ran', id: 'x.1', outcome: { ok: true, value: {} } });
    expect(tab.receive(askOfFollower, { term, from: 'c' })).toEqual([]);
    expect(tab.receive({ ...askOfFollower, id: 'x.2' }, { term: first, from: 'c' })).toEqual([]);
  });

  it('of a follower are lost with its leader, and not sent again', () => {
    const tab = new Machine();
    tab.receive(beat);
    expect(tab.do({ type: 'operate', id: 'b.1', request })).toEqual(['ask']);
    expect(tab.receive(beat, { term: { n: 2, id: 'c' } })).toContain('lose');
    expect(tab.receive(beat, { term: { n: 2, id: 'c' } })).not.toContain('ask');
    expect(tab.state.reached).toEqual(noPosition);
  });
});
