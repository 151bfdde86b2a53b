import { lateIn, wordsOfError } from './desk.ts';
import type { DeskUpdate } from './deskUpdates.ts';
import type { Introduction } from './introduction.ts';
import type { View } from './view.ts';
import { counted, nameOf, wordsOf, wordsOfStatus } from './words.ts';

/** The view for a pipe or a log: one line an event, no colours, no cursor tricks. */
export function plainLines(write: (line: string) => void, { intro }: Introduction): View {
  const startedAt = Date.now();
  for (const line of intro) write(line);
  write('Each line: seconds since the start, whom it is about, what happened.');
  write('');
  return {
    show(update) {
      const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1).padStart(4);
      for (const [subject, news] of newsOf(update)) write(`${seconds}  ${subject.padEnd(16)} ${news}`);
    },
    end: () => undefined,
  };
}

const failureNews = {
  credentials: 'refused',
  foreign: 'foreign',
  history: 'not backfilled',
  invalid: 'not decoded',
  recording: 'damaged',
} as const;

/** What happened, and whom it is about. */
export type News = readonly [subject: string, news: string];

export function newsOf({ event, before, after }: DeskUpdate): readonly News[] {
  const chatNamed = (chatId: string): string => nameOf(after.chats.get(chatId) ?? { chatId });
  switch (event.kind) {
    case 'connection': {
      const line = wordsOfStatus(event.status);
      const isRepeated = before.connection !== undefined && line === wordsOfStatus(before.connection);
      return isRepeated ? [] : [['connection', line]];
    }
    case 'backfilled': {
      const { messageCount, chatCount } = event.backfilled;
      return [['backfilled', `${counted(messageCount, 'message')} in ${counted(chatCount, 'chat')}`]];
    }
    case 'server':
      return [['server', event.news.words]];
    case 'failure':
      return [[failureNews[event.failure.kind], event.failure.message]];
    case 'error': {
      const { chatId } = event.error;
      return [[chatId === undefined ? 'error' : chatNamed(chatId), `error: ${wordsOfError(event.error)}`]];
    }
    case 'status': {
      const { chatId, previous, current } = event.change;
      return [[chatNamed(chatId), previous === undefined ? current : `${previous} → ${current}`]];
    }
    case 'transcript': {
      const { chatId, appended } = event.transcript;
      return [
        ...appended.map((message): News => [chatNamed(chatId), wordsOf(message)]),
        ...lateIn(event.transcript).map((message): News => [
          chatNamed(chatId),
          `${wordsOf(message)}  [came late, put in order]`,
        ]),
      ];
    }
  }
}
