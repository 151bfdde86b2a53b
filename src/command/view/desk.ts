import type {
  ChatMessage,
  ChatStatus,
  ConnectionStatus,
  SessionFailure,
  StatusChange,
  Transcript,
} from 'rx-chat-notifications';

/** What is done to the server on purpose. */
export type ServerNews = 'killed' | 'listening';

/** What the streams tell. */
export type DeskEvent =
  | { readonly kind: 'connection'; readonly status: ConnectionStatus }
  | { readonly kind: 'server'; readonly news: ServerNews }
  | { readonly kind: 'failure'; readonly failure: SessionFailure }
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

/** All that is known at a moment; the chats are in the order in which they were first heard of. */
export interface Desk {
  readonly connection?: ConnectionStatus;
  /** Whether the server was killed on purpose and the connection is not back since. */
  readonly serverKilled: boolean;
  readonly chats: ReadonlyMap<string, DeskChat>;
  /** Messages that came late and slid into their place. */
  readonly putInOrder: number;
  /** Notifications, and messages in them, that could not be decoded. */
  readonly failures: number;
  /** What was wrong with the last of them. */
  readonly lastFailure?: string;
}

export const emptyDesk: Desk = {
  serverKilled: false,
  chats: new Map(),
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
    case 'server':
      return { ...desk, serverKilled: desk.serverKilled || event.news === 'killed' };
    case 'failure':
      // The connection says what it was refused, and history is asked for again.
      if (event.failure.kind !== 'invalid') return desk;
      return { ...desk, failures: desk.failures + 1, lastFailure: event.failure.message };
    case 'status': {
      const { chatId, current, notification } = event.change;
      const customer = notification.chat?.participants?.find(({ type }) => type === 'Customer')?.nickname;
      return withChat(desk, chatId, { status: current, ...(customer !== undefined && { customer }) });
    }
    case 'transcript': {
      const { transcript } = event;
      const { chatId, inserted } = transcript;
      const late = [...chatOf(desk, chatId).late, ...lateIn(transcript)];
      return {
        ...withChat(desk, chatId, { transcript, late }),
        putInOrder: desk.putInOrder + inserted.length,
      };
    }
  }
}

/** The messages that came late with this emission. */
export const lateIn = ({ inserted, messages }: Transcript): readonly ChatMessage[] =>
  inserted.flatMap((position) => messages[position] ?? []);

/** How many messages the transcripts hold. */
export const messagesOn = ({ chats }: Desk): number =>
  [...chats.values()].reduce((sum, { transcript }) => sum + (transcript?.length ?? 0), 0);

const chatOf = ({ chats }: Desk, chatId: string): DeskChat => chats.get(chatId) ?? { chatId, late: [] };

function withChat(desk: Desk, chatId: string, news: Partial<DeskChat>): Desk {
  const chat = { ...chatOf(desk, chatId), ...news };
  return { ...desk, chats: new Map(desk.chats).set(chatId, chat) };
}
