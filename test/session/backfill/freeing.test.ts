import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { type Chat, type ChatNotification, withHistory } from 'rx-chat-notifications';
import { chatStateChange, message, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { asked } from './asked.ts';

const collect = async (): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const gc = globalThis.gc ?? (runInNewContext('globalThis.gc') as typeof globalThis.gc);
  if (gc === undefined) throw new Error('V8 gives no gc to call');
  await sleep(10);
  gc();
};

const down = (): never => { throw new Error('down'); }; // prettier-ignore

interface Played {
  readonly refs: readonly WeakRef<object>[];
  readonly source$: Subject<ChatNotification>;
}

/** A chat that opens, has a gap and ends, with such answers of the history; then it is evicted. */
function played(chats: () => Chat[], messages: () => readonly ReturnType<typeof message>[]): Played {
  const scheduler = new VirtualTimeScheduler();
  const source$ = new Subject<ChatNotification>();
  const restore = new Subject<void>();
  let isOver = false;
  const history = asked(
    () => [isOver ? [] : chats()],
    () => [messages()],
  );
  source$
    .pipe(withHistory(history, restore, { scheduler, onFailure: () => undefined, retry: { maxAttempts: 1 } }))
    .subscribe();
  const userData = { tier: {} };
  const said = [1, 4].map((index) => message({ index, text: 'hello' }));
  source$.next(chatStateChange({ chat: { id: 'A', state: 'Chatting' } }));
  restore.next();
  source$.next(chatStateChange({ chat: { id: 'A', state: 'Chatting', userData } }));
  for (const one of said) source$.next({ ...messageLog({ chatId: 'A' }), messages: [one] });
  restore.next();
  isOver = true;
  source$.next(chatStateChange({ chat: { id: 'A', state: 'Completed', userData } }));
  scheduler.flush();
  return { source$, refs: [userData.tier, ...said].map((held) => new WeakRef(held)) };
}

describe('a chat that was evicted', () => {
  it.each<[string, () => Chat[], Parameters<typeof played>[1]]>([
    ['was listed', () => [{ id: 'A', state: 'Chatting' }], () => [message({ index: 2 })]],
    ['was not in the list', () => [], () => []],
    ['had messages that could not be fetched', () => [{ id: 'A', state: 'Chatting' }], down],
    ['came after the list was given up', down, () => []],
  ])('is held by nothing, if it %s', async (_, chats, messages) => {
    const { refs, source$ } = played(chats, messages);
    const alive = (): number => refs.filter((ref) => ref.deref() !== undefined).length;
    for (let round = 0; round < 50 && alive() > 0; round += 1) await collect();
    expect(alive()).toBe(0);
    expect(source$.observed).toBe(true);
  });
});
