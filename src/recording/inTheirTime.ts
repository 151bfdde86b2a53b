import {
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  Subscription,
  takeUntil,
} from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';

/** What is done when everything before it is done. */
interface Turn {
  /** Whether the next has to wait for a timer. */
  readonly take: () => boolean;
  next?: Turn;
}

/**
 * Emits what is read of the items with the pauses that lie between their instants, divided by `speed`. An instant before
 * the last makes no pause, and the next pause is counted from it. Items wait unread for their turn, and so do the
 * completion and an error of the source. (`concatMap` would nest a call for each item that waited and makes no pause.)
 *
 * @param start - called for each subscription. It gives what reads an item; `undefined` is nothing.
 */
export const inTheirTime =
  <Item, T extends { readonly receivedAt: number }>(
    start: () => (item: Item) => T | undefined,
    speed: number,
    scheduler: SchedulerLike,
  ): OperatorFunction<Item, T> =>
  (source) =>
    new Observable((subscriber) => {
      const read = start();
      const left$ = new Subject<void>();
      let first: Turn | undefined;
      let last: Turn | undefined;
      let isBusy = false;
      let timer = Subscription.EMPTY;
      let before: number | undefined;
      let due = 0;

      const play = (item: Item): boolean => {
        const value = read(item);
        if (value === undefined) return false;
        const { receivedAt } = value;
        due = before === undefined ? scheduler.now() : due + Math.max(0, receivedAt - before) / speed;
        before = receivedAt;
        const pause = due - scheduler.now();
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
          isBusy = true; // for a source that brings more while it is told something
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
        left$.next();
      });
      source.pipe(takeUntil(left$)).subscribe({
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
