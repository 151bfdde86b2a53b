import type { ChatSession } from 'rx-chat-notifications';

/** What an agent does with a chat, in the words of GWS. */
export type Operation =
  | { readonly operationName: 'SendMessage'; readonly text: string }
  | { readonly operationName: 'Accept'; readonly nickname: string }
  | { readonly operationName: 'Reject' | 'Complete' };

interface Reply {
  readonly statusCode?: number;
  readonly statusMessage?: string;
  readonly referenceId?: number;
}

/** Posts an operation, and gives the `referenceId` that the notifications it causes will bear. */
export async function post(session: ChatSession, chatId: string, operation: Operation): Promise<number> {
  const response = await session.fetch(`api/v2/me/chats/${encodeURIComponent(chatId)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(operation),
  });
  const reply = (await response.json().catch(() => ({}))) as Reply;
  const { statusCode, statusMessage = `HTTP ${response.status}`, referenceId } = reply;
  if (statusCode !== 0 || referenceId === undefined) throw new Error(statusMessage);
  return referenceId;
}

/** What to tell an agent of an operation that was not answered well. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'TimeoutError'
    ? 'No answer has come. It may have been done all the same: look before you try again.'
    : error.message;
}
