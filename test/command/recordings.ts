import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from, lastValueFrom, toArray } from 'rxjs';
import { type ChatNotification, toRecording } from 'rx-chat-notifications';
import { chatStateChange, messageLog, operationError, participant } from 'rx-chat-notifications/testing';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test is over. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'chat-notifications-'));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

const ann = participant({ nickname: 'Ann', type: 'Customer' });

/** Two chats, one with a late message, and an operation that failed. */
export const notifications: readonly ChatNotification[] = [
  chatStateChange({ chat: { id: 'CHAT-A', participants: [ann] }, receivedAt: 1_000 }),
  messageLog({ chatId: 'CHAT-A', messages: [{ index: 1, from: ann, text: 'One' }], receivedAt: 2_000 }),
  messageLog({ chatId: 'CHAT-A', messages: [{ index: 3, from: ann, text: 'Three' }], receivedAt: 3_000 }),
  messageLog({ chatId: 'CHAT-A', messages: [{ index: 2, from: ann, text: 'Two' }], receivedAt: 4_000 }),
  operationError({ chatId: 'CHAT-A', errorMessage: 'No such operation', receivedAt: 5_000 }),
  messageLog({ chatId: 'CHAT-B', messages: [{ text: 'Other' }], receivedAt: 600_000 }),
  chatStateChange({ chat: { id: 'CHAT-B', state: 'Completed' }, receivedAt: 3_600_000 }),
];

export const linesOf = async (
  recorded: readonly ChatNotification[] = notifications,
  options?: Parameters<typeof toRecording>[0],
): Promise<readonly string[]> =>
  lastValueFrom(from(recorded).pipe(toRecording(options), toArray()), { defaultValue: [] });

/** A file with these lines. */
export function fileWith(lines: readonly string[]): string {
  const path = join(folder(), 'recording.ndjson');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
