import { type Random, seeded } from '../random.ts';
import type { Fate, ServerTraits, WorldEvent } from '../scenario.ts';

/** What happens to a whole session, beside what happens to chats and their REST. */
export type SessionEvent =
  | WorldEvent
  | ({ readonly at: number } &
      /** The server stops and forgets all sessions; it is back after a while. */
      (
        | { readonly do: 'restart'; readonly for: number }
        /** It forgets the Bayeux sessions. */
        | { readonly do: 'expire' }
        /** It forgets who has logged in; with `renews`, the credentials are no longer valid either. */
        | { readonly do: 'logout'; readonly renews: boolean }
        /** A share of all requests is answered with a status, cut in the middle of the reply, or never answered. */
        | {
            readonly do: 'fail';
            readonly how: number | 'cut' | 'silence';
            readonly share: number;
            readonly for: number;
          }
        /** Each request reaches the other node, and each node knows only its own Bayeux sessions. */
        | { readonly do: 'roundRobin'; readonly for: number }
        /** What the replies to polls advise, as JSON has it. */
        | { readonly do: 'advise'; readonly interval: unknown; readonly for: number }
        | { readonly do: 'reconnect' }
        /** All subscribers leave, and come back after a while. */
        | { readonly do: 'leave'; readonly for: number }
      ));

export interface SessionScenario {
  readonly seed: number;
  readonly traits: ServerTraits & { readonly rotatesTokens: boolean };
  readonly events: readonly SessionEvent[];
  readonly honestFrom: number;
  readonly until: number;
}

const minute = 60_000;
const honestFrom = 2 * minute;
/** The longest interval that a client takes from advice. */
const longestInterval = 10 * minute;

/** Some minutes of a session, from a seed. */
export function generateSession(seed: number): SessionScenario {
  const random = seeded(seed + 1_000_000);
  // Only if end and reopening are seen can a client distinguish restarted indices from old ones.
  const isCalm = random.chance(0.15);
  const share = isCalm || random.chance(0.4) ? 0 : random.pick([0.02, 0.1, 0.3]);
  const faults = isCalm ? [] : faultsIn(random);
  const users = usersIn(random);
  const canRestart = isCalm && !users.some((event) => event.do === 'leave');
  const events = [...chatsIn(random, share, canRestart), ...faults, ...users];
  const isSlow = events.some((event) => event.do === 'advise' && Number(event.interval) > minute);
  return {
    seed,
    traits: {
      returnsTyping: random.chance(0.5),
      givesSeconds: random.chance(0.3),
      forgetsAfter: undefined,
      listsEndedFor: 0,
      rotatesTokens: random.chance(0.3),
    },
    events: events.sort((a, b) => a.at - b.at),
    honestFrom,
    until: honestFrom + minute + (isSlow ? longestInterval : 0),
  };
}

function chatsIn(random: Random, share: number, canRestart: boolean): SessionEvent[] {
  const chats = random.int(1, 6);
  const fate = (): Fate => {
    if (!random.chance(share)) return 'arrives';
    return random.pick<Fate>(['lost', 'lost', 'twice', { late: random.int(100, 4_000) }]);
  };
  const life = Array.from({ length: chats }, (_, chat): SessionEvent[] => {
    const opensAt = random.chance(0.5) ? 0 : random.int(0, minute);
    const endsAt = opensAt + random.int(20_000, minute);
    const ends = random.chance(canRestart ? 0.7 : 0.3);
    const reopensAt = endsAt + (canRestart ? random.int(20_000, 40_000) : random.int(3_000, 40_000));
    const reopens = ends && random.chance(0.5) && reopensAt < honestFrom;
    const restarts = canRestart && random.chance(0.5);
    return [
      { at: opensAt, do: 'open', chat, push: fate() },
      { at: opensAt + random.int(500, 5_000), do: 'change', chat, state: 'Chatting', push: fate() },
      ...(ends ? [{ at: endsAt, do: 'end', chat, push: fate() } as const] : []),
      ...(reopens ? [{ at: reopensAt, do: 'reopen', chat, restarts, push: fate() } as const] : []),
    ];
  });
  const talk = Array.from({ length: random.int(20, 120) }, (): SessionEvent => {
    const at = random.int(0, honestFrom + 20_000);
    const push = at > honestFrom ? 'arrives' : fate();
    const chat = random.int(0, chats - 1);
    if (random.chance(0.1)) return { at, do: 'change', chat, push };
    return { at, do: 'say', chat, what: random.chance(0.8) ? 'text' : 'typing', push };
  });
  return [...life.flat(), ...talk];
}

function faultsIn(random: Random): SessionEvent[] {
  const events: SessionEvent[] = [];
  const some = (probability: number, most: number, fault: (at: number) => SessionEvent): void => {
    if (!random.chance(probability)) return;
    for (let left = random.int(1, most); left > 0; left -= 1)
      events.push(fault(random.int(0, honestFrom - 1)));
  };
  const span = (): number => random.int(500, 20_000);
  some(0.5, 3, (at) => ({ at, do: 'restart', for: span() }));
  some(0.4, 3, (at) => ({ at, do: 'expire' }));
  some(0.3, 2, (at) => ({ at, do: 'logout', renews: random.chance(0.5) }));
  some(0.6, 4, (at) => ({
    at,
    do: 'fail',
    how: random.pick<number | 'cut' | 'silence'>([401, 403, 404, 429, 500, 503, 'cut', 'cut', 'silence']),
    share: random.pick([0.2, 0.5, 1]),
    for: span(),
  }));
  some(0.2, 1, (at) => ({ at, do: 'roundRobin', for: span() }));
  some(0.3, 2, (at) => ({
    at,
    do: 'advise',
    interval: random.pick<unknown>([0, 1e12, -1, null, 'NaN']),
    for: span(),
  }));
  some(0.4, 3, (at) => ({ at, do: 'lag', node: random.pick<0 | 1>([0, 1]), by: random.int(0, 5_000) }));
  some(0.4, 2, (at) => ({ at, do: 'hide', chat: 'all', node: 'both', for: random.int(500, 8_000) }));
  some(0.3, 1, (at) => ({ at, do: 'page', size: random.pick([10, 20, 50]) }));
  some(0.3, 2, (at) => ({ at, do: 'setClock', by: random.pick([3_600_000, -3_600_000, -2_000]) }));
  return events;
}

function usersIn(random: Random): SessionEvent[] {
  const events: SessionEvent[] = [];
  const some = (probability: number, most: number, act: (at: number) => SessionEvent): void => {
    if (!random.chance(probability)) return;
    for (let left = random.int(1, most); left > 0; left -= 1) events.push(act(random.int(0, honestFrom - 1)));
  };
  some(0.5, 4, (at) => ({ at, do: 'subscribe', subscriber: random.int(1, 3) }));
  some(0.4, 3, (at) => ({ at, do: 'unsubscribe', subscriber: random.int(1, 3) }));
  some(0.4, 8, (at) => ({ at, do: 'reconnect' }));
  some(0.2, 1, (at) => ({ at, do: 'leave', for: random.int(0, 10_000) }));
  some(0.15, 1, (at) => ({ at, do: 'close' }));
  return events;
}
