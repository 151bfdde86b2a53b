/** What comes out of each operator; a lane each. */
export const LANES = [
  'notifications$',
  'failures$',
  'statusChanges',
  'transcript',
  'typing',
  'unreadCount',
  'awaitingReply',
] as const;

export type Lane = (typeof LANES)[number];

/** How a value came: pushed, fetched, late into its place, or not at all. */
export type MarbleShape = 'live' | 'fetched' | 'late' | 'failure';

export interface Marble {
  readonly lane: Lane;
  /** In epoch milliseconds. */
  readonly at: number;
  readonly shape: MarbleShape;
  /** A few characters that say what it is. */
  readonly label: string;
  /** What it is about; the same chat has the same colour. */
  readonly chatId: string;
}

/** A marble as it is drawn, which may stand for more that came at almost the same time. */
export interface DrawnMarble extends Marble {
  readonly times: number;
}

/** A time without connection. */
export interface Outage {
  readonly from: number;
  readonly to?: number;
}

/** A fault that somebody let happen. */
export interface Flag {
  readonly at: number;
  readonly label: string;
}

export interface Strip {
  readonly lanes: ReadonlyMap<Lane, readonly DrawnMarble[]>;
  /** How many values each lane has seen. */
  readonly counts: ReadonlyMap<Lane, number>;
  readonly outages: readonly Outage[];
  readonly flags: readonly Flag[];
}

export type StripEvent =
  | { readonly kind: 'marble'; readonly marble: Marble }
  | { readonly kind: 'connected'; readonly at: number; readonly isConnected: boolean }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** From now on different chats are shown: the picture restarts. */
  | { readonly kind: 'scope' };

/** How long a marble is kept, for the widest of screens, and closer than what two become one; in milliseconds. */
const SPAN = 30_000;
const APART = 300;

export const emptyStrip: Strip = { lanes: new Map(), counts: new Map(), outages: [], flags: [] };

/** The strip after all that happened since it was last drawn. */
export function stripAfter(strip: Strip, events: readonly StripEvent[], now: number): Strip {
  const lanes = new Map(strip.lanes);
  const counts = new Map(strip.counts);
  let outages = strip.outages;
  const flags = [...strip.flags];
  for (const event of events) {
    if (event.kind === 'marble') {
      const { lane } = event.marble;
      counts.set(lane, (counts.get(lane) ?? 0) + 1);
      lanes.set(lane, laneAfter(lanes.get(lane) ?? [], event.marble));
    } else if (event.kind === 'scope') {
      lanes.clear();
      counts.clear();
    } else if (event.kind === 'flag') {
      flags.push(event.flag);
    } else {
      outages = outagesAfter(outages, event);
    }
  }
  const oldest = now - SPAN;
  for (const [lane, marbles] of lanes) {
    if ((marbles[0]?.at ?? now) < oldest)
      lanes.set(
        lane,
        marbles.filter(({ at }) => at >= oldest),
      );
  }
  return {
    lanes,
    counts,
    outages: outages.filter(({ to = now }) => to >= oldest),
    flags: flags.filter(({ at }) => at >= oldest),
  };
}

function laneAfter(marbles: readonly DrawnMarble[], marble: Marble): readonly DrawnMarble[] {
  const last = marbles.at(-1);
  if (last === undefined || marble.at - last.at >= APART) return [...marbles, { ...marble, times: 1 }];
  const shape = last.shape === 'live' ? marble.shape : last.shape; // what is rare is not hidden by what is not
  return [...marbles.slice(0, -1), { ...last, shape, label: marble.label, times: last.times + 1 }];
}

function outagesAfter(
  outages: readonly Outage[],
  { at, isConnected }: { readonly at: number; readonly isConnected: boolean },
): readonly Outage[] {
  const last = outages.at(-1);
  const isOut = last !== undefined && last.to === undefined;
  if (isConnected === !isOut) return outages;
  return isConnected
    ? [...outages.slice(0, -1), { from: last?.from ?? at, to: at }]
    : [...outages, { from: at }];
}
