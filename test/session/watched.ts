import { type ChatSession, chatSession, credentials, type ConnectionStatus } from 'rx-chat-notifications';
import { expect, onTestFinished, vi } from 'vitest';

type Options = Parameters<typeof chatSession>[0];

/** A session, and all that it did. */
export interface Watched {
  readonly session: ChatSession;
  readonly statuses: readonly ConnectionStatus[];
  /** The states, without repetitions. */
  readonly states: () => readonly string[];
  readonly status: () => ConnectionStatus | undefined;
  /** The counts of failed attempts, without repetitions. */
  readonly attempts: () => readonly number[];
  /** The ids of the chats of the notifications, in order. */
  readonly chats: readonly string[];
  /** What the notifications errored with: nothing ever. */
  readonly errors: readonly unknown[];
  readonly logs: readonly string[];
  /** Subscribes to the notifications. */
  readonly listen: () => void;
  /** Leaves them. */
  readonly leave: () => void;
}

/** A session that reconnects fast, lingers not at all, and is closed when the test is finished. It has no subscriber yet. */
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
  const distinct = <T>(values: readonly T[]): readonly T[] =>
    values.filter((value, at) => value !== values[at - 1]);
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
    states: () => distinct(statuses.map(({ state }) => state)),
    status: () => statuses.at(-1),
    attempts: () => distinct(statuses.map(({ attempt }) => attempt)),
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

/** Waits for a status. */
export const reaches = ({ status }: Watched, expected: Partial<ConnectionStatus>): Promise<void> =>
  eventually(() => {
    expect(status()).toMatchObject(expected);
  });

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The data of a notification that shows a chat. */
export const chatData = (id: string): object => ({
  messageType: 'ChatStateChangeMessage',
  notificationType: 'StatusChange',
  chat: { id, state: 'Chatting' },
});
