import { wrap } from '../view/fit.ts';
import { counted, nameOf, nounFor } from '../view/words.ts';
import { type PlayedFaults, type Summary, wasTried } from './summary.ts';

type Row = readonly [what: string, count: number, meaning: string];

/** The summary in a few lines of so many columns; what goes on in the next line is indented. */
export function summaryLines(summary: Summary, fired: PlayedFaults, columns: number): readonly string[] {
  const { chats, published, received, putInOrder, missing, notDecoded } = summary;
  const { lastFailure, differing } = summary;
  const restarts = fired.restart === 1 ? 'once' : counted(fired.restart, 'time');
  const rows: readonly Row[] = [
    [
      'published',
      published,
      `${nounFor(published, 'message')} in ${counted(chats, 'chat')}, not counting typing notices`,
    ],
    ['received', received, `${nounFor(received, 'message')}, each of them once`],
    ['put in order', putInOrder, `${nounFor(putInOrder, 'message')} that came after a later one`],
    ['missing', missing, nounFor(missing, 'message')],
    ['not decoded', notDecoded, 'notifications or messages in them'],
  ];
  return [
    `The server was restarted ${restarts}; notifications sent twice: ${fired.duplicate}, out of order: ${fired.reorder}.`,
    'One notification may hold several messages or only typing notices, so the counts below differ from these and from run to run.',
    'Compared with what was really said:',
  ]
    .flatMap((line) => indented('', line, columns))
    .concat(rows.flatMap((row) => rowLines(row, columns)))
    .concat(lastFailure === undefined ? [] : indented('  last: ', lastFailure, columns))
    .concat(
      wasTried(published, fired) ? [] : indented('', 'Too little happened to draw a conclusion.', columns),
    )
    .concat(
      differing.length === 0
        ? indented('', `All ${chats} transcripts and statuses are right.`, columns)
        : ['These chats differ:', ...differing.map((chat) => `  ${nameOf(chat)} (${chat.chatId})`)],
    );
}

const rowLines = ([what, count, meaning]: Row, columns: number): readonly string[] =>
  indented(`  ${what.padEnd(18)} ${String(count).padStart(4)}  `, meaning, columns);

/** A text behind its lead, wrapped between words. */
const indented = (lead: string, text: string, columns: number): readonly string[] =>
  wrap(text.split(' '), ' ', columns - lead.length).map(
    (line, row) => (row === 0 ? lead : ' '.repeat(lead.length)) + line,
  );
