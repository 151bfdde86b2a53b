import { type Random, seeded } from './random.ts';
import type { Fate, EntryKind, Scenario, ServerTraits, WorldEvent } from './scenario.ts';

const minute = 60_000;
const honestFrom = 8.5 * minute;
const until = 10 * minute;
/** The last event: what it causes is settled by the end. */
const quietFrom = until - 30_000;

/** Everything that happens in ten minutes, from a seed. Each seed has some kinds of faults and not others. */
export function generate(seed: number): Scenario {
  const random = seeded(seed);
  const pushFault = random.chance(0.3) ? 0 : random.pick([0.02, 0.1, 0.3]);
  const fate = (at: number): Fate => (at >= honestFrom ? 'arrives' : fateOf(random, pushFault));
  const chats = chatCount(random);
  const life = Array.from({ length: chats }, (_, chat) => chatLife(random, chat, fate)).flat();
  const talk = talkIn(random, chats, fate);
  const faults = faultsIn(random, chats);
  const floods = faults.flatMap((fault) => (fault.do === 'cut' ? floodIn(random, chats, fault) : []));
  const traits = traitsOf(random);
  const lasts = random.chance(0.2) ? lastWordsIn(random, chats) : [];
  const outage = random.chance(0.1) ? outageIn(random) : [];
  const all = [...life, ...talk, ...faults, ...floods, ...lasts, ...outage].sort((a, b) => a.at - b.at);
  // Answers of an earlier epoch that are further behind than the rules assume look like another restart of the indices.
  const restarts = all.some((event) => event.do === 'reopen' && event.restarts);
  const events = all.map((event) =>
    restarts && event.do === 'lag' ? { ...event, by: Math.min(event.by, 5_000) } : event,
  );
  return { seed, traits, events, honestFrom, until };
}

const chatCount = (random: Random): number => {
  const size = random.next();
  if (size < 0.6) return random.int(1, 4);
  if (size < 0.9) return random.int(5, 20);
  return size < 0.98 ? random.int(21, 80) : random.int(81, 300);
};

const traitsOf = (random: Random): ServerTraits => ({
  returnsTyping: random.chance(0.5),
  givesSeconds: random.chance(0.3),
  forgetsAfter: random.chance(0.7) ? undefined : random.pick([0, 8_000]),
  listsEndedFor: random.chance(0.8) ? 0 : 20_000,
});

function fateOf(random: Random, share: number): Fate {
  if (!random.chance(share)) return 'arrives';
  const kind = random.next();
  if (kind < 0.5) return 'lost';
  return kind < 0.7 ? 'twice' : { late: random.int(100, 4_000) };
}

/** A chat opens, mostly early, and may end, be reopened, and speak after its end. */
function chatLife(random: Random, chat: number, fate: (at: number) => Fate): WorldEvent[] {
  const opensAt = random.chance(0.4) ? 0 : random.int(0, random.chance(0.8) ? minute : 8 * minute);
  const events: WorldEvent[] = [{ at: opensAt, do: 'open', chat, push: fate(opensAt) }];
  const add = (at: number, event: (push: Fate) => WorldEvent): void => {
    if (at < quietFrom) events.push(event(fate(at)));
  };
  const acceptsAt = opensAt + random.int(500, 5_000);
  add(acceptsAt, (push) => ({ at: acceptsAt, do: 'change', chat, state: 'Chatting', push }));
  if (random.chance(0.6)) return events;
  let at = opensAt + random.int(10_000, 8 * minute);
  for (let round = random.int(1, 3); round > 0; round -= 1) {
    const endsAt = at;
    add(endsAt, (push) => ({ at: endsAt, do: 'end', chat, push }));
    if (random.chance(0.3)) {
      const what: EntryKind = random.chance(0.5) ? 'system' : 'text';
      const saysAt = endsAt + random.int(100, 8_000);
      add(saysAt, (push) => ({ at: saysAt, do: 'say', chat, what, push }));
    }
    if (random.chance(0.6)) break;
    const reopensAt = endsAt + random.int(3_000, 100_000);
    const restarts = random.chance(0.5);
    // That indices restart can be seen only if the reopening is.
    add(reopensAt, (push) => ({
      at: reopensAt,
      do: 'reopen',
      chat,
      restarts,
      push: restarts ? 'arrives' : push,
    }));
    at = reopensAt + random.int(5_000, 100_000);
  }
  return events;
}

/** What is said and changed, in bursts and pauses. */
function talkIn(random: Random, chats: number, fate: (at: number) => Fate): WorldEvent[] {
  const count = random.int(40, 250) + chats;
  const events: WorldEvent[] = [];
  const busy = random.int(0, chats - 1);
  let at = 0;
  for (let planned = 0; planned < count; planned += 1) {
    at = random.chance(0.3) ? at + random.int(5, 300) : random.int(0, quietFrom);
    if (at >= quietFrom) at = random.int(0, quietFrom);
    const chat = random.chance(0.4) ? busy : random.int(0, chats - 1);
    const push = fate(at);
    if (random.chance(0.12)) events.push({ at, do: 'change', chat, push });
    else events.push({ at, do: 'say', chat, what: entryKindOf(random), push });
  }
  return events;
}

/** Much is said while the connection is lost: more than one page of an answer. */
function floodIn(
  random: Random,
  chats: number,
  cut: { readonly at: number; readonly for: number },
): WorldEvent[] {
  if (!random.chance(0.1)) return [];
  const chat = random.int(0, chats - 1);
  return Array.from({ length: random.int(20, 120) }, () => ({
    at: cut.at + random.int(0, cut.for),
    do: 'say',
    chat,
    what: 'text',
    push: 'arrives',
  }));
}

/** A chat of its own says something that is not pushed, and ends a moment before the connection is lost. REST is behind. */
function lastWordsIn(random: Random, chat: number): WorldEvent[] {
  const at = random.int(minute, honestFrom - minute);
  const push = 'arrives';
  return [
    { at: at - 30_000, do: 'open', chat, push },
    { at: at - 20_000, do: 'say', chat, what: 'text', push },
    { at: at - 1_000, do: 'lag', node: 0, by: 4_000 },
    { at: at - 1_000, do: 'lag', node: 1, by: 4_000 },
    { at, do: 'say', chat, what: 'text', push: 'lost' },
    { at: at + 100, do: 'end', chat, push },
    { at: at + random.int(1_500, 3_500), do: 'cut', for: 500 },
  ];
}

/** The messages of all chats fail for so long after a cut that they are given up, while lists are answered. */
function outageIn(random: Random): WorldEvent[] {
  const at = random.int(minute, 4 * minute);
  return [
    { at, do: 'cut', for: random.int(1_000, 20_000) },
    { at, do: 'refuse', only: 'messages', status: 500, share: 1, for: 3 * minute },
  ];
}

function entryKindOf(random: Random): EntryKind {
  const kind = random.next();
  if (kind < 0.65) return 'text';
  if (kind < 0.85) return 'typing';
  if (kind < 0.92) return 'hidden';
  return kind < 0.97 ? 'pair' : 'system';
}

function faultsIn(random: Random, chats: number): WorldEvent[] {
  const events: WorldEvent[] = [];
  const some = (probability: number, most: number, fault: (at: number) => WorldEvent): void => {
    if (!random.chance(probability)) return;
    for (let left = random.int(1, most); left > 0; left -= 1)
      events.push(fault(random.int(0, honestFrom - 1)));
  };
  some(0.9, 6, (at) => ({ at, do: 'cut', for: random.int(100, 40_000) }));
  some(0.6, 10, (at) => {
    const node = random.pick<0 | 1>([0, 1]);
    const by = random.pick([0, 400, 2_000, 5_000, 5_000, 40_000]);
    return { at, do: 'lag', node, by: node === 0 ? Math.min(by, 5_000) : by }; // two nodes 40 s behind: nobody could know
  });
  some(0.5, 6, (at) => ({
    at,
    do: 'hide',
    chat: random.chance(0.4) ? 'all' : random.int(0, chats - 1),
    node: random.pick<0 | 1 | 'both'>([0, 1, 'both']),
    for: random.int(500, 15_000),
  }));
  some(0.6, 6, (at) => refusalAt(random, at));
  some(0.3, 1, (at) => ({ at, do: 'page', size: random.pick([10, 20, 50, 100]) }));
  some(0.3, 2, (at) => ({
    at,
    do: 'setClock',
    by: random.pick([3_600_000, -3_600_000, 90_000, -90_000, -2_000]),
  }));
  some(0.5, 5, (at) => ({ at, do: 'subscribe', subscriber: random.int(1, 3) }));
  some(0.3, 3, (at) => ({ at, do: 'unsubscribe', subscriber: random.int(1, 3) }));
  some(0.03, 1, (at) => ({ at, do: 'close' }));
  return events;
}

function refusalAt(random: Random, at: number): WorldEvent {
  const status = random.pick([404, 403, 410, 401, 429, 500, 502, 503, undefined]);
  return {
    at,
    do: 'refuse',
    share: random.pick([0.2, 0.5, 1]),
    for: random.int(1_000, random.chance(0.2) ? 120_000 : 40_000),
    ...(status !== undefined && { status }),
    ...((status === 429 || status === 503) && { retryAfter: random.int(1_000, 30_000) }),
  };
}
