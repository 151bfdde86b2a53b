import type { Moment } from './pipeline.ts';
import type { View } from './view.ts';
import { intro, nameOf, wordsOf } from './words.ts';

/** The view for a pipe or a log: one line an event, no colours, no cursor tricks. */
export function plainLines(write: (line: string) => void): View {
  const startedAt = Date.now();
  for (const line of intro) write(line);
  write('Each line: seconds since the start, whom it is about, what happened.\n');
  return {
    show(moment) {
      const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1).padStart(4);
      for (const [subject, news] of newsOf(moment)) write(`${seconds}  ${subject.padEnd(16)} ${news}`);
    },
    end: () => undefined,
  };
}

type News = readonly [subject: string, news: string];

function newsOf({ event, before, after }: Moment): readonly News[] {
  const chatNamed = (chatId: string): string => nameOf(after.chats.get(chatId) ?? { chatId });
  switch (event.kind) {
    case 'connection': {
      const { state, reason } = event.status;
      if (state === before.connection?.state) return [];
      return [['connection', reason === undefined ? state : `${state} (${reason})`]];
    }
    case 'failure':
      return [['not decoded', event.failure.message]];
    case 'status': {
      const { chatId, previous, current } = event.change;
      return [[chatNamed(chatId), previous === undefined ? current : `${previous} → ${current}`]];
    }
    case 'transcript': {
      const { chatId, messages, appended, inserted } = event.transcript;
      const late = inserted.flatMap((position) => messages[position] ?? []);
      return [
        ...appended.map((message): News => [chatNamed(chatId), wordsOf(message)]),
        ...late.map((message): News => [chatNamed(chatId), `${wordsOf(message)}  [came late, put in order]`]),
      ];
    }
    case 'received': {
      const again = after.duplicates - before.duplicates;
      return again === 0 ? [] : [[chatNamed(event.chatId), `[came twice, removed: ${again}]`]];
    }
  }
}
