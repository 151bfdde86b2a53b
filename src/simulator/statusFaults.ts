import type { IncomingMessage } from 'node:http';
import { type Answer, json, OUTCOME } from './answer.ts';
import type { HttpFaultOptions } from './simulatorFaults.ts';

/** Answers instead of the server. */
export interface StatusFaults {
  readonly arm: (status: number, count: number, options: HttpFaultOptions) => void;
  /** The answer that is armed for a request. */
  readonly answer: (request: IncomingMessage) => Answer | undefined;
  readonly fired: () => { readonly http: number };
}

/** What is armed first is answered first, each for the paths that it is meant for. */
export function statusFaults(): StatusFaults {
  const armed: { readonly path: string; readonly answer: Answer; left: number }[] = [];
  let fired = 0;
  return {
    arm(status, count, { path = '/', retryAfter }) {
      const body = {
        statusCode: OUTCOME.internalError,
        statusMessage: `The fault "status" answers ${status}`,
      };
      const headers = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
      armed.push({ path, answer: json(status, body, headers), left: count });
    },
    answer({ url = '' }) {
      const found = armed.find(({ path, left }) => left > 0 && url.startsWith(path));
      if (found === undefined) return undefined;
      found.left -= 1;
      fired += 1;
      return found.answer;
    },
    fired: () => ({ http: fired }),
  };
}
