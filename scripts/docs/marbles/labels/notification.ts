import { dataLabel, type Fields, isRecord, joined, listOf, ofChat, textOf } from './fields.ts';
import { messageLabel, namesOf } from './message.ts';

/** A notification: its chat, what it shows, and what sets it apart. */
export function notificationLabel(fields: Fields): string | undefined {
  const what = shown(fields);
  if (what === undefined || !('notificationType' in fields)) return undefined;
  const { chatId, referenceId, origin } = fields;
  const type = textOf(fields['notificationType']);
  return joined(
    [
      ofChat(chatId, what),
      !['StatusChange', 'NewMessages', 'Error'].includes(type) && type,
      typeof referenceId === 'number' && `reference ${String(referenceId)}`,
      fields['synthetic'] === true && 'synthetic',
      origin !== 'live' && textOf(origin),
    ],
    ' · ',
  );
}

function shown(fields: Fields): string | undefined {
  switch (fields['kind']) {
    case 'chat':
      return chatLabel(fields['chat']);
    case 'messages':
      return listOf(fields['messages']).map(messageLabel).join(', ') || 'no messages';
    case 'error':
      return joined(['error', chatLabel(fields['chat'])], ', ');
    default:
      return undefined;
  }
}

function chatLabel(chat: unknown): string {
  if (!isRecord(chat)) return '';
  const { participants, userData, capabilities } = chat;
  return joined(
    [
      textOf(chat['state']),
      Array.isArray(participants) && `with ${namesOf(participants) || 'nobody'}`,
      Array.isArray(capabilities) && `may ${capabilities.join(', ') || 'do nothing'}`,
      userData !== undefined && dataLabel(userData),
    ],
    ', ',
  );
}
