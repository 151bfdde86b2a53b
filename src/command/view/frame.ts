import { styleText } from 'node:util';
import { type ChatMessage, type ChatStatus, isFinal } from '../../index.ts';
import { type Desk, type DeskChat, isOver } from './desk.ts';
import { fit, wrap } from './fit.ts';
import type { Introduction } from './introduction.ts';
import { counted, detailsOf, nameOf, wordsOf } from './words.ts';

/** How much room there is. */
export interface Room {
  readonly rows: number;
  readonly columns: number;
}

const endedShown = 3;

/** The desk after so many seconds, as lines that fit into the room: a pure function. */
export function frame(
  desk: Desk,
  { intro, duration }: Introduction,
  seconds: number,
  { rows, columns }: Room,
): readonly string[] {
  const time = duration === undefined ? `${seconds} s  ` : `${seconds} / ${duration} s  `;
  const head = [
    ...intro.map((line, row) => styleText(row === 0 ? 'bold' : 'dim', fit(line, columns))),
    connectionLine(desk, time, columns),
    '',
  ];
  const counts = [
    `messages ${desk.messagesSeen}`,
    `put in order ${desk.putInOrder}`,
    `not decoded ${desk.failures}`,
  ];
  const failureLines = [desk.lastError, desk.lastFailure].flatMap((failure) =>
    failure === undefined ? [] : [styleText('red', fit(failure, columns))],
  );
  const foot = ['', ...wrap(counts, ' · ', columns), ...failureLines];
  const body = chatLines([...desk.chats.values()], { rows: rows - head.length - foot.length, columns });
  return [...head, ...body, ...foot].slice(0, rows);
}

/** Open chats share the room evenly, each with its last messages; below them the latest that have ended. */
function chatLines(chats: readonly DeskChat[], { rows, columns }: Room): readonly string[] {
  const ended = chats.filter(isOver).reverse();
  const open = chats.filter((chat) => !isOver(chat));
  const spare = open.length === 0 ? rows : Math.min(endedShown, ended.length);
  const each = Math.max(1, Math.floor((rows - spare) / Math.max(1, open.length)));
  return [
    ...open.flatMap((chat) => [chatLine(chat, columns), ...lastMessages(chat, each - 1, columns)]),
    ...ended.slice(0, spare).map((chat) => chatLine(chat, columns)),
  ].slice(0, Math.max(0, rows));
}

function chatLine(chat: DeskChat, columns: number): string {
  const { status = '?', transcript } = chat;
  const length = counted(transcript?.length ?? 0, 'message');
  const words = fit(`${status.padEnd(9)}  ${nameOf(chat)}, ${length}`, columns - 2);
  return `${styleText(statusColour(status), '●')} ${styleText(isOver(chat) ? 'dim' : 'bold', words)}`;
}

function lastMessages(chat: DeskChat, count: number, columns: number): readonly string[] {
  const { transcript } = chat;
  if (transcript === undefined) return [];
  const { length } = transcript;
  const shown = Array.from({ length: Math.min(count, length) }, (_, back) =>
    transcript.at(length - 1 - back),
  );
  return shown
    .reverse()
    .flatMap((message) => (message === undefined ? [] : messageLine(chat, message, columns)));
}

function messageLine({ late }: DeskChat, message: ChatMessage, columns: number): string {
  const marks = late.includes(message) ? '  [came late]' : '';
  return `    ${fit(wordsOf(message), columns - 4 - marks.length)}${styleText('yellow', marks)}`;
}

/** A recording has no connection. */
function connectionLine({ connection, serverKilled }: Desk, time: string, columns: number): string {
  if (connection === undefined) return styleText('dim', time.trimEnd());
  const { state } = connection;
  const details = detailsOf(connection);
  const colour = state === 'connected' ? 'green' : 'yellow';
  const cause = serverKilled && state !== 'connected' ? ' (server killed on purpose)' : '';
  const words = `● ${state}${cause}${details === '' ? '' : `: ${details}`}`;
  return styleText('dim', time) + styleText(colour, fit(words, columns - time.length));
}

function statusColour(status: ChatStatus): 'green' | 'gray' | 'yellow' {
  if (status === 'Chatting') return 'green';
  return isFinal(status) ? 'gray' : 'yellow';
}
