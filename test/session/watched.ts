import { type ChatSession, chatSession, credentials, type ConnectionStatus } from 'rx-chat-notifications';
import { onTestFinished, vi } from 'vitest';

type Options = Parameters<typeof chatSession>[0];

/** A session, and all that it did. */
export interface Watched {
  readonly session: ChatSession;
  readonly statuses: readonly ConnectionStatus[];
  /** The states, without repetitions. */
  readonly states: () => readonly string[];
  readonly status: () => ConnectionStatus | undefined;
  /** The ids of the chats of the notifications, in order. */
  readonly chats: readonly string[];
  readonly errors: readonly unknown[];
  readonly logs: readonly string[];
  /** Subscribes to the notifications. */
  readonly listen: () => void;
  /** Leaves them. */
  readonly leave: () => void;
}

/** A session that comes back fast, leaves at once, and is closed when the test is finished. Nobody listens to it yet. */
export function unwatched(url: string, options: Options = {}): Watched {
  const logs: string[] = [];
  const session = chatSession({
    ...(url !== '' && { url }),
    credentials: credentials.basic('Sam', 'secret-of-Sam'),
    linger: 0,
    logger: ({ level, message }) => logs.push(`${level}: ${message}`),
    ...options,
    retry: { initialDelay: 20, ...options.retry },
  });
  const statuses: ConnectionStatus[] = [];
  const chats: string[] = [];
  const errors: unknown[] = [];
  let subscription: { unsubscribe(): void } | undefined;
  onTestFinished(() => {
    vi.useRealTimers(); // else nobody would be waited for in vain
    return session.close();
  });
  return {
    session,
    statuses,
    states: () => statuses.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1]),
    status: () => statuses.at(-1),
    chats,
    errors,
    logs,
    listen() {
      // `status$` would keep the connection open by itself: it is held as long as the notifications are.
      const held = session.status$.subscribe((status) => statuses.push(status));
      held.add(
        session.notifications$.subscribe({
          next: ({ chatId = '' }) => chats.push(chatId),
          error: (error: unknown) => errors.push(error),
        }),
      );
      subscription = held;
    },
    leave: () => subscription?.unsubscribe(),
  };
}

export function watched(url: string, options: Options = {}): Watched {
  const made = unwatched(url, options);
  made.listen();
  return made;
}

export const eventually = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 5 });

export const connected = ({ status }: Watched): Promise<void> =>
  eventually(() => {
    if (status()?.state !== 'connected') throw new Error(`Not connected: ${JSON.stringify(status())}`);
  });

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The data of a notification that shows a chat. */
export const chatData = (id: string): object => ({
  messageType: 'ChatStateChangeMessage',
  notificationType: 'StatusChange',
  chat: { id, state: 'Chatting' },
});
