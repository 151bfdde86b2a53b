import { catchError, tap } from 'rxjs';
import { type ChatSession, chatSession, type ConnectionStatus, type SessionOptions } from '../../index.ts';
import { CommandError, exitCodes, usageError, wordsOfThrown } from '../exit.ts';
import type { Feed } from '../view/feed.ts';

/** A session as something to watch, whose end is told in the words of the command. */
export interface SessionFeed extends Feed, Pick<ChatSession, 'close'> {}

/** @throws CommandError if an option makes no sense. */
export function sessionFeed(options: SessionOptions): SessionFeed {
  const session = sessionOf(options);
  let last: ConnectionStatus | undefined;
  return {
    status$: session.status$.pipe(
      tap((status) => {
        last = status;
      }),
    ),
    notifications$: session.notifications$.pipe(
      catchError((error: unknown) => {
        throw endOf(error, last);
      }),
    ),
    restored$: session.restored$,
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

/** The status is told before the error, and its reason holds no advice to programmers. */
function endOf(error: unknown, { reason, httpStatus, attempt = 0 }: Partial<ConnectionStatus> = {}): unknown {
  if (!(error instanceof Error)) return error;
  const why = reason === undefined ? '' : `: ${reason}`;
  switch (error.name) {
    case 'ConnectionDeniedError':
      return new CommandError(exitCodes.denied, `The server denied the connection${why}`, remedy(httpStatus));
    case 'ConnectionLostError':
      return new CommandError(
        exitCodes.lost,
        `No connection after ${attempt} failed ${attempt === 1 ? 'attempt' : 'attempts'}${why}`,
        'Check the URL and whether the server is up. Without --attempts it would try on.',
      );
    default:
      return error;
  }
}

const remedy = (httpStatus: number | undefined): string =>
  httpStatus === 401
    ? 'Check the user, and the password in GWS_PASSWORD or the token in GWS_TOKEN.'
    : 'Check the URL, the channel, and whether this user may subscribe to it.';
