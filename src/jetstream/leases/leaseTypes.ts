/** What a bridge knows of the leases. Instants are milliseconds of a clock that only goes forward. Plain data. */
export interface LeaseState {
  /** The keys of all agents. */
  readonly agents: readonly string[];
  /** All leases in the bucket, by key, as they were last observed. */
  readonly leases: ReadonlyMap<string, Observed>;
  /** The other bridges, by id. */
  readonly bridges: ReadonlyMap<string, Observed>;
  /** The leases of this bridge, by key. */
  readonly own: ReadonlyMap<string, OwnLease>;
  /** Keys with a write in flight. */
  readonly writing: ReadonlySet<string>;
  /** Whether the bucket was observed at all. */
  readonly hasObserved: boolean;
  readonly isClosing: boolean;
}

/** An entry of the bucket. */
export interface Observed {
  /** The id of the bridge; empty if the entry is foreign. */
  readonly owner: string;
  readonly revision: number;
  /** When this revision was first observed. It expires a lifetime later. */
  readonly since: number;
}

export interface OwnLease {
  /** The fencing token: it grows with every owner. */
  readonly token: number;
  readonly revision: number;
  readonly renewAt: number;
  /** From then on another bridge may have the lease: nothing is published. */
  readonly deadline: number;
}

export interface LeaseRules {
  /** The id of this bridge. */
  readonly id: string;
  readonly lifetime: number;
}

export type LeaseEvent =
  | { readonly type: 'agents'; readonly agents: readonly string[] }
  /** All entries of the bucket. */
  | { readonly type: 'observed'; readonly at: number; readonly leases: Entries; readonly bridges: Entries }
  | { readonly type: 'tick'; readonly at: number }
  /** A lease was acquired or renewed by a write that was sent at `sentAt`. */
  | { readonly type: 'written'; readonly key: string; readonly revision: number; readonly sentAt: number }
  /** Another bridge has written. */
  | { readonly type: 'refused'; readonly key: string }
  /** The write may have succeeded or not. */
  | { readonly type: 'failed'; readonly key: string }
  | { readonly type: 'released'; readonly key: string }
  | { readonly type: 'close' };

export type Entries = ReadonlyMap<string, { readonly owner: string; readonly revision: number }>;

export type LeaseEffect =
  /** Writes this bridge into the bucket, unless the revision differs; 0 for an entry that must not exist. */
  | { readonly do: 'write'; readonly key: string; readonly revision: number }
  | { readonly do: 'delete'; readonly key: string; readonly revision: number }
  /** Starts the session of an agent. */
  | { readonly do: 'open'; readonly key: string; readonly token: number }
  /** Stops it at once. */
  | {
      readonly do: 'close';
      readonly key: string;
      readonly reason: 'moved' | 'lost' | 'expired' | 'removed' | 'closed';
    };
