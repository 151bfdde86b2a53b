import { filter, map, merge } from 'rxjs';
import { type ChatSession, chatSession, type ConnectionStatus, type SessionOptions } from '../../index.ts';
import { CommandError, exitCodes, usageError, wordsOfThrown } from '../exitCodes.ts';
import { explained } from '../../session/explained.ts';
import type { Feed } from '../view/feed.ts';
import { counted } from '../view/words.ts';
import { remedyOf } from './remedyOf.ts';

/** A session as a feed that ends with a `CommandError` when the session is denied or gives up. */
export interface SessionFeed extends Feed, Pick<ChatSession, 'close'> {}

/** @throws CommandError if an option is invalid. */
export function sessionFeed(options: SessionOptions): SessionFeed {
  const session = sessionOf(options);
  // A session waits for `reconnect()` in these states. Nobody is there to call it, so the command ends.
  const ended$ = session.status$.pipe(
    map((status) => endOf(status)),
    filter((error) => error !== undefined),
    map((error): never => {
      throw error;
    }),
  );
  return {
    status$: session.status$,
    notifications$: merge(session.notifications$, ended$),
    backfilled$: session.backfilled$,
    failures$: session.failures$,
    close: () => session.close(),
  };
}

function sessionOf(options: SessionOptions): ChatSession {
  try {
    return chatSession({ ...options, logger: () => undefined }); // the view shows all of it
  } catch (error) {
    throw usageError(wordsOfThrown(error).replace(/^chatSession: /, ''));
  }
}

/** The error for a status that the session does not leave by itself. */
function endOf({ state, reason = '', httpStatus, attempt }: ConnectionStatus): CommandError | undefined {
  switch (state) {
    case 'denied':
      return new CommandError(
        exitCodes.denied,
        `Connection denied: ${explained(reason, httpStatus)}`,
        remedyOf(reason, httpStatus),
      );
    case 'failed':
      return new CommandError(
        exitCodes.lost,
        `No connection after ${counted(attempt, 'failed attempt')}: ` +
          explained(reason, httpStatus, ' Check the URL, and whether the server is up.'),
        'Without --attempts the command retries forever.',
      );
    default:
      return undefined;
  }
}
