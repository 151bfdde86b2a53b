import { cut, type Fields, isRecord, joined, textOf } from './fields.ts';

export const nicknameOf = (participant: unknown): string =>
  isRecord(participant) ? textOf(participant['nickname']) : '';

export const namesOf = (participants: unknown): string =>
  Array.isArray(participants) ? participants.map(nicknameOf).join(', ') : '';

export const isMessage = (fields: Fields): boolean =>
  'index' in fields && 'from' in fields && 'type' in fields;

const doings: Readonly<Record<string, string>> = {
  TypingStarted: 'starts typing',
  TypingStopped: 'stops typing',
  ParticipantJoined: 'joins',
  ParticipantLeft: 'leaves',
};

/** `#2 Ann “Hello”`, `#3 Ann starts typing`. */
export function messageLabel(message: Fields): string {
  const { index, from, text, visibility } = message;
  const type = textOf(message['type']);
  const shownText = text === undefined ? '' : `“${cut(textOf(text), 28)}”`;
  const what = doings[type] ?? joined([type !== 'Text' && type, shownText], ' ');
  const seenBy = visibility === 'All' || type in doings ? '' : visibilityOf(visibility);
  return joined([`#${String(index)}`, nicknameOf(from), what, seenBy], ' ');
}

const visibilityOf = (visibility: unknown): string =>
  visibility === undefined ? '(no visibility)' : `(to ${textOf(visibility)})`;
