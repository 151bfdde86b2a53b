import type { ChatMessage, Participant } from 'rx-chat-notifications';
import type { ChatTruth } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { type Aspect, type HeldChat, isClean, type Verdict, verdictOn } from './verdict.ts';

const ann: Participant = { participantId: '1', nickname: 'Ann', type: 'Customer' };
const bob: Participant = { participantId: '2', nickname: 'Bob', type: 'Agent' };

const textMessage = (index: number, text: string, from = ann): ChatMessage => ({
  index,
  type: 'Text',
  from,
  text,
});

const messages = [
  textMessage(1, 'a'),
  textMessage(2, 'b', bob),
  textMessage(3, 'c'),
  textMessage(3, 'd'),
  textMessage(5, 'a'),
  textMessage(6, 'e'),
];
const truth: ChatTruth = {
  chatId: 'A',
  status: 'Chatting',
  participants: [ann, bob],
  userData: { plan: 'gold' },
  messages,
};

const all: readonly Aspect[] = ['messages', 'order', 'status', 'participants', 'userData'];

/** The verdict on who holds the truth but for a few things. */
function verdict(
  other: HeldChat,
  { of = truth, aspects = all, inferred = [] as string[] } = {},
): Omit<Verdict, 'findings'> {
  const chats = new Map([['A', { ...of, ...other }]]);
  const { findings, ...counts } = verdictOn(
    [of],
    [{ name: 'book', aspects, chats, inferred: new Set(inferred) }],
  );
  expect(findings.length > 0).toBe(Object.values(counts).some((count) => count > 0));
  expect(findings.every((line) => line.startsWith('book: A: '))).toBe(true);
  return counts;
}

const clean = { lost: 0, doubled: 0, misplaced: 0, altered: 0, wrong: 0 };
const without = (...places: readonly number[]): HeldChat => ({
  messages: messages.filter((_, place) => !places.includes(place)),
});

describe('the verdict', () => {
  it('finds nothing wrong with the truth', () => {
    expect(verdict({})).toEqual(clean);
    expect(isClean(verdictOn([], []))).toBe(true);
  });

  it('finds what is lost', () => {
    expect(verdict(without(0))).toEqual({ ...clean, lost: 1 });
    expect(verdict(without(2, 5))).toEqual({ ...clean, lost: 2 });
    expect(verdict({ messages: undefined })).toEqual({ ...clean, lost: 6 });
    expect(
      verdictOn([truth], [{ name: 'book', aspects: all, chats: new Map(), inferred: new Set() }]),
    ).toMatchObject({
      lost: 6,
      wrong: 3,
    });
  });

  it('finds what is doubled, wherever it stands', () => {
    expect(verdict({ messages: [...messages, textMessage(6, 'e')] })).toEqual({ ...clean, doubled: 1 });
    expect(verdict({ messages: [textMessage(6, 'e'), textMessage(6, 'e'), ...messages] })).toMatchObject({
      doubled: 2,
    });
  });

  it('finds how many are out of place', () => {
    expect(verdict({ messages: [...messages.slice(1), textMessage(1, 'a')] })).toEqual({
      ...clean,
      misplaced: 1,
    });
    expect(verdict({ messages: [...messages].reverse() })).toEqual({ ...clean, misplaced: 5 });
    expect(verdict({ messages: [...messages].reverse() }, { aspects: ['messages'] })).toEqual(clean);
  });

  it('finds what was never said, or not so', () => {
    expect(verdict({ messages: [...messages, textMessage(7, 'x')] })).toEqual({ ...clean, altered: 1 });
    const renamed = textMessage(1, 'a', { ...ann, nickname: 'Anne' });
    expect(verdict({ messages: [renamed, ...messages.slice(1)] })).toEqual({ ...clean, altered: 1 });
    const late = { ...textMessage(1, 'a'), sentAt: 5 };
    expect(verdict({ messages: [late, ...messages.slice(1)] })).toEqual({ ...clean, altered: 1 });
  });

  it.each<[Aspect, HeldChat]>([
    ['status', { status: 'Invited' }],
    ['status', { status: undefined }],
    ['participants', { participants: [ann] }],
    ['userData', { userData: { plan: 'gold', more: 1 } }],
  ])('finds that a %s is wrong, in a book that is held to it', (aspect, held) => {
    expect(verdict(held)).toEqual({ ...clean, wrong: 1 });
    expect(verdict(held, { aspects: all.filter((name) => name !== aspect) })).toEqual(clean);
  });

  it('finds a chat that never was', () => {
    const chats = new Map<string, HeldChat>([['B', {}]]);
    const book = { name: 'book', aspects: all, chats, inferred: new Set<string>() };
    expect(verdictOn([], [book])).toMatchObject({ wrong: 1 });
  });

  it('of a chat whose end was inferred wants no more than that it is over, and all messages', () => {
    const of = { ...truth, status: 'Revoked' };
    const inferred = ['A'];
    const stale = { status: 'Completed', participants: [ann], userData: {} };
    expect(verdict(stale, { of, inferred })).toEqual(clean);
    expect(verdict(stale, { of })).toEqual({ ...clean, wrong: 3 });
    expect(verdict({ ...stale, status: 'Chatting' }, { of, inferred })).toEqual({ ...clean, wrong: 1 });
    expect(verdict({ ...stale, ...without(5) }, { of, inferred })).toEqual({ ...clean, lost: 1 });
    expect(verdict(stale, { inferred })).toEqual({ ...clean, wrong: 3 });
  });
});
