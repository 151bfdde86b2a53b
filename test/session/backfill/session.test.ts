import { map, of, throwError, timer, type Observable } from 'rxjs';
import {
  type ChatNotification,
  type ChatSession,
  operationResult,
  type SessionOptions,
  transcriptAccumulator,
} from 'rx-chat-notifications';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type OverFake, overFake, summary } from '../overFake.ts';
import { connected, eventually, hear, session, simulate } from '../sessions.ts';
import { asked, chatting, said } from './asked.ts';

const over = ({ url, credentials }: Simulator, options: SessionOptions = {}): ChatSession =>
  session({ url, credentials, ...options });

const told = (notifications$: Observable<ChatNotification>): Observable<string> =>
  notifications$.pipe(map(summary));

/** The texts of each chat, by its id. */
function transcripts({ notifications$ }: ChatSession): () => Record<string, readonly string[]> {
  const { values } = hear(notifications$.pipe(transcriptAccumulator()));
  return () =>
    Object.fromEntries(
      values.map(({ chatId, messages }) => [chatId, messages.map(({ type, text }) => text ?? type)]),
    );
}

const truthOf = (simulator: Simulator): Record<string, readonly string[]> =>
  Object.fromEntries(
    simulator.chatIds().map((id) => [id, simulator.truth(id).messages.map(({ type, text }) => text ?? type)]),
  );

describe('a session with history', () => {
  it('starts with the chats that there are, and what was said in them', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    simulator.say(chatId, 'Ada', 'Hello?');
    const chats = over(simulator);
    const [heard, backfilled] = [hear(told(chats.notifications$)), hear(chats.backfilled$)];
    await eventually(() => {
      expect(heard.values).toEqual([`snapshot ${chatId} Chatting`, `history ${chatId} 1,2,3`]);
    });
    expect(backfilled.values).toEqual([]);
  });

  it('[HI20] after a restart nothing is missing: what was said, who came, what has ended meanwhile', async () => {
    const simulator = await simulate({ timeout: 200 });
    const [going, ending] = [
      simulator.openChat({ customer: 'Ada' }),
      simulator.openChat({ customer: 'Bob' }),
    ];
    const chats = over(simulator);
    const [transcript, directory, backfilled] = [
      transcripts(chats),
      hear(chats.chats$),
      hear(chats.backfilled$),
    ];
    await connected(chats);
    await eventually(() => {
      expect(transcript()).toEqual(truthOf(simulator));
    });
    const lostAt = Date.now();
    const up = simulator.faults.restart({ downFor: 50 });
    simulator.say(going, 'Ada', 'Are you there?');
    simulator.say(ending, 'Bob', 'Bye');
    simulator.setState(ending, 'Completed');
    const coming = simulator.openChat({ customer: 'Cleo' });
    await up;
    await eventually(() => {
      expect(backfilled.values).toHaveLength(1);
    });
    expect(transcript()).toEqual(truthOf(simulator));
    const statuses = (): unknown =>
      [going, ending, coming].map((id) => directory.values.at(-1)?.get(id)?.status);
    await eventually(() => {
      expect(statuses()).toEqual(['Chatting', 'Completed', 'Chatting']); // the second list confirms the end
    });
    const [{ from, to, ...counts } = { from: 0, to: 0 }] = backfilled.values;
    expect(counts).toEqual({ chatCount: 3, messageCount: 4 });
    expect(from).toBeLessThanOrEqual(lostAt);
    expect(to).toBeGreaterThanOrEqual(lostAt + 50);
  });

  it('[HI20] the status then says that nothing is missing', async () => {
    const simulator = await simulate({ timeout: 200 });
    const chats = over(simulator);
    const [statuses, backfilled] = [hear(chats.status$), hear(chats.backfilled$)];
    await connected(chats);
    simulator.faults.expireSessions();
    await eventually(() => {
      expect(backfilled.values).toHaveLength(1);
    });
    expect(statuses.values.filter(({ missing }) => missing !== undefined)).toEqual([]);
  });

  it('a cut connection is backfilled, unless client and server acknowledge', async () => {
    const simulator = await simulate({ timeout: 500 });
    const chats = over(simulator, { ack: false });
    const backfilled = hear(chats.backfilled$);
    await connected(chats);
    const cutUntilItHurts = (): void => {
      simulator.faults.dropConnections(); // there may be no poll at the moment
      expect(backfilled.values.length).toBeGreaterThan(0);
    };
    await vi.waitFor(cutUntilItHurts, { timeout: 10_000, interval: 200 });
  });

  it('where they do, nothing is asked for again', async () => {
    const simulator = await simulate({ timeout: 100 });
    const chats = over(simulator);
    const [backfilled, statuses] = [hear(chats.backfilled$), hear(chats.status$)];
    await connected(chats);
    simulator.faults.dropConnections();
    await eventually(() => {
      const states = statuses.values.map(({ state }) => state);
      expect(states.slice(states.indexOf('interrupted'))).toContain('connected');
    });
    simulator.faults.expireSessions();
    await eventually(() => {
      expect(backfilled.values).toHaveLength(1);
    });
    expect(backfilled.values).toHaveLength(1);
  });

  it('what cannot be fetched is requested again while live notifications go on', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    simulator.faults.http(503, 3, { path: '/api/v2/me/chats' });
    const chats = over(simulator);
    const [transcript, failures] = [transcripts(chats), hear(chats.failures$)];
    await connected(chats);
    simulator.say(chatId, 'Ada', 'Hello?');
    await eventually(() => {
      expect(transcript()).toEqual(truthOf(simulator));
    });
    expect(failures.values).toEqual([]);
  });

  it('after the last attempt it is reported in failures$ and in the status', () => {
    const history = asked(
      () => throwError(() => new Error('down')),
      () => [],
    );
    const { chats } = overFake({ history, retry: { maxAttempts: 1 } });
    const failures = hear(chats.failures$);
    expect(failures.values).toMatchObject([
      { kind: 'history', message: expect.stringContaining('down') as string },
    ]);
    expect(chats.status.missing).toBeDefined();
  });

  it('a backfill that gave something up ends when the second look has fetched it', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let known = [1];
    const history = asked(
      () => of([chatting('A')]),
      () => timer(10).pipe(map(() => said(...known))),
    );
    const { chats, client, say } = overFake({
      history,
      retry: { initialDelay: 100, maxDelay: 100, jitter: 0 },
    });
    hear(chats.notifications$);
    const backfilled = hear(chats.backfilled$);
    await vi.advanceTimersByTimeAsync(20_000);
    client.expireSession();
    client.handshake();
    say('A', 3);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(chats.status.missing).toBeDefined();
    expect(backfilled.values).toEqual([]);
    known = [1, 2, 3];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(chats.status.missing).toBeUndefined();
    expect(backfilled.values).toMatchObject([{ chatCount: 1, messageCount: 1 }]);
  });

  describe('what is given up without a backfill', () => {
    /** Messages 1 and 3 are pushed, and the history lacks 2 and 3 until it is given up, a little later. */
    async function givenUp(): Promise<OverFake & { readonly restart: () => void; readonly at: number }> {
      vi.useFakeTimers();
      onTestFinished(() => {
        vi.useRealTimers();
      });
      let known = [1];
      const history = asked(
        () => of([chatting('A')]),
        () => of(said(...known)),
      );
      const over = overFake({ history, retry: { initialDelay: 100, maxDelay: 100, jitter: 0 } });
      const failures = hear(over.chats.failures$);
      hear(over.chats.notifications$);
      await vi.advanceTimersByTimeAsync(20_000);
      const at = Date.now();
      over.say('A', 3);
      expect(over.chats.status.missing).toBeUndefined();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(failures.values).toMatchObject([{ kind: 'history', chatId: 'A', from: 2, to: 3 }]);
      return {
        ...over,
        at,
        restart: () => {
          known = [1, 2, 3];
          over.client.expireSession();
          over.client.handshake();
        },
      };
    }

    it('is missing in the status, from when it was noticed', async () => {
      const { chats, at } = await givenUp();
      const { missing } = chats.status;
      expect(missing).toMatchObject({ from: at });
      expect(missing?.to).toBeGreaterThan(at);
    });

    it('is no longer missing when it is pushed late', async () => {
      const { chats, say } = await givenUp();
      say('A', 2);
      expect(chats.status.missing).toBeUndefined();
    });

    it('is no longer missing after a backfill', async () => {
      const { chats, restart } = await givenUp();
      const backfilled = hear(chats.backfilled$);
      restart();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(chats.status.missing).toBeUndefined();
      expect(backfilled.values).toMatchObject([{ messageCount: 1 }]);
    });
  });

  it('a history of one’s own is asked instead, over a client of one’s own, too', () => {
    const history = asked(
      () => of([chatting('A')]),
      (_, from) =>
        of(said(...(history.asked.length < 3 ? [1, 2, 3] : [1, 2, 3, 4]).filter((index) => index >= from))),
    );
    const { chats, client, say } = overFake({ history });
    const [heard, backfilled] = [hear(told(chats.notifications$)), hear(chats.backfilled$)];
    expect(heard.values).toEqual(['snapshot A Chatting', 'history A 1,2,3']);
    say('A', 4);
    client.expireSession();
    client.handshake();
    client.interrupt();
    client.resume();
    // Before the second look, the first answer may have been a page that ended at 3.
    expect(history.asked).toEqual([
      'chats',
      'A from 0',
      'chats',
      'A from 3',
      'A from 4',
      'chats',
      'A from 4',
    ]);
    expect(backfilled.values).toMatchObject([
      { chatCount: 1, messageCount: 0 },
      { chatCount: 1, messageCount: 0 },
    ]);
  });

  it.each([
    ['history has', asked(() => of([chatting('A')]), () => of(said(1)))], // prettier-ignore
    ['the server has', false as const],
  ])('an operation is answered, though %s told its message first', (_, history) => {
    const { chats, tell } = overFake({ history });
    hear(chats.notifications$);
    const answers = hear(chats.notifications$.pipe(operationResult(() => of(7))));
    tell(messageLog({ chatId: 'A', messages: said(1) }));
    expect(answers.values).toEqual([]);
    tell(messageLog({ chatId: 'A', messages: said(1), referenceId: 7 }));
    expect(answers.values).toMatchObject([{ referenceId: 7, messages: [] }]);
  });

  it('without it nothing is asked for, and none is there without a url', async () => {
    const simulator = await simulate();
    simulator.openChat({ customer: 'Ada' });
    const chats = over(simulator, { history: false });
    const notificationsUrl = `${simulator.url}/api/v2/notifications`;
    const bare = session({ notificationsUrl, credentials: simulator.credentials });
    const heard = [hear(chats.notifications$), hear(bare.notifications$)];
    await connected(chats);
    simulator.openChat({ customer: 'Bob', id: 'B' });
    await eventually(() => {
      expect(heard[0]?.values.length).toBeGreaterThan(0);
    });
    expect(heard[0]?.values.every(({ chatId }) => chatId === 'B')).toBe(true);
  });

  it('[HI25] chats$ emits an empty directory if the start finds no chat, also to late subscribers', async () => {
    const simulator = await simulate();
    const chats = over(simulator);
    const early = hear(chats.chats$);
    await eventually(() => {
      expect(early.values.map(({ size }) => size)).toEqual([0]);
    });
    expect(hear(chats.chats$).values.map(({ size }) => size)).toEqual([0]);
    simulator.openChat({ customer: 'Ada' });
    await eventually(() => {
      expect(early.values.at(-1)?.size).toBe(1);
    });
    expect(early.values.slice(1).every(({ size }) => size === 1)).toBe(true);
  });

  it('a late subscriber receives backfilled messages like any other', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    const chats = over(simulator);
    const early = hear(told(chats.notifications$));
    await eventually(() => {
      expect(early.values).toHaveLength(2);
    });
    expect(hear(told(chats.notifications$)).values).toEqual(early.values);
    expect(early.values[1]).toBe(`history ${chatId} 1,2`);
  });
});
