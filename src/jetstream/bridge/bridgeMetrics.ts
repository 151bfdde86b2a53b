/** What a bridge has done since it started, and how it is. Plain data. */
export interface BridgeMetrics {
  /** How many sessions are in each state of their connection. */
  readonly sessions: Readonly<Record<string, number>>;
  /** Notifications that sessions emitted. */
  readonly notifications: number;
  /** What became of them, by outcome: messages of one notification count one by one. */
  readonly published: Readonly<Record<'stored' | 'duplicate' | 'superseded' | 'refused', number>>;
  readonly backfills: number;
  /** Gaps in the indices of the chats now. */
  readonly openGaps: number;
  readonly latency: LatencyMetrics;
  /** Leases that this bridge has now, and what happened to leases. */
  readonly leases: Readonly<Record<'owned' | 'acquired' | 'moved' | 'lost' | 'expired', number>>;
}

/** How long publishing took: a histogram with cumulative buckets, as in Prometheus. */
export interface LatencyMetrics {
  readonly count: number;
  /** In milliseconds. */
  readonly sum: number;
  /** How many took at most so many milliseconds. */
  readonly buckets: readonly { readonly atMost: number; readonly count: number }[];
}

export type BridgeEvent =
  | { readonly type: 'notification' }
  | { readonly type: 'backfilled' }
  | {
      readonly type: 'published';
      readonly outcome: keyof BridgeMetrics['published'];
      readonly latency: number;
    }
  | { readonly type: 'lease'; readonly change: 'acquired' | 'moved' | 'lost' | 'expired' };

const bounds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** Counts what happens. Mutable: a bridge counts thousands of events a second. */
export class BridgeCounters {
  readonly #published = { stored: 0, duplicate: 0, superseded: 0, refused: 0 };
  readonly #leases = { acquired: 0, moved: 0, lost: 0, expired: 0 };
  readonly #buckets = bounds.map(() => 0);
  #notifications = 0;
  #backfills = 0;
  #sum = 0;

  count(event: BridgeEvent): void {
    if (event.type === 'notification') this.#notifications += 1;
    else if (event.type === 'backfilled') this.#backfills += 1;
    else if (event.type === 'lease') this.#leases[event.change] += 1;
    else {
      this.#published[event.outcome] += 1;
      this.#sum += event.latency;
      const at = bounds.findIndex((bound) => event.latency <= bound);
      if (at >= 0) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
    }
  }

  /** @param now - what is not counted but looked at. */
  metrics(now: Pick<BridgeMetrics, 'sessions' | 'openGaps'> & { readonly owned: number }): BridgeMetrics {
    let cumulative = 0;
    const buckets = bounds.map((atMost, at) => {
      cumulative += this.#buckets[at] ?? 0;
      return { atMost, count: cumulative };
    });
    const published = { ...this.#published };
    return {
      sessions: now.sessions,
      notifications: this.#notifications,
      published,
      backfills: this.#backfills,
      openGaps: now.openGaps,
      latency: { count: Object.values(published).reduce((a, b) => a + b, 0), sum: this.#sum, buckets },
      leases: { owned: now.owned, ...this.#leases },
    };
  }
}
