import { type Observable, ReplaySubject } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { isSameStatus } from '../channel/status.ts';
import type { TabState } from './tabState.ts';
import type { SharedStatus } from './types.ts';

/** The status of the shared connection, as a tab shows it. */
export class SharedStatuses {
  readonly #statuses$ = new ReplaySubject<SharedStatus>(1);
  readonly status$: Observable<SharedStatus> = this.#statuses$.asObservable();
  #current: SharedStatus;

  constructor(since: number) {
    this.#current = { state: 'idle', since, attempt: 0, role: 'follower' };
    this.#statuses$.next(this.#current);
  }

  get current(): SharedStatus {
    return this.#current;
  }

  /** Emits the status if it has changed. */
  emit(status: ConnectionStatus, { phase, highest }: TabState): void {
    const { role: before, term } = this.#current;
    const role = phase === 'leader' || phase === 'alone' ? phase : 'follower';
    const hasTerm = highest.n > 0 && role !== 'alone';
    const next: SharedStatus = { ...status, role, ...(hasTerm && { term: highest.n }) };
    const isSame = isSameStatus(this.#current, next) && role === before && next.term === term;
    if (isSame) return;
    this.#current = next;
    this.#statuses$.next(next);
  }

  close(since: number): void {
    this.#current = { ...this.#current, state: 'closed', since };
    this.#statuses$.next(this.#current);
    this.#statuses$.complete();
  }
}
