import type { Observable } from 'rxjs';

export const url = 'https://gws.example.com';
export const me = 'https://gws.example.com/api/v2/me';
export const html: ResponseInit = { headers: { 'content-type': 'text/html; charset=utf-8' } };

/** The error of a Promise. */
export const rejectionOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('it resolved')),
    (error: unknown) => (error instanceof Error ? error : Promise.reject(new Error('it is not an Error'))),
  );

/** The error of a stream. */
export const errorOf = (stream$: Observable<unknown>): Promise<Error> =>
  new Promise((resolve, reject) => {
    stream$.subscribe({
      error: (error: unknown) => {
        if (error instanceof Error) resolve(error);
        else reject(new Error('the thrown value is not an Error'));
      },
    });
  });

/** A `fetch` that gives one answer to everything. */
export const answering =
  (body: string | null, init: ResponseInit): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, init));
