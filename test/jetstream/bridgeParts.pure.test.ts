import { map, of } from 'rxjs';
import { chatViews } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { currentView, revisionToReplace } from '../../src/jetstream/bridge/currentViews.ts';
import { chatAfter } from '../../src/jetstream/bridge/storedChats.ts';

const source = { tenant: 'default', agent: 'ann' };

describe('the current view of a chat', () => {
  test('has the number of messages instead of the transcript', () => {
    of(messageLog({ chatId: 'A', messages: [{ index: 4 }] }))
      .pipe(
        chatViews(),
        map((view) => currentView(view, source, 7)),
      )
      .subscribe((view) => {
        expect(view).toMatchObject({ chatId: 'A', agent: 'ann', token: 7, messageCount: 1, lastIndex: 4 });
        expect(view).not.toHaveProperty('transcript');
      });
    expect.assertions(2);
  });

  test.each<[string, { revision: number; value: string } | undefined, number | 'fenced']>([
    ['creates the first', undefined, 0],
    ['replaces its own', { revision: 3, value: '{"token":7}' }, 3],
    ['replaces that of a former owner', { revision: 3, value: '{"token":6}' }, 3],
    ['never replaces that of a later owner', { revision: 3, value: '{"token":8}' }, 'fenced'],
    ['replaces a foreign entry', { revision: 3, value: '7' }, 3],
    ['replaces a damaged entry', { revision: 3, value: '{' }, 3],
  ])('%s', (_, entry, expected) => {
    expect(revisionToReplace(entry, 7)).toBe(expected);
  });
});

describe('what a stream knows of a chat', () => {
  const empty = {
    chatId: 'A',
    shownAt: 0,
    hasEnded: false,
    isEndSynthetic: false,
    reopenings: 0,
    arrivals: [],
  };
  const state = (name: string): ReturnType<typeof chatStateChange> =>
    chatStateChange({ chat: { id: 'A', state: name } });

  test('counts reopenings', () => {
    const chat = ['Chatting', 'Completed', 'Chatting'].map(state).reduce(chatAfter, empty);
    expect(chat).toMatchObject({ hasEnded: false, reopenings: 1 });
    expect(chatAfter(chat, state('Completed')).hasEnded).toBe(true);
  });

  test('leaves out masked messages: they are fetched again', () => {
    const log = messageLog({ chatId: 'A', messages: [{ index: 1, text: 'My card is ***' }, { index: 2 }] });
    const { arrivals } = chatAfter(empty, log);
    expect(arrivals.flatMap(({ messages }) => messages.map(({ index }) => index))).toEqual([2]);
  });
});
