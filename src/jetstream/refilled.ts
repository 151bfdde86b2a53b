import { from as fromInput, lastValueFrom, toArray } from 'rxjs';
import type { ChatNotification } from '../model/index.ts';
import { partsOf } from './failure.ts';
import { type Publishing, Stopped } from './publishing.ts';

/** What of a chat did not fit into the buffer. */
export interface Missed {
  readonly chatId: string | undefined;
  /** The lowest index; `Infinity` if no message is among it. */
  readonly from: number;
  readonly count: number;
}

const attempts = 8;

/** Fetches the messages of a chat that did not fit into the buffer; several times, if that fails. */
export async function refilled(
  publishing: Publishing,
  { chatId, from, count }: Missed,
  onLost: (message: string) => void,
): Promise<readonly ChatNotification[]> {
  const { refill } = publishing.settings;
  if (from === Infinity || chatId === undefined) return [];
  if (refill === undefined) {
    onLost(
      `${count} notifications from index ${from} on did not fit into the buffer. Set refill, or raise buffer.`,
    );
    return [];
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      return await lastValueFrom(fromInput(refill(chatId, from)).pipe(toArray()), { defaultValue: [] });
    } catch (error) {
      onLost(
        `messages from index ${from} on could not be fetched: ${partsOf(error).message}. They are requested again.`,
      );
      await publishing.delay(250 * 2 ** attempt);
      if (publishing.isStopped) throw new Stopped();
    }
  }
  onLost(
    `messages from index ${from} on could not be fetched. They are lost until the chat is fetched again.`,
  );
  return [];
}
