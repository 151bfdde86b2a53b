import { Subject } from 'rxjs';
import type { DecodeFailure } from '../model/index.ts';
import { shortReason } from './shortReason.ts';
import type { Secrets } from './secrets.ts';
import type { SessionLog } from './sessionLog.ts';
import type { SessionFailure } from './types.ts';

/** A well-formed message that is not about chats. */
export type Foreign = DecodeFailure & { readonly kind: 'foreign' };

/** What the message of a decode failure shows of a payload. */
const payload = /(got |\[)("(?:[^"\\]|\\.){0,100}"|-?[\d.e+]{1,30})/g;

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
    const message = shortReason(failure.message);
    log.warn(`${what}: ${message}`);
    failures$.next({ ...failure, message });
  };
  // The words of the package stay as they are: masked, they would show what a password is.
  const withoutSecrets = (failure: DecodeFailure): DecodeFailure => ({
    ...failure,
    message: failure.message.replace(
      payload,
      (_, before: string, content: string) => before + scrub(content),
    ),
  });
  return {
    failures$,
    foreign$,
    fail,
    undecoded: (given) => {
      const failure = withoutSecrets(given);
      const { kind, message } = failure;
      if (kind === 'invalid') {
        fail('not decoded', failure);
        return;
      }
      log.info(`not about chats: ${message}`);
      foreign$.next({ ...failure, kind });
    },
  };
}
