import {
  type AwaitedReply,
  type ChatStatus,
  type ChatView,
  isFinal,
  type UnreadCount,
} from 'rx-chat-notifications';
import { customerOf } from './customer-of';

/** A chat in the list. */
export interface ChatRow {
  readonly chatId: string;
  readonly customer: string;
  readonly status: ChatStatus | undefined;
  readonly unread: number;
  readonly waits: boolean;
  /** Since when the customer waits for an answer; absent if nobody waits, or no time is known. */
  readonly waitsSince: number | undefined;
}

/** The rows of the list: invitations, then who waits, the longest first, then the others; what is over comes last. */
export function chatRows(
  chats: Iterable<ChatView>,
  unread: ReadonlyMap<string, UnreadCount> = new Map(),
  waiting: ReadonlyMap<string, AwaitedReply> = new Map(),
): readonly ChatRow[] {
  return Array.from(chats, ({ chatId, status, ...view }) => ({
    chatId,
    customer: customerOf(view),
    status,
    unread: unread.get(chatId)?.unread ?? 0,
    waits: (waiting.get(chatId)?.waiting.length ?? 0) > 0,
    waitsSince: waiting.get(chatId)?.since,
  })).sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.waitsSince ?? 0) - (b.waitsSince ?? 0) ||
      a.customer.localeCompare(b.customer) ||
      a.chatId.localeCompare(b.chatId),
  );
}

function rank({ status, waits }: ChatRow): number {
  if (status !== undefined && isFinal(status)) return 3;
  if (status === 'Invited') return 0;
  return waits ? 1 : 2;
}
