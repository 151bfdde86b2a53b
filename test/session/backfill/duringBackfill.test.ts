import { map, of, Subject, tap } from 'rxjs';
import { type Chat, type ChatMessage } from 'rx-chat-notifications';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { overFake, summary } from '../overFake.ts';
import { hear } from '../sessions.ts';
import { asked, chatting, said } from './asked.ts';

const A = chatting('A');

describe('a session during a backfill', () => {
  it('reports two losses as one backfill, with what both have found', () => {
    const lists: Subject<readonly Chat[]>[] = [];
    let log = new Subject<readonly ChatMessage[]>();
    const history = asked(
      () => {
        const list = new Subject<readonly Chat[]>();
        lists.push(list);
        return list;
      },
      (id, from) =>
        id === 'A' ? of(said(...[1, 2, 3].filter((index) => index >= from))) : (log = new Subject()),
    );
    const { chats, client } = overFake({ history });
    const backfilled = hear(chats.backfilled$);
    lists[0]?.next([]);
    const before = Date.now();
    for (const list of [[A, chatting('B')], [A]]) {
      client.expireSession();
      client.handshake();
      lists.at(-1)?.next(list);
    }
    expect(backfilled.values).toEqual([]);
    log.next(said(1));
    expect(backfilled.values).toMatchObject([{ chatCount: 2, messageCount: 4 }]);
    expect(backfilled.values[0]?.from).toBeLessThanOrEqual(before + 100);
  });

  it('replays to a late subscriber what was fetched so far, and nothing twice', () => {
    const logs = new Map<string, Subject<ReturnType<typeof said>>>();
    const history = asked(
      () => of([A, chatting('B')]),
      (id) => {
        const log = new Subject<ReturnType<typeof said>>();
        logs.set(id, log);
        return log;
      },
    );
    const { chats, say } = overFake({ history });
    const told$ = chats.notifications$.pipe(map(summary));
    hear(told$);
    logs.get('B')?.next(said(1));
    say('A', 2);
    const late = hear(told$);
    logs.get('A')?.next(said(1, 2));
    expect(late.values).toEqual([
      'snapshot A Chatting',
      'history A 2',
      'snapshot B Chatting',
      'history B 1',
      'history A 1',
    ]);
  });

  it('replays it once to a subscriber that comes in the middle of an emission, too', () => {
    const history = asked(
      () => of([A, chatting('B')]),
      () => of(said(1, 2)),
    );
    const { chats } = overFake({ history });
    let late: readonly string[] = [];
    const told$ = chats.notifications$.pipe(map(summary));
    const early = hear(
      told$.pipe(
        tap((line) => {
          if (line === 'snapshot B Chatting') late = hear(told$).values;
        }),
      ),
    );
    expect(early.values).toHaveLength(4);
    expect([...late].sort()).toEqual([...early.values].sort());
  });

  it('[HI25] keeps chats$ while access is denied, and shows afterwards what has ended', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let listed: readonly Chat[] = [A];
    const history = asked(
      () => of(listed),
      () => of(said(1)),
    );
    const { chats, client } = overFake({ history });
    const heard = hear(chats.chats$);
    expect(chats.chats.get('A')?.status).toBe('Chatting');
    client.denySubscriptions('403::Denied');
    client.expireSession();
    client.handshake();
    expect(chats.status.state).toBe('denied');
    client.denySubscriptions();
    listed = [];
    chats.reconnect();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(chats.chats.get('A')?.status).toBe('Completed');
    expect(heard).toMatchObject({ errors: [], isComplete: false });
  });
});
