import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';

/** A tab, for the lock manager. */
export interface LockClient {
  /** Runs a task in the tab, which may be frozen. */
  readonly inTab: (task: () => void, source: 'lock') => void;
  readonly granted: () => void;
  readonly lost: () => void;
  /** The loss was posted, and the tab may not know yet. */
  isLossPending: boolean;
}

/** One Web Lock: a queue, and stealing. Grants and losses reach the tabs a little later. */
export class Locks {
  holder: LockClient | undefined;
  readonly #queue: LockClient[] = [];
  readonly #agenda: Agenda;
  readonly #random: Random;

  constructor(agenda: Agenda, random: Random) {
    this.#agenda = agenda;
    this.#random = random;
  }

  request(client: LockClient, steal: boolean): void {
    this.#withdraw(client);
    if (!steal) {
      this.#queue.push(client);
      this.#next();
      return;
    }
    const former = this.holder;
    if (former !== undefined && former !== client) {
      former.isLossPending = true;
      this.#later(former, () => {
        former.isLossPending = false;
        former.lost();
      });
    }
    this.#grant(client);
  }

  release(client: LockClient): void {
    this.#withdraw(client);
    if (this.holder !== client) return;
    this.holder = undefined;
    this.#next();
  }

  check(client: LockClient, answer: (isHeld: boolean) => void): void {
    this.#agenda.after(this.#random.between(0, 10), () => {
      const isHeld = this.holder === client;
      this.#later(client, () => {
        answer(isHeld);
      });
    });
  }

  #withdraw(client: LockClient): void {
    const at = this.#queue.indexOf(client);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #next(): void {
    if (this.holder !== undefined) return;
    const client = this.#queue.shift();
    if (client !== undefined) this.#grant(client);
  }

  #grant(client: LockClient): void {
    this.holder = client;
    this.#later(client, () => {
      if (this.holder === client) client.granted();
    });
  }

  #later(client: LockClient, task: () => void): void {
    this.#agenda.after(this.#random.between(0, 20), () => {
      client.inTab(task, 'lock');
    });
  }
}
