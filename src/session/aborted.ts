import { Observable } from 'rxjs';

/** Errors with the reason of a signal when it is aborted. */
export const aborted = (signal: AbortSignal): Observable<never> =>
  new Observable((subscriber) => {
    const abort = (): void => {
      const reason: unknown = signal.reason;
      subscriber.error(reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    return () => {
      signal.removeEventListener('abort', abort);
    };
  });
