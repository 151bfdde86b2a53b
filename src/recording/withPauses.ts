import {
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  Subscription,
  takeUntil,
} from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';

/** What runs when everything before it has run. */
interface Turn {
  /** Whether the next turn has to wait for a timer. */
  readonly take: () => boolean;
  next?: Turn;
}

/**
 * Reads the items and emits the results with the pauses of event time between them, divided by `speed`. Event time is the
 * highest `receivedAt` so far, as in all folds: an earlier instant makes no pause, and the pauses after it are not longer
 * for it. So at every speed the timers of the folds wait at least as long as the notifications that come before them.
 *
 * Items wait unread for their turn, and so do the completion and an error of the source. `concatMap` would nest a call for
 * each waiting item without a pause.
 *
 * @param start - called for each subscription. It returns a function that reads an item; `undefined` emits nothing.
 */
export const withPauses =
  <Item, T extends { readonly receivedAt: number }>(
    start: () => (item: Item) => T | undefined,
    speed: number,
    scheduler: SchedulerLike,
  ): OperatorFunction<Item, T> =>
  (source) =>
    new Observable((subscriber) => {
      const read = start();
      const unsubscribed$ = new Subject<void>();
      let first: Turn | undefined;
      let last: Turn | undefined;
      let isBusy = false;
      let timer = Subscription.EMPTY;
      /** Event time. */
      let now = -Infinity;
      let due = 0;

      const play = (item: Item): boolean => {
        const value = read(item);
        if (value === undefined) return false;
        const { receivedAt } = value;
        let pause = 0;
        if (now === -Infinity) due = scheduler.now();
        // Notifications of one instant do not look at the clock, which may lag behind `due` by a fraction.
        else if (receivedAt > now) {
          due += (receivedAt - now) / speed;
          pause = due - scheduler.now();
        }
        now = Math.max(now, receivedAt);
        if (pause > 0) wait(value, pause);
        else subscriber.next(value);
        return pause > 0;
      };
      const wait = (value: T, pause: number): void => {
        const wake = (): void => {
          if (pause > longestTimer) {
            wait(value, pause - longestTimer);
            return;
          }
          subscriber.next(value);
          isBusy = false;
          work();
        };
        timer = scheduler.schedule(wake, Math.min(pause, longestTimer));
      };
      const work = (): void => {
        while (!isBusy && first !== undefined && !subscriber.closed) {
          const { take, next } = first;
          first = next;
          isBusy = true; // a subscriber can cause the source to emit synchronously
          try {
            isBusy = take();
          } catch (error) {
            subscriber.error(error);
          }
        }
      };
      const inTurn = (take: Turn['take']): void => {
        const turn: Turn = { take };
        if (first === undefined || last === undefined) first = turn;
        else last.next = turn;
        last = turn;
        work();
      };

      subscriber.add(() => {
        timer.unsubscribe();
        unsubscribed$.next();
      });
      source.pipe(takeUntil(unsubscribed$)).subscribe({
        next: (item) => {
          inTurn(() => play(item));
        },
        error: (error: unknown) => {
          inTurn(() => {
            subscriber.error(error);
            return true;
          });
        },
        complete: () => {
          inTurn(() => {
            subscriber.complete();
            return true;
          });
        },
      });
    });
