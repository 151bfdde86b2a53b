import {
  asyncScheduler,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
  skipWhile,
  startWith,
  switchMap,
  timer,
} from 'rxjs';

/** How long somebody who does not type is still said to type, in milliseconds. */
export const TYPING_PAUSE = 4_000;

/** From what stands in a message box, whether its author types: true until it is empty, or was not touched for a while. */
export function typingNotices(scheduler: SchedulerLike = asyncScheduler): OperatorFunction<string, boolean> {
  return (draft$) =>
    draft$.pipe(
      switchMap((draft): Observable<boolean> => {
        if (draft.trim() === '') return of(false);
        return timer(TYPING_PAUSE, scheduler).pipe(
          map(() => false),
          startWith(true),
        );
      }),
      distinctUntilChanged(),
      skipWhile((isTyping) => !isTyping),
    );
}
