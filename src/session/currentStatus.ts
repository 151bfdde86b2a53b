import { type Observable, ReplaySubject } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';

/** The status of a session: `current` is the object that `status$` has emitted last. */
export class CurrentStatus {
  readonly #status$ = new ReplaySubject<ConnectionStatus>(1);
  /** Replays the current status. */
  readonly status$: Observable<ConnectionStatus> = this.#status$.asObservable();
  #current: ConnectionStatus;

  constructor(first: ConnectionStatus) {
    this.#current = first;
    this.#status$.next(first);
  }

  get current(): ConnectionStatus {
    return this.#current;
  }

  next(status: ConnectionStatus): void {
    this.#current = status;
    this.#status$.next(status);
  }

  complete(): void {
    this.#status$.complete();
  }
}
