import { type Observable, retry, Subject } from 'rxjs';
import { type ChatNotification, type ChatSession, chatSession, credentials } from 'rx-chat-notifications';
import type { ConsoleConfig } from '../../shared/news.ts';

/** A session whose streams come back when somebody asks for it, after whatever ended them. */
export interface ConsoleSession extends Pick<
  ChatSession,
  'chats$' | 'status$' | 'failures$' | 'restored$' | 'fetch'
> {
  readonly notifications$: Observable<ChatNotification>;
  /** Who the agent is. */
  readonly self: string;
  /** Tries again after a denial. */
  readonly tryAgain: () => void;
}

export function consoleSession(url: string, { user, password }: ConsoleConfig): ConsoleSession {
  const { notifications$, chats$, status$, failures$, restored$, fetch } = chatSession({
    url,
    credentials: credentials.basic(user, password),
  });
  const again$ = new Subject<void>();
  const revived = <T>(stream$: Observable<T>): Observable<T> => stream$.pipe(retry({ delay: () => again$ }));
  return {
    notifications$: revived(notifications$),
    chats$: revived(chats$),
    status$,
    failures$,
    restored$,
    fetch,
    self: user,
    tryAgain: () => {
      again$.next();
    },
  };
}
