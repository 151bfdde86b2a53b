import {
  combineLatest,
  distinctUntilChanged,
  fromEvent,
  map,
  merge,
  type Observable,
  startWith,
  switchMap,
  timer,
} from 'rxjs';

/** After a key was pressed somebody looks at the list for so long, in milliseconds. */
const LOOK = 3_000;

/** Whether somebody is about to choose something in there: the pointer is over it, or a key was just pressed. */
export function attention(container: EventTarget): Observable<boolean> {
  const isPointedAt$ = merge(
    fromEvent(container, 'pointerenter').pipe(map(() => true)),
    fromEvent(container, 'pointerleave').pipe(map(() => false)),
  ).pipe(startWith(false));
  const isTypedIn$ = fromEvent(container, 'keydown').pipe(
    switchMap(() =>
      timer(LOOK).pipe(
        map(() => false),
        startWith(true),
      ),
    ),
    startWith(false),
  );
  return combineLatest([isPointedAt$, isTypedIn$]).pipe(
    map((reasons) => reasons.includes(true)),
    distinctUntilChanged(),
  );
}
