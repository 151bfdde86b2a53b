import { runMachine } from '../../session/machine.ts';
import type { LeaseBucket } from './leaseBucket.ts';
import { noLeases, step } from './leaseMachine.ts';
import type { LeaseEffect, LeaseEvent, LeaseRules, LeaseState } from './leaseTypes.ts';

export interface LeaseKeeperOptions extends LeaseRules {
  readonly bucket: LeaseBucket;
  readonly onOpen: (key: string, token: number) => void;
  readonly onClose: (key: string, reason: Extract<LeaseEffect, { do: 'close' }>['reason']) => void;
}

/** Acquires, renews and gives back leases. */
export interface LeaseKeeper {
  readonly agents: (keys: readonly string[]) => void;
  /** Whether this bridge has the lease now: the deadline is compared with the clock. */
  readonly has: (key: string) => boolean;
  readonly state: () => LeaseState;
  /** Gives all leases back. */
  readonly close: () => Promise<void>;
}

/** Only goes forward, whatever happens to the time of day. */
const now = (): number => performance.now();

/** Runs the machine of the leases over a bucket. It decides nothing. */
export function leaseKeeper({ bucket, onOpen, onClose, ...rules }: LeaseKeeperOptions): LeaseKeeper {
  const writes = new Set<Promise<void>>();
  let isReading = false;
  let announcedAt = -Infinity;

  const machine = runMachine(
    noLeases,
    (state: LeaseState, event: LeaseEvent) => step(state, event, rules),
    (effect: LeaseEffect) => {
      if (effect.do === 'open') onOpen(effect.key, effect.token);
      else if (effect.do === 'close') onClose(effect.key, effect.reason);
      else {
        const write = perform(effect).finally(() => writes.delete(write));
        writes.add(write);
      }
    },
  );

  async function perform(effect: Extract<LeaseEffect, { do: 'write' | 'delete' }>): Promise<void> {
    const { key, revision } = effect;
    const sentAt = now();
    if (effect.do === 'delete') {
      const result = await bucket.remove(key, revision);
      machine.dispatch({ type: result === 'done' ? 'released' : result, key });
      return;
    }
    const result = await bucket.write(key, revision);
    if (typeof result === 'string') machine.dispatch({ type: result, key });
    else machine.dispatch({ type: 'written', key, revision: result.revision, sentAt });
  }

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    if (now() - announcedAt >= rules.lifetime / 3) {
      announcedAt = now();
      await bucket.announce();
    }
    const at = now(); // before reading: what is read later is at least as fresh
    const entries = await bucket.read();
    isReading = false;
    if (entries !== undefined) machine.dispatch({ type: 'observed', at, ...entries });
    machine.dispatch({ type: 'tick', at: now() });
  }

  const timer = setInterval(() => {
    machine.dispatch({ type: 'tick', at: now() });
    void read();
  }, rules.lifetime / 6);
  void read();

  return {
    agents: (agents) => {
      machine.dispatch({ type: 'agents', agents });
    },
    has: (key) => now() < (machine.state().own.get(key)?.deadline ?? -Infinity),
    state: () => machine.state(),
    close: async () => {
      clearInterval(timer);
      machine.dispatch({ type: 'close' });
      while (writes.size > 0) await Promise.all(writes);
      await bucket.withdraw();
    },
  };
}
