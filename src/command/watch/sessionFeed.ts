import { catchError, tap } from 'rxjs';
import { type ChatSession, chatSession, type ConnectionStatus, type SessionOptions } from '../../index.ts';
import { CommandError, exitCodes, usageError, wordsOfThrown } from '../exit.ts';
import { explained } from '../../session/explained.ts';
import type { Feed } from '../view/feed.ts';
import { counted } from '../view/words.ts';
import { remedyOf } from './remedyOf.ts';

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

/** The status is told before the error, and holds no advice to programmers. */
function endOf(error: unknown, { reason, httpStatus, attempt = 0 }: Partial<ConnectionStatus> = {}): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  const told = reason ?? message;
  const why = (otherwise?: string): string => explained(told, httpStatus, otherwise);
  if (name === 'ConnectionDeniedError')
    return new CommandError(exitCodes.denied, `Connection denied: ${why()}`, remedyOf(told, httpStatus));
  if (name !== 'ConnectionLostError') return error;
  return new CommandError(
    exitCodes.lost,
    `No connection after ${counted(attempt, 'failed attempt')}: ${why(' Is the URL right, and the server up?')}`,
    'Without --attempts it would try on.',
  );
}
