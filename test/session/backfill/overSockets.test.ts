import { map, type Observable } from 'rxjs';
import { type ChatSession, type SessionOptions, transcriptAccumulator } from 'rx-chat-notifications';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { connected, eventually, hear, session, simulate } from '../sessions.ts';

const over = ({ url, credentials }: Simulator, options: SessionOptions = {}): ChatSession =>
  session({ url, credentials, ...options });

const textsOf = (messages: readonly { readonly text?: string; readonly type: string }[]): string =>
  messages.map(({ text, type }) => text ?? type).join();

/** The transcript of each chat, by its id. */
function transcripts(notifications$: ChatSession['notifications$']): () => Record<string, string> {
  const texts$: Observable<readonly [string, string]> = notifications$.pipe(
    transcriptAccumulator(),
    map(({ chatId, messages }) => [chatId, textsOf(messages)] as const),
  );
  const { values } = hear(texts$);
  return () => Object.fromEntries(values);
}

const truthOf = (simulator: Simulator): Record<string, string> =>
  Object.fromEntries(simulator.chatIds().map((id) => [id, textsOf(simulator.truth(id).messages)]));

describe('a backfill over sockets', () => {
  it('[HI20] losses during the backfill of an earlier one lose nothing', async () => {
    const simulator = await simulate({ timeout: 200 });
    const ids = Array.from({ length: 12 }, () => simulator.openChat({ customer: 'Ada' }));
    const chats = over(simulator);
    const transcript = transcripts(chats.notifications$);
    const [backfilled, errors] = [hear(chats.backfilled$), hear(chats.failures$)];
    await connected(chats);
    await eventually(() => {
      expect(transcript()).toEqual(truthOf(simulator));
    });
    simulator.faults.delay(20, { jitter: 30 });
    for (let round = 0; round < 4; round += 1) {
      const up = simulator.faults.restart({ downFor: 20 });
      for (const id of ids.slice(round)) simulator.say(id, 'Ada', `while it is down ${round}`);
      await up;
      await connected(chats);
      for (const id of ids.slice(round)) simulator.say(id, 'Ada', `while it is fetched ${round}`);
      simulator.faults.http(503, 2, { path: '/api/v2/me/chats' });
      simulator.setState(ids[round] ?? '', 'Completed');
    }
    await eventually(() => {
      expect(transcript()).toEqual(truthOf(simulator));
      expect(backfilled.values.length).toBeGreaterThan(0);
    });
    expect(errors.values.every(({ kind }) => kind === 'history')).toBe(true);
    const late = transcripts(chats.notifications$);
    expect(late()).toEqual(transcript());
  });

  it('closing during a backfill leaves no request, and completes all streams', async () => {
    const simulator = await simulate({ timeout: 200 });
    for (let count = 0; count < 8; count += 1) simulator.openChat({ customer: 'Ada' });
    simulator.faults.delay(200);
    const chats = over(simulator);
    const streams = [chats.notifications$, chats.chats$, chats.backfilled$, chats.failures$].map((stream$) =>
      hear<unknown>(stream$),
    );
    await eventually(() => {
      expect(streams[0]?.values.length).toBeGreaterThan(0);
    });
    await chats.close();
    expect(streams.map(({ isComplete }) => isComplete)).toEqual([true, true, true, true]);
    expect(streams.flatMap(({ errors }) => errors)).toEqual([]);
    const count = streams[0]?.values.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(streams[0]?.values).toHaveLength(count ?? 0);
  });
});
