import type { JetStreamClient } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { publishFailure } from '../failure.ts';
import { readAll } from '../readAll.ts';
import type { OnReport } from '../reports.ts';
import type { Entries } from './leaseTypes.ts';

/** What became of a write. */
export type Written = { readonly revision: number } | 'refused' | 'failed';

/** The bucket of the leases: reads all entries at once, and writes with compare-and-set. Never rejects. */
export interface LeaseBucket {
  readonly read: () => Promise<{ readonly leases: Entries; readonly bridges: Entries } | undefined>;
  readonly write: (key: string, revision: number) => Promise<Written>;
  readonly remove: (key: string, revision: number) => Promise<'done' | 'refused' | 'failed'>;
  /** Shows that this bridge is alive. */
  readonly announce: () => Promise<void>;
  readonly withdraw: () => Promise<void>;
}

const leasePrefix = 'lease.';
const bridgePrefix = 'bridge.';

export function leaseBucket(
  js: JetStreamClient,
  kv: KV,
  { bucket, id, onReport }: { readonly bucket: string; readonly id: string; readonly onReport: OnReport },
): LeaseBucket {
  const value = JSON.stringify({ owner: id });
  const reported = new Set<string>();
  const own = bridgePrefix + id;

  function foreign(key: string, sequence: number): void {
    if (reported.has(key)) return;
    reported.add(key);
    const message = `bucket "${bucket}", key ${key}: expected a lease or a bridge. It is ignored. Use a bucket for the leases alone.`;
    onReport({ kind: 'damaged', message, sequence });
  }

  async function attempt<T>(write: () => Promise<T>): Promise<T | 'refused' | 'failed'> {
    try {
      return await write();
    } catch (error) {
      return publishFailure(error) === 'wrong sequence' ? 'refused' : 'failed';
    }
  }

  return {
    async read() {
      const leases = new Map<string, { owner: string; revision: number }>();
      const bridges = new Map<string, { owner: string; revision: number }>();
      const prefix = `$KV.${bucket}.`;
      const options = { filter_subjects: `${prefix}>`, deliver_policy: 'last_per_subject' } as const;
      try {
        await readAll(js, `KV_${bucket}`, options, (message) => {
          if ((message.headers?.get('KV-Operation') ?? '') !== '') return; // deleted
          const key = message.subject.slice(prefix.length);
          const owner = ownerOf(message.string());
          const entry = { owner: owner ?? '', revision: message.seq };
          if (owner === undefined) foreign(key, message.seq);
          if (key.startsWith(leasePrefix)) leases.set(key.slice(leasePrefix.length), entry);
          else if (key.startsWith(bridgePrefix) && owner !== undefined) bridges.set(owner, entry);
          else if (owner !== undefined) foreign(key, message.seq);
        });
        return { leases, bridges };
      } catch {
        return undefined; // the next tick reads again; meanwhile leases expire
      }
    },
    write: (key, revision) =>
      attempt(async () => ({
        revision:
          revision === 0
            ? await kv.create(leasePrefix + key, value)
            : await kv.update(leasePrefix + key, value, revision),
      })),
    remove: (key, revision) =>
      attempt(async () => {
        await kv.delete(leasePrefix + key, { previousSeq: revision });
        return 'done' as const;
      }),
    announce: async () => {
      await attempt(() => kv.put(own, value));
    },
    withdraw: async () => {
      await attempt(() => kv.delete(own));
    },
  };
}

/** The owner that an entry names; `undefined` if it is not one of ours. */
function ownerOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const owner: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'owner') : undefined;
    return typeof owner === 'string' && owner !== '' ? owner : undefined;
  } catch {
    return undefined;
  }
}
