import { dataLabel, type Fields, isRecord, joined, listOf, ofChat, textOf } from './fields.ts';
import { isMessage, messageLabel, namesOf, nicknameOf } from './message.ts';

type Labeler = (fields: Fields) => string | undefined;

/** What an operator emits about a chat. */
export function resultLabel(fields: Fields): string | undefined {
  for (const labeler of labelers) {
    const label = labeler(fields);
    if (label !== undefined) return ofChat(fields['chatId'], label);
  }
  return undefined;
}

const labelers: readonly Labeler[] = [
  (fields) => (isMessage(fields) ? originLabel(messageLabel(fields), fields['origin']) : undefined),
  ({ current, previous, notification }) =>
    isRecord(notification) ? joined([textOf(previous), `→ ${textOf(current)}`], ' ') : undefined,
  ({ unread, firstUnreadIndex }) =>
    typeof unread === 'number'
      ? joined([`${String(unread)} unread`, numbered('from', firstUnreadIndex)], ', ')
      : undefined,
  ({ waiting, since }) =>
    Array.isArray(waiting)
      ? joined([waitingLabel(listOf(waiting)), typeof since === 'number' && `since ${String(since)}`], ', ')
      : undefined,
  ({ joined: came, left, changed }) =>
    Array.isArray(came) ? signed(namesOf(came), namesOf(left), changedNames(changed)) : undefined,
  ({ gained, lost }) =>
    Array.isArray(gained) && Array.isArray(lost) ? signed(gained.join(', '), lost.join(', ')) : undefined,
  ({ added, removed, changed }) =>
    isRecord(added) && isRecord(removed) && !Array.isArray(added)
      ? signed(dataOf(added), Object.keys(removed).join(', '), dataOf(changed))
      : undefined,
  ({ transcript, status, typing, participants, lastError }) =>
    transcript === undefined
      ? undefined
      : joined(
          [
            textOf(status),
            namesOf(participants) && `with ${namesOf(participants)}`,
            transcriptLabel(transcript),
            namesOf(typing) && `${namesOf(typing)} typing`,
            isRecord(lastError) && 'with its last error',
          ],
          ', ',
        ),
  ({ participants }) =>
    Array.isArray(participants) ? `${namesOf(participants) || 'nobody'} typing` : undefined,
  (fields) => ('appended' in fields && 'gaps' in fields ? foldedTranscript(fields) : undefined),
  ({ chatId, index }) =>
    chatId !== undefined && index !== undefined ? numbered('read up to', index) : undefined,
];

const numbered = (word: string, index: unknown): string | undefined =>
  typeof index === 'number' ? `${word} #${index}` : undefined;

const originLabel = (label: string, origin: unknown): string =>
  joined([label, origin !== 'live' && textOf(origin)], ' · ');

const waitingLabel = (messages: readonly Fields[]): string =>
  messages.map(({ index, from }) => `#${String(index)} ${nicknameOf(from)}`).join(', ') || 'nothing';

const signed = (came: string, went: string, changed = ''): string =>
  joined([came && `+ ${came}`, went && `− ${went}`, changed && `~ ${changed}`], '  ') || 'nothing';

const changedNames = (changed: unknown): string =>
  listOf(changed)
    .map((change) => nicknameOf(change['current']) || nicknameOf(change))
    .join(', ');

const dataOf = (data: unknown): string =>
  isRecord(data) && Object.keys(data).length > 0 ? dataLabel(data) : '';

const transcriptLabel = (transcript: unknown): string =>
  Array.isArray(transcript)
    ? transcript.map((text) => `“${String(text)}”`).join(' ')
    : foldedTranscript(transcript);

function foldedTranscript(transcript: unknown): string {
  if (!isRecord(transcript)) return '';
  const gaps = listOf(transcript['gaps']).map(({ from, to }) => `${String(from)}–${String(to)}`);
  return joined(
    [
      listOf(transcript['messages'])
        .map(({ index }) => `#${String(index)}`)
        .join(' '),
      gaps.length > 0 && `missing ${gaps.join(', ')}`,
    ],
    ', ',
  );
}
