import { map, of, Subject, tap, throwError } from 'rxjs';
import { type Chat, type ChatMessage } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { overFake, summary } from '../overFake.ts';
import { hear } from '../sessions.ts';
import { asked, chatting, said } from './asked.ts';

const A = chatting('A');

describe('a session', () => {
  it('[HI27] tells of two losses what both restorations have found', () => {
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
    const restored = hear(chats.restored$);
    lists[0]?.next([]);
    const before = Date.now();
    for (const list of [[A, chatting('B')], [A]]) {
      client.expireSession();
      client.handshake();
      lists.at(-1)?.next(list);
    }
    log.next([]);
    expect(restored.values).toEqual([]);
    log.next(said(1));
    expect(restored.values).toMatchObject([{ chats: 2, messages: 4 }]);
    expect(restored.values[0]?.lostFrom).toBeLessThanOrEqual(before + 100);
  });

  it('[HI26] a subscriber that comes during a restoration is told all of it once', () => {
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

  it('[HI26] one that subscribes while it is told hears all of it once, too', () => {
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

  it('[HI25] chats$ errors, and whoever subscribes again is told anew, an empty directory, too', () => {
    let listed: readonly Chat[] = [A];
    const history = asked(
      () => of(listed),
      () => of(said(1)),
    );
    const { chats, client } = overFake({ history });
    const first = hear(chats.chats$);
    const restored = hear(chats.restored$);
    expect(first.values.at(-1)?.size).toBe(1);
    client.denySubscriptions('403::Denied');
    client.expireSession();
    client.handshake();
    expect(first.errors.map(({ name }) => name)).toEqual(['ConnectionDeniedError']);
    client.denySubscriptions();
    listed = [];
    const second = hear(chats.chats$);
    expect(second.values.map(({ size }) => size)).toEqual([0]);
    expect([restored.errors, restored.isComplete]).toEqual([[], false]);
    client.expireSession();
    client.handshake();
    expect(restored.values).toHaveLength(1);
  });

  it('[HI10] does not call restored what was given up, also while a retry waits, and takes it up after the next loss', () => {
    let isPatient = true;
    const logs: Subject<readonly ChatMessage[]>[] = [];
    const history = asked(
      () => of([A, chatting('B')]),
      () => {
        const log = new Subject<readonly ChatMessage[]>();
        logs.push(log);
        return log;
      },
    );
    const { chats, client } = overFake({ history, retry: { shouldRetry: () => isPatient } });
    const restored = hear(chats.restored$);
    const lose = (): void => {
      client.expireSession();
      client.handshake();
    };
    logs.splice(0).forEach((log) => {
      log.next([]);
    });
    lose();
    logs[0]?.error(new Error('down'));
    isPatient = false;
    logs[1]?.error(new Error('down'));
    expect(restored.values).toEqual([]);
    lose();
    expect(logs).toHaveLength(4);
    for (const log of logs.slice(2)) log.next([]);
    expect(restored.values).toHaveLength(1);
  });

  it('[HI30] errors with what shouldRetry throws', () => {
    const history = asked(
      () => throwError(() => new Error('down')),
      () => [],
    );
    const thrown = new Error('no policy');
    const shouldRetry = (): never => { throw thrown; }; // prettier-ignore
    const { chats } = overFake({ history, retry: { shouldRetry } });
    expect(hear(chats.notifications$).errors).toEqual([thrown]);
  });
});
