import {
  endWith,
  ignoreElements,
  merge,
  type MonoTypeOperatorFunction,
  Observable,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import type { ChatNotification } from '../../model/index.ts';
import type { CurrentChats } from '../currentChats.ts';
import { Restoration, type RestorationOptions } from './restoration.ts';

export interface RestoringOptions extends Omit<RestorationOptions, 'chats' | 'tell' | 'onIdle'> {
  /** When to ask again for what may have been missed, and since when. */
  readonly restore$: Observable<number | undefined>;
}

/**
 * Adds what was not heard to what is, and tells nothing twice. It completes when the source has and nothing is left to
 * ask for. For one subscriber, as the chats are.
 */
export const restoring =
  (
    chats: CurrentChats,
    { restore$, ...options }: RestoringOptions,
  ): MonoTypeOperatorFunction<ChatNotification> =>
  (live$) =>
    new Observable((subscriber) => {
      const told = new Subject<ChatNotification>();
      let isOver = false;
      const complete = (): void => {
        if (isOver && restoration.isIdle) told.complete();
      };
      /** What a callback of the user throws ends the stream. */
      const guarded =
        <A, R>(call: (argument: A) => R) =>
        (argument: A): R | undefined => {
          try {
            return call(argument);
          } catch (error) {
            told.error(error);
            return undefined;
          }
        };
      const restoration = new Restoration({
        ...options,
        chats,
        onFailure: guarded(options.onFailure),
        retryIn: guarded(options.retryIn),
        tell: (notification) => {
          told.next(notification);
        },
        onIdle: complete,
      });
      const asked$ = restore$.pipe(
        tap((lostFrom) => {
          restoration.restore(lostFrom);
        }),
        ignoreElements(),
        takeUntil(told.pipe(ignoreElements(), endWith(true))),
      );
      const heard$ = live$.pipe(
        tap({
          next: (notification) => {
            restoration.heard(notification);
          },
          complete: () => {
            isOver = true;
            restoration.heardAll();
            complete();
          },
        }),
      );
      subscriber.add(restoration); // first, for one may leave while all this is answered at once
      merge(told, asked$, heard$)
        .pipe(
          chats.note((...noted) => {
            restoration.noted(...noted);
          }),
        )
        .subscribe(subscriber);
    });
