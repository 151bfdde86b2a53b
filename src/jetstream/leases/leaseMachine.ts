import type { Step } from '../../session/machine.ts';
import type {
  Entries,
  LeaseEffect,
  LeaseEvent,
  LeaseRules,
  LeaseState,
  Observed,
  OwnLease,
} from './leaseTypes.ts';
import { balance } from './balance.ts';

export const noLeases: LeaseState = {
  agents: [],
  leases: new Map(),
  bridges: new Map(),
  own: new Map(),
  writing: new Set(),
  hasObserved: false,
  isClosing: false,
};

type LeaseStep = Step<LeaseState, LeaseEffect>;

/** How the leases of a bridge go on. Pure: time comes with the events. */
export function step(state: LeaseState, event: LeaseEvent, rules: LeaseRules): LeaseStep {
  switch (event.type) {
    case 'agents':
      return { state: { ...state, agents: [...new Set(event.agents)] }, effects: [] };
    case 'observed':
      return observed(state, event, rules);
    case 'tick':
      return ticked(state, event.at, rules);
    case 'written':
      return written(state, event, rules);
    case 'refused':
      return dropped(writeDone(state, event.key), event.key, 'lost');
    case 'failed':
      return { state: writeDone(state, event.key), effects: [] };
    case 'released':
      return { state: withoutLease(writeDone(state, event.key), event.key), effects: [] };
    case 'close':
      return closed(state);
  }
}

/** A write is done, with whatever result. */
const writeDone = (state: LeaseState, key: string): LeaseState => {
  const writing = new Set(state.writing);
  writing.delete(key);
  return { ...state, writing };
};

function withoutLease(state: LeaseState, key: string): LeaseState {
  const leases = new Map(state.leases);
  leases.delete(key);
  return { ...state, leases };
}

/** The entries as observed: one with the same revision has been there since it was first observed. */
const aged = (
  known: ReadonlyMap<string, Observed>,
  entries: Entries,
  at: number,
): ReadonlyMap<string, Observed> =>
  new Map(
    [...entries].map(([key, { owner, revision }]) => {
      const before = known.get(key);
      return [key, before?.revision === revision ? before : { owner, revision, since: at }];
    }),
  );

function observed(
  state: LeaseState,
  { at, leases, bridges }: Extract<LeaseEvent, { type: 'observed' }>,
  { id }: LeaseRules,
): LeaseStep {
  let next: LeaseState = {
    ...state,
    leases: aged(state.leases, leases, at),
    bridges: aged(state.bridges, bridges, at),
    hasObserved: true,
  };
  const effects: LeaseEffect[] = [];
  for (const [key, { revision }] of state.own) {
    const entry = next.leases.get(key);
    // What was read before this bridge wrote last has an older revision.
    if (entry === undefined || entry.owner === id || entry.revision < revision) continue;
    const lost = dropped(next, key, 'lost');
    next = lost.state;
    effects.push(...lost.effects);
  }
  return { state: next, effects };
}

/** Stops a session whose lease is not this bridge's any more. */
function dropped(
  state: LeaseState,
  key: string,
  reason: Extract<LeaseEffect, { do: 'close' }>['reason'],
): LeaseStep {
  if (!state.own.has(key)) return { state, effects: [] };
  const own = new Map(state.own);
  own.delete(key);
  return { state: { ...state, own }, effects: [{ do: 'close', key, reason }] };
}

function written(
  state: LeaseState,
  { key, revision, sentAt }: Extract<LeaseEvent, { type: 'written' }>,
  { lifetime, id }: LeaseRules,
): LeaseStep {
  const before = state.own.get(key);
  const lease: OwnLease = {
    token: before?.token ?? revision,
    revision,
    renewAt: sentAt + lifetime / 3,
    deadline: sentAt + lifetime,
  };
  const isWanted = !state.isClosing && state.agents.includes(key);
  const next: LeaseState = {
    ...writeDone(state, key),
    own: new Map(state.own).set(key, lease),
    leases: new Map(state.leases).set(key, { owner: id, revision, since: sentAt }),
  };
  if (before !== undefined) return { state: next, effects: [] };
  if (isWanted) return { state: next, effects: [{ do: 'open', key, token: lease.token }] };
  return released(next, key, undefined);
}

/** Gives a lease back: the session stops first. */
function released(
  state: LeaseState,
  key: string,
  reason: Extract<LeaseEffect, { do: 'close' }>['reason'] | undefined,
): LeaseStep {
  const revision = state.own.get(key)?.revision ?? 0;
  const { state: next, effects } = dropped(state, key, reason ?? 'closed');
  return {
    state: { ...next, writing: new Set(next.writing).add(key) },
    effects: [...(reason === undefined ? [] : effects), { do: 'delete', key, revision }],
  };
}

function ticked(state: LeaseState, at: number, rules: LeaseRules): LeaseStep {
  let next = state;
  const effects: LeaseEffect[] = [];
  const apply = (result: LeaseStep): void => {
    next = result.state;
    effects.push(...result.effects);
  };
  for (const [key, { deadline, renewAt, revision }] of state.own) {
    if (at >= deadline) apply(dropped(next, key, 'expired'));
    else if (!state.agents.includes(key) && !next.writing.has(key)) apply(released(next, key, 'removed'));
    else if (at >= renewAt && !next.writing.has(key)) apply(writing(next, key, revision));
  }
  if (!state.hasObserved || state.isClosing) return { state: next, effects };
  const { give, take } = balance(next, at, rules);
  for (const key of give) apply(released(next, key, 'moved'));
  for (const { key, revision } of take) apply(writing(next, key, revision));
  return { state: next, effects };
}

const writing = (state: LeaseState, key: string, revision: number): LeaseStep => ({
  state: { ...state, writing: new Set(state.writing).add(key) },
  effects: [{ do: 'write', key, revision }],
});

function closed(state: LeaseState): LeaseStep {
  let next: LeaseState = { ...state, isClosing: true };
  const effects: LeaseEffect[] = [];
  for (const key of state.own.keys()) {
    const result = released(next, key, 'closed');
    next = result.state;
    effects.push(...result.effects);
  }
  return { state: next, effects };
}
