import { isDeepStrictEqual } from 'node:util';
import type {
  ChatMessage,
  ChatStatus,
  ConnectionStatus,
  DecodeFailure,
  StatusChange,
  Transcript,
} from 'rx-chat-notifications';

/** What is done to the server on purpose. */
export type ServerNews = 'killed' | 'listening';

/** What the streams tell. */
export type DeskEvent =
  | { readonly kind: 'connection'; readonly status: ConnectionStatus }
  | { readonly kind: 'server'; readonly news: ServerNews }
  | { readonly kind: 'failure'; readonly failure: DecodeFailure }
  | { readonly kind: 'status'; readonly change: StatusChange }
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  /** A message log as it arrived, without typing notices, after what was new in it went into the transcript. */
  | { readonly kind: 'received'; readonly chatId: string; readonly messages: readonly ChatMessage[] };

/** One chat on the desk. */
export interface DeskChat {
  readonly chatId: string;
  readonly customer?: string;
  readonly status?: ChatStatus;
  readonly transcript?: Transcript;
  /** Those messages of the transcript that came late and slid into their place. */
  readonly late: readonly ChatMessage[];
  /** Those that came again. */
  readonly twice: readonly ChatMessage[];
}

/** All that is known at a moment; the chats are in the order in which they were first heard of. */
export interface Desk {
  readonly connection?: ConnectionStatus;
  /** Whether the server was killed on purpose and the connection is not back since. */
  readonly serverKilled: boolean;
  readonly chats: ReadonlyMap<string, DeskChat>;
  /** Messages that arrived, those that came again among them; without typing notices, as transcripts are. */
  readonly received: number;
  /** Messages that came again and were removed. */
  readonly duplicates: number;
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
  received: 0,
  duplicates: 0,
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
      return { ...desk, failures: desk.failures + 1, lastFailure: event.failure.message };
    case 'received': {
      const { chatId, messages } = event;
      const { transcript, twice } = chatOf(desk, chatId);
      const held = transcript?.messages ?? [];
      // What is new is in the transcript itself; what came again is another object that says the same.
      const again = messages.filter((message) => !held.includes(message));
      const received = desk.received + messages.length;
      if (again.length === 0) return { ...desk, received };
      const known = held.filter((message) => again.some((other) => isDeepStrictEqual(other, message)));
      return {
        ...withChat(desk, chatId, { twice: [...twice, ...known] }),
        received,
        duplicates: desk.duplicates + again.length,
      };
    }
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

/** Whether a message is more than a typing notice. */
export const isSaid = ({ type }: ChatMessage): boolean =>
  type !== 'TypingStarted' && type !== 'TypingStopped';

const chatOf = ({ chats }: Desk, chatId: string): DeskChat =>
  chats.get(chatId) ?? { chatId, late: [], twice: [] };

function withChat(desk: Desk, chatId: string, news: Partial<DeskChat>): Desk {
  const chat = { ...chatOf(desk, chatId), ...news };
  return { ...desk, chats: new Map(desk.chats).set(chatId, chat) };
}
