import { type ChatView, isFinal } from 'rx-chat-notifications';
import type { Desk } from './desk.ts';
import { customerOf } from './row.ts';

/** Which chats are shown. */
export interface DeskFilter {
  readonly show: 'all' | 'waiting' | 'unread';
  /** A part of a customer's name or of an id. */
  readonly query: string;
}

/**
 * The ids of the chats that are shown: who calls first, then those whose customers wait, the longest first, then those
 * that go on, then those that are over.
 */
export function orderOf(desk: Desk, filter: DeskFilter): readonly string[] {
  const entries: Entry[] = [];
  for (const view of desk.chats.values()) {
    if (isShown(desk, view, filter)) entries.push({ chatId: view.chatId, ...placeOf(desk, view) });
  }
  return entries
    .sort((a, b) => a.group - b.group || a.since - b.since || (a.chatId < b.chatId ? -1 : 1))
    .map(({ chatId }) => chatId);
}

/** The previous order, for a click in progress: without removed chats, and with new ones at the end. */
export function heldOrder(held: readonly string[], current: readonly string[]): readonly string[] {
  const shown = new Set(current);
  const kept = held.filter((chatId) => shown.delete(chatId));
  return [...kept, ...shown];
}

interface Entry {
  readonly chatId: string;
  readonly group: number;
  readonly since: number;
}

function placeOf({ waiting }: Desk, { chatId, status, endedAt }: ChatView): Omit<Entry, 'chatId'> {
  if (status !== undefined && isFinal(status)) return { group: 3, since: -(endedAt ?? 0) };
  const since = waiting.get(chatId);
  if (status === 'Invited') return { group: 0, since: since ?? 0 };
  return since === undefined ? { group: 2, since: 0 } : { group: 1, since };
}

function isShown({ waiting, unread }: Desk, view: ChatView, { show, query }: DeskFilter): boolean {
  const { chatId } = view;
  if (show === 'waiting' && !waiting.has(chatId)) return false;
  if (show === 'unread' && !unread.has(chatId)) return false;
  const wanted = query.trim().toLowerCase();
  return (
    wanted === '' || customerOf(view).toLowerCase().includes(wanted) || chatId.toLowerCase().includes(wanted)
  );
}
