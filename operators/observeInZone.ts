import { type MonoTypeOperatorFunction, Observable, Subject, takeUntil } from 'rxjs';
import { checkArgument } from '../src/fold/checkArgument.ts';
import { isFunction } from '../src/fold/checkOptions.ts';

/** What runs a function inside it: Angular's `NgZone`, a `Zone` of zone.js. */
export interface ZoneLike {
  readonly run: <T>(work: () => T) => T;
}

/**
 * Runs what subscribers do in a zone. For Angular with zones: CometD's callbacks run in the zone of the handshake, so
 * that a view would not notice what they change.
 *
 * @throws TypeError if the zone is none.
 *
 * @example
 * import { of } from 'rxjs';
 * import { observeInZone } from 'rx-chat-notifications';
 *
 * const zone = {
 *   run<T>(work: () => T): T {
 *     console.log('in');
 *     return work();
 *   },
 * };
 * of(1).pipe(observeInZone(zone)).subscribe(console.log);
 * // → in
 * // → 1
 * // → in
 */
export function observeInZone<T>(zone: ZoneLike): MonoTypeOperatorFunction<T> {
  checkArgument('observeInZone', 'zone', zone, isZone(zone), 'a zone');
  return (source) =>
    new Observable((subscriber) => {
      const left = new Subject<void>();
      subscriber.add(() => {
        left.next();
      });
      const inZone = (work: () => void): void => {
        if (subscriber.closed) return;
        try {
          zone.run(work);
        } catch (error) {
          subscriber.error(error);
        }
      };
      source.pipe(takeUntil(left)).subscribe({
        next: (value) => {
          inZone(() => {
            subscriber.next(value);
          });
        },
        error: (error: unknown) => {
          inZone(() => {
            subscriber.error(error);
          });
        },
        complete: () => {
          inZone(() => {
            subscriber.complete();
          });
        },
      });
    });
}

const isZone = (zone: Partial<ZoneLike> | null): boolean => isFunction(zone?.run);
