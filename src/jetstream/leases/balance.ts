import type { LeaseRules, LeaseState, Observed } from './leaseTypes.ts';

/** Which leases to give back, and which to acquire. */
export interface Moves {
  readonly give: readonly string[];
  readonly take: readonly { readonly key: string; readonly revision: number }[];
}

/**
 * Shares the agents evenly: each bridge has its quota, and the quotas differ by at most one. Those with the most agents have
 * the higher quota, so that as few agents as possible move. A bridge gives what exceeds its quota, and takes what is free up
 * to it; what another bridge owns is never taken before it expires.
 */
export function balance(state: LeaseState, at: number, rules: LeaseRules): Moves {
  const { agents, leases, own, writing } = state;
  const isAlive = ({ since }: Observed): boolean => at - since < rules.lifetime;
  const quota = quotaOf(state, isAlive, rules.id);
  const held = agents.filter((key) => own.has(key));
  if (held.length > quota) return { give: held.slice(quota).filter((key) => !writing.has(key)), take: [] };
  const acquiring = agents.filter((key) => writing.has(key) && !own.has(key)).length;
  const free = agents.filter((key) => {
    const lease = leases.get(key);
    return (
      !own.has(key) &&
      !writing.has(key) &&
      (lease === undefined || lease.owner === rules.id || !isAlive(lease))
    );
  });
  const wanted = Math.max(0, quota - held.length - acquiring);
  return {
    give: [],
    take: spread(free, rules.id)
      .slice(0, wanted)
      .map((key) => ({ key, revision: leases.get(key)?.revision ?? 0 })),
  };
}

/** How many agents this bridge should have. */
function quotaOf(
  { agents, leases, bridges, own }: LeaseState,
  isAlive: (observed: Observed) => boolean,
  id: string,
): number {
  const counts = new Map([[id, agents.filter((key) => own.has(key)).length]]);
  for (const [bridge, entry] of bridges) if (bridge !== id && isAlive(entry)) counts.set(bridge, 0);
  for (const key of agents) {
    const lease = leases.get(key);
    if (lease === undefined || own.has(key) || lease.owner === id) continue;
    const count = counts.get(lease.owner);
    if (count !== undefined && isAlive(lease)) counts.set(lease.owner, count + 1);
  }
  const ranked = [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([bridge]) => bridge);
  const rest = agents.length % ranked.length;
  return Math.floor(agents.length / ranked.length) + (ranked.indexOf(id) < rest ? 1 : 0);
}

/** An order of each bridge's own, so that bridges that start together rarely want the same agents. */
const spread = (keys: readonly string[], id: string): readonly string[] =>
  keys
    .map((key) => [hash(`${id} ${key}`), key] as const)
    .sort(([a], [b]) => a - b)
    .map(([, key]) => key);

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
