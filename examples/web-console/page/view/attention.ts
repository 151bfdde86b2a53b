import {
  distinctUntilChanged,
  fromEvent,
  map,
  merge,
  type Observable,
  of,
  startWith,
  switchMap,
  timer,
} from 'rxjs';

/** After a key was pressed somebody looks at the list for so long, in milliseconds. */
const LOOK = 3_000;

/** Whether somebody is about to choose something in there: the pointer is over it, or a key was just pressed. */
export const attention = (container: HTMLElement): Observable<boolean> =>
  merge(
    fromEvent(container, 'pointerenter').pipe(map(() => of(true))),
    fromEvent(container, 'pointerleave').pipe(map(() => of(false))),
    fromEvent(container, 'keydown').pipe(
      map(() =>
        timer(LOOK).pipe(
          map(() => false),
          startWith(true),
        ),
      ),
    ),
  ).pipe(
    switchMap((isHeld$) => isHeld$),
    startWith(false),
    distinctUntilChanged(),
  );
