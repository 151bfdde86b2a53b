import { Observable, type SchedulerLike, Subscription } from 'rxjs';

/** A task that reports its progress, and ends when the signal is aborted. */
export type Task<T> = (signal: AbortSignal, onProgress: () => void) => Promise<T>;

/**
 * Runs a task until it has been silent for so many milliseconds: what still arrives, however slowly, is not given up.
 *
 * @param silent - makes the error of a task that was silent.
 */
export const unlessSilent = <T>(
  task: Task<T>,
  patience: number,
  scheduler: SchedulerLike,
  silent: () => Error,
): Observable<T> =>
  new Observable((subscriber) => {
    const leaving = new AbortController();
    let waiting = Subscription.EMPTY;
    const wait = (): void => {
      waiting.unsubscribe();
      if (subscriber.closed) return;
      waiting = scheduler.schedule(() => {
        subscriber.error(silent());
      }, patience);
    };
    subscriber.add(() => {
      waiting.unsubscribe();
      leaving.abort();
    });
    wait();
    task(leaving.signal, wait).then(
      (value) => {
        subscriber.next(value);
        subscriber.complete();
      },
      (error: unknown) => {
        subscriber.error(error);
      },
    );
  });
