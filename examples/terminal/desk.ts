import type {
  ChatMessage,
  ChatStatus,
  ConnectionStatus,
  DecodeFailure,
  StatusChange,
  Transcript,
} from 'rx-chat-notifications';

/** What the streams tell. */
export type DeskEvent =
  | { readonly kind: 'connection'; readonly status: ConnectionStatus }
  | { readonly kind: 'failure'; readonly failure: DecodeFailure }
  | { readonly kind: 'status'; readonly change: StatusChange }
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | { readonly kind: 'received'; readonly chatId: string; readonly messages: number };

/** One chat on the desk. */
export interface DeskChat {
  readonly chatId: string;
  readonly customer?: string;
  readonly status?: ChatStatus;
  readonly transcript?: Transcript;
}

/** All that is known at a moment; the chats are in the order in which they were first heard of. */
export interface Desk {
  readonly connection?: ConnectionStatus;
  readonly chats: ReadonlyMap<string, DeskChat>;
  /** Messages that arrived, those that came again among them; without typing notices, as transcripts are. */
  readonly received: number;
  /** Messages that went into a transcript. */
  readonly kept: number;
  /** Messages that came again and were removed. */
  readonly duplicates: number;
  /** Those of them that came late and slid into their place. */
  readonly putInOrder: number;
  readonly failures: number;
}

export const emptyDesk: Desk = {
  chats: new Map(),
  received: 0,
  kept: 0,
  duplicates: 0,
  putInOrder: 0,
  failures: 0,
};

/** The desk after something happened: a pure function, so the whole view can be tested without a server. */
export function deskAfter(desk: Desk, event: DeskEvent): Desk {
  switch (event.kind) {
    case 'connection':
      return { ...desk, connection: event.status };
    case 'failure':
      return { ...desk, failures: desk.failures + 1 };
    case 'received': {
      const received = desk.received + event.messages;
      return { ...desk, received, duplicates: received - desk.kept };
    }
    case 'status': {
      const { chatId, current, notification } = event.change;
      const customer = notification.chat?.participants?.find(({ type }) => type === 'Customer')?.nickname;
      return withChat(desk, chatId, { status: current, ...(customer !== undefined && { customer }) });
    }
    case 'transcript': {
      const { transcript } = event;
      const { appended, inserted } = transcript;
      return {
        ...withChat(desk, transcript.chatId, { transcript }),
        kept: desk.kept + appended.length + inserted.length,
        putInOrder: desk.putInOrder + inserted.length,
      };
    }
  }
}

/** Whether a message is more than a typing notice. */
export const isSaid = ({ type }: ChatMessage): boolean =>
  type !== 'TypingStarted' && type !== 'TypingStopped';

function withChat(desk: Desk, chatId: string, news: Partial<DeskChat>): Desk {
  const chat = { ...desk.chats.get(chatId), chatId, ...news };
  return { ...desk, chats: new Map(desk.chats).set(chatId, chat) };
}
