import { Observable, share } from 'rxjs';

/** One listener for each signal: Node warns of a leak from the eleventh on. */
const known = new WeakMap<AbortSignal, Observable<never>>();

/** Errors with the reason of a signal when it is aborted. */
export function aborted(signal: AbortSignal): Observable<never> {
  const found = known.get(signal);
  if (found !== undefined) return found;
  const aborted$ = new Observable<never>((subscriber) => {
    const abort = (): void => {
      const reason: unknown = signal.reason;
      subscriber.error(reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    return () => {
      signal.removeEventListener('abort', abort);
    };
  }).pipe(share());
  known.set(signal, aborted$);
  return aborted$;
}
