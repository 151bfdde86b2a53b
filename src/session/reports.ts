import { Subject } from 'rxjs';
import type { DecodeFailure } from '../model/index.ts';
import type { Secrets } from './secrets.ts';
import type { SessionLog } from './sessionLog.ts';
import type { SessionFailure } from './types.ts';

/** A well-formed message that is not about chats. */
export type Foreign = DecodeFailure & { readonly kind: 'foreign' };

/** Where a session reports what went wrong without ending anything, without secrets. */
export interface Reports {
  readonly failures$: Subject<SessionFailure>;
  readonly foreign$: Subject<Foreign>;
  /** @param what - what failed, for the log. */
  readonly fail: (what: string, failure: SessionFailure) => void;
  readonly undecoded: (failure: DecodeFailure) => void;
}

export function reports(log: SessionLog, { scrub }: Secrets): Reports {
  const failures$ = new Subject<SessionFailure>();
  const foreign$ = new Subject<Foreign>();
  const fail = (what: string, failure: SessionFailure): void => {
    const message = scrub(failure.message);
    log.warn(`${what}: ${message}`);
    failures$.next({ ...failure, message });
  };
  return {
    failures$,
    foreign$,
    fail,
    undecoded: (failure) => {
      const { kind } = failure;
      if (kind === 'invalid') {
        fail('not decoded', failure);
        return;
      }
      const message = scrub(failure.message);
      log.info(`not about chats: ${message}`);
      foreign$.next({ ...failure, kind, message });
    },
  };
}
