import { of } from 'rxjs';
import { chatDirectory, type ChatDirectory, type ChatStateChange } from 'rx-chat-notifications';
import { chatStateChange, message, participant } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import {
  type Desk,
  deskAfter,
  type DeskEvent,
  emptyDesk,
} from '../../examples/web-console/page/model/desk.ts';
import { type DeskFilter, heldOrder, orderOf } from '../../examples/web-console/page/model/deskOrder.ts';
import { countsOf, rowOf } from '../../examples/web-console/page/model/row.ts';

const all: DeskFilter = { show: 'all', query: '' };

const change = (id: string, state: string, nickname = id): ChatStateChange =>
  chatStateChange({
    chat: { id, state, participants: [participant({ nickname, type: 'Customer' })] },
    receivedAt: 1_000,
  });

/** The directory after some changes. */
function directory(...changes: readonly ChatStateChange[]): ChatDirectory {
  const directories: ChatDirectory[] = [];
  of(...changes)
    .pipe(chatDirectory())
    .subscribe((chats) => directories.push(chats));
  const last = directories.at(-1);
  if (last === undefined) throw new Error('nothing was told');
  return last;
}

const awaited = (chatId: string, at: number, waiting = [message()]): DeskEvent => ({
  kind: 'awaited',
  reply: { chatId, waiting },
  at,
});

const deskOf = (...events: readonly DeskEvent[]): Desk =>
  deskAfter(emptyDesk, [
    {
      kind: 'chats',
      chats: directory(
        change('over', 'Completed'),
        change('calm', 'Chatting'),
        change('late', 'Chatting'),
        change('first', 'Chatting', 'Ann'),
        change('calls', 'Invited'),
      ),
    },
    ...events,
  ]);

describe('the desk', () => {
  const desk = deskOf(awaited('first', 10), awaited('late', 20), {
    kind: 'unread',
    count: { chatId: 'late', unread: 3 },
  });

  it('has who calls first, then who waits longest, then who does not, then what is over', () => {
    expect(orderOf(desk, all)).toEqual(['calls', 'first', 'late', 'calm', 'over']);
  });

  it('shows those who wait, those with unread messages, and those of a name or an id', () => {
    expect(orderOf(desk, { ...all, show: 'waiting' })).toEqual(['first', 'late']);
    expect(orderOf(desk, { ...all, show: 'unread' })).toEqual(['late']);
    expect(orderOf(desk, { ...all, query: ' aNN ' })).toEqual(['first']);
    expect(orderOf(desk, { ...all, query: 'CAL' })).toEqual(['calls', 'calm']);
  });

  it('moves nothing under the pointer: what goes is left out, what comes is at the end', () => {
    expect(heldOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd']);
  });

  it('counts, and forgets who waits no longer', () => {
    expect(countsOf(desk)).toEqual({ live: 4, over: 1, waiting: 2, unread: 1 });
    const answered = deskAfter(desk, [
      awaited('first', 30, []),
      { kind: 'unread', count: { chatId: 'late', unread: 0 } },
    ]);
    expect(countsOf(answered)).toMatchObject({ waiting: 1, unread: 0 });
    expect(countsOf(desk)).toMatchObject({ waiting: 2, unread: 1 });
  });

  it('keeps since when a customer waits while more is written, and restarts after an answer', () => {
    const later = deskAfter(desk, [awaited('first', 30), awaited('late', 40, []), awaited('late', 50)]);
    expect([...later.waiting]).toEqual([
      ['first', 10],
      ['late', 50],
    ]);
  });

  it('evicts what the directory evicts', () => {
    const gone: ChatDirectory[] = [];
    of(change('first', 'Chatting'), change('late', 'Chatting'))
      .pipe(chatDirectory({ maxChats: 1 }))
      .subscribe((chats) => gone.push(chats));
    const after = deskAfter(
      desk,
      gone.map((chats): DeskEvent => ({ kind: 'chats', chats })),
    );
    expect([...after.waiting.keys()]).toEqual(['late']);
  });

  it('names a chat without a known customer by the end of its id', () => {
    const { chats } = deskAfter(emptyDesk, [
      { kind: 'chats', chats: directory(chatStateChange({ chat: { id: '0000ABCD', participants: [] } })) },
    ]);
    const view = chats.get('0000ABCD');
    expect(view && rowOf(emptyDesk, view)).toMatchObject({ customer: '#ABCD', unread: 0, last: '' });
  });
});
