import { Observable, Subject } from 'rxjs';
import type { ChatNotification } from '../../model/index.ts';

/** A notification, and the sequence number at which the desk took it. */
interface Told {
  readonly notification: ChatNotification;
  readonly seq: number;
}

/**
 * Emits to all subscribers in one order, even if one of them causes another notification synchronously: that one waits until
 * all have received the first.
 */
export class Outlet {
  readonly #live$ = new Subject<ChatNotification>();
  readonly #waiting: (Told | (() => void))[] = [];
  #isEmitting = false;
  /** The sequence number of what is being emitted. */
  #seq = 0;

  /** Takes a notification to emit at the next `flush`: in the order in which the desk took them. */
  enqueue(notification: ChatNotification, seq: number): void {
    this.#waiting.push({ notification, seq });
  }

  /** Runs a task when everything that was taken before is emitted. */
  then(task: () => void): void {
    this.#waiting.push(task);
    this.flush();
  }

  flush(): void {
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (typeof next === 'function') {
        next();
        continue;
      }
      this.#seq = next.seq;
      this.#live$.next(next.notification);
    }
    this.#isEmitting = false;
  }

  complete(): void {
    this.#live$.complete();
  }

  /** What is emitted from now on, without what is current. */
  get live$(): Observable<ChatNotification> {
    return this.#live$;
  }

  /**
   * What is current, then what is live. What the desk has taken and no subscriber has received yet is part of the current state, so it
   * does not come again.
   *
   * @param current - the replay of the desk, and its sequence number.
   */
  replayed(
    current: () => { readonly notifications: readonly ChatNotification[]; readonly seq: number },
  ): Observable<ChatNotification> {
    return new Observable((subscriber) => {
      const { notifications, seq } = current();
      /** What comes while the current state is replayed. */
      const late: ChatNotification[] = [];
      const replaying = { isOver: false, isComplete: false };
      subscriber.add(
        this.#live$.subscribe({
          next: (notification) => {
            if (this.#seq <= seq) return;
            if (replaying.isOver) subscriber.next(notification);
            else late.push(notification);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            replaying.isComplete = true;
            if (replaying.isOver) subscriber.complete();
          },
        }),
      );
      for (const notification of notifications) subscriber.next(notification);
      for (let next = late.shift(); next !== undefined; next = late.shift()) subscriber.next(next);
      replaying.isOver = true;
      if (replaying.isComplete) subscriber.complete();
    });
  }
}
