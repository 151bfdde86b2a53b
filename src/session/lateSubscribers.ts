import { Observable } from 'rxjs';

/**
 * Tells each subscriber what is current before what is live. It listens first, so that nothing falls between the two.
 */
export const withCurrent = <T>(live$: Observable<T>, current: () => readonly T[]): Observable<T> =>
  new Observable((subscriber) => {
    const waiting: T[] = [...current()];
    let told = 0;
    let isTelling = true;
    const tell = (): void => {
      for (const value of waiting.slice(told)) {
        told += 1;
        subscriber.next(value);
      }
      if (told < waiting.length) tell(); // came meanwhile
    };
    const end = (how: () => void): void => {
      if (isTelling) tell();
      how();
    };
    subscriber.add(
      live$.subscribe({
        next: (value) => {
          if (isTelling) waiting.push(value);
          else subscriber.next(value);
        },
        error: (error: unknown) => {
          end(() => {
            subscriber.error(error);
          });
        },
        complete: () => {
          end(() => {
            subscriber.complete();
          });
        },
      }),
    );
    tell();
    isTelling = false;
    waiting.length = 0; // else it would be held for as long as the subscriber stays
  });
