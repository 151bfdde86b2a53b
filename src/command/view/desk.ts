import {
  type Backfilled,
  type ChatMessage,
  type ChatOperationError,
  type ChatStatus,
  type ConnectionStatus,
  isFinal,
  type StatusChange,
  type Transcript,
} from '../../index.ts';
import type { FeedFailure } from './feed.ts';

/** What is done to the server on purpose. */
export interface ServerNews {
  readonly isUp: boolean;
  readonly words: string;
}

/** What the streams emit. */
export type DeskEvent =
  | { readonly kind: 'connection'; readonly status: ConnectionStatus }
  | { readonly kind: 'backfilled'; readonly backfilled: Backfilled }
  | { readonly kind: 'server'; readonly news: ServerNews }
  | { readonly kind: 'failure'; readonly failure: FeedFailure }
  | { readonly kind: 'error'; readonly error: ChatOperationError }
  | { readonly kind: 'status'; readonly change: StatusChange }
  | { readonly kind: 'transcript'; readonly transcript: Transcript };

/** One chat on the desk. */
export interface DeskChat {
  readonly chatId: string;
  readonly customer?: string;
  readonly status?: ChatStatus;
  readonly transcript?: Transcript;
  /** Those messages of the transcript that came late and slid into their place. */
  readonly late: readonly ChatMessage[];
}

/** All that is known at one time. */
export interface Desk {
  readonly connection?: ConnectionStatus;
  /** Whether the server was killed on purpose and the connection is not back since. */
  readonly serverKilled: boolean;
  /** In the order of their first notification; of very many, the oldest that are over are evicted. */
  readonly chats: ReadonlyMap<string, DeskChat>;
  readonly chatsSeen: number;
  readonly messagesSeen: number;
  /** Messages that came late and slid into their place. */
  readonly putInOrder: number;
  /** Notifications, messages in them, and lines of a recording that could not be decoded. */
  readonly failures: number;
  /** What was wrong with the last of them. */
  readonly lastFailure?: string;
  /** The last operation that did not succeed. */
  readonly lastError?: string;
}

export const emptyDesk: Desk = {
  serverKilled: false,
  chats: new Map(),
  chatsSeen: 0,
  messagesSeen: 0,
  putInOrder: 0,
  failures: 0,
};

/** The desk after something happened: a pure function, so the whole view can be tested without a server. */
export function deskAfter(desk: Desk, event: DeskEvent): Desk {
  switch (event.kind) {
    case 'connection': {
      const { status } = event;
      return {
        ...desk,
        connection: status,
        serverKilled: desk.serverKilled && status.state !== 'connected',
      };
    }
    case 'backfilled':
      return desk;
    case 'server':
      return { ...desk, serverKilled: desk.serverKilled || !event.news.isUp };
    case 'failure': {
      const { kind, message } = event.failure;
      // The connection says what it was refused, and history is asked for again.
      if (kind === 'credentials' || kind === 'history') return desk;
      return { ...desk, failures: desk.failures + 1, lastFailure: message };
    }
    case 'error':
      return { ...desk, lastError: wordsOfError(event.error) };
    case 'status': {
      const { chatId, current, notification } = event.change;
      const customer = notification.chat?.participants?.find(isCustomer)?.nickname;
      return withChat(desk, chatId, { status: current, ...(customer !== undefined && { customer }) });
    }
    case 'transcript': {
      const { chatId, inserted, appended } = event.transcript;
      const { late, customer = authorIn(event.transcript) } = chatOf(desk, chatId);
      const after = withChat(desk, chatId, {
        transcript: event.transcript,
        late: [...late, ...lateIn(event.transcript)],
        ...(customer !== undefined && { customer }),
      });
      return {
        ...after,
        messagesSeen: desk.messagesSeen + appended.length + inserted.length,
        putInOrder: desk.putInOrder + inserted.length,
      };
    }
  }
}

/** The messages that came late with this emission. */
export const lateIn = ({ inserted, messages }: Transcript): readonly ChatMessage[] =>
  inserted.flatMap((position) => messages[position] ?? []);

/** What did not succeed, in a line. */
export const wordsOfError = ({ errorMessage, statusCode }: ChatOperationError): string =>
  errorMessage ?? (statusCode === undefined ? 'an operation failed' : `an operation failed (${statusCode})`);

export const isOver = ({ status }: DeskChat): boolean => status !== undefined && isFinal(status);

const isCustomer = ({ type }: { readonly type: string }): boolean => type === 'Customer';

/** The customer, as far as the newest messages know. */
const authorIn = ({ appended }: Transcript): string | undefined =>
  appended.find(({ from }) => isCustomer(from))?.from.nickname;

const chatOf = ({ chats }: Desk, chatId: string): DeskChat => chats.get(chatId) ?? { chatId, late: [] };

/** More than any screen shows. */
const mostChats = 200;

function withChat(desk: Desk, chatId: string, news: Partial<DeskChat>): Desk {
  const isNew = !desk.chats.has(chatId);
  const chats = new Map(desk.chats).set(chatId, { ...chatOf(desk, chatId), ...news });
  if (isNew && chats.size > mostChats) {
    const leaving = [...chats.values()].find(isOver) ?? chats.values().next().value;
    chats.delete(leaving?.chatId ?? '');
  }
  return { ...desk, chats, chatsSeen: desk.chatsSeen + (isNew ? 1 : 0) };
}
