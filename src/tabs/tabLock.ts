import type { LockManagerLike } from './types.ts';

/** The lock that makes a tab the leader. */
export interface TabLock {
  readonly request: (steal: boolean) => void;
  /** Also withdraws a request. */
  readonly release: () => void;
  readonly isHeld: () => Promise<boolean>;
}

export interface TabLockOptions {
  readonly locks: LockManagerLike;
  readonly name: string;
  /** The id of the tab. */
  readonly id: string;
  readonly onGranted: () => void;
  readonly onLost: () => void;
  /** The browser gives no locks here. */
  readonly onRefused: (error: unknown) => void;
}

interface Attempt {
  readonly withdrawal: AbortController;
  /** Resolved, it gives the lock back. */
  release: (() => void) | undefined;
}

/**
 * Web Locks do not report whether a lock is still held: a tab that was frozen may have lost it, and learns it later. So the
 * holder has a second lock, of its own, by which `query` identifies its client.
 */
export function tabLock({ locks, name, id, onGranted, onLost, onRefused }: TabLockOptions): TabLock {
  const ownName = `${name}/${id}`;
  let current: Attempt | undefined;

  function hold(
    lockName: string,
    steal: boolean,
    attempt: Attempt,
    onHeld: (release: () => void) => void,
  ): Promise<unknown> {
    const options = steal ? ({ steal } as const) : { signal: attempt.withdrawal.signal };
    return locks.request(lockName, options, () => {
      // It was withdrawn too late.
      if (current !== attempt) return Promise.resolve();
      return new Promise<void>((resolve) => {
        onHeld(resolve);
      });
    });
  }

  function request(steal: boolean): void {
    release();
    const attempt: Attempt = { withdrawal: new AbortController(), release: undefined };
    current = attempt;
    const isCurrent = (): boolean => current === attempt;
    hold(name, steal, attempt, (resolve) => {
      let giveBackOwn: (() => void) | undefined;
      attempt.release = () => {
        giveBackOwn?.();
        resolve();
      };
      hold(ownName, false, attempt, (resolveOwn) => {
        giveBackOwn = resolveOwn;
      }).catch(() => undefined); // the check then finds that nothing is held
      onGranted();
    }).catch((error: unknown) => {
      if (!isCurrent()) return;
      current = undefined;
      if (attempt.release === undefined) {
        onRefused(error);
        return;
      }
      attempt.release();
      onLost();
    });
  }

  function release(): void {
    const attempt = current;
    current = undefined;
    attempt?.release?.();
    attempt?.withdrawal.abort();
  }

  async function isHeld(): Promise<boolean> {
    const { held = [] } = await locks.query();
    const clientOf = (lockName: string): string | undefined =>
      held.find((lock) => lock.name === lockName)?.clientId;
    const own = clientOf(ownName);
    return own !== undefined && own === clientOf(name);
  }

  return { request, release, isHeld };
}
