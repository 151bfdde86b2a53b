import { map, type Observable, of, Subject, tap, throwError } from 'rxjs';
import {
  type Chat,
  type ChatMessage,
  type ChatNotification,
  type HistoryFailure,
  withHistory,
} from 'rx-chat-notifications';
import { chatStateChange } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { overFake, summary } from '../overFake.ts';
import { hear } from '../sessions.ts';
import { asked, chatting, live, said, summaries } from './asked.ts';

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

describe('withHistory', () => {
  it('[HI3] takes answers out of order', () => {
    const history = asked(
      () => of([A]),
      () => of(said(3, 1, 2, 1)),
    );
    const told = hear(summaries(of(live.d), history, of('now')));
    expect(told.values).toEqual(['snapshot A Chatting', 'history A 3,1,2', 'live A 4']);
    expect(told.isComplete).toBe(true);
  });

  it('[HI3] is safe for a subscriber that makes the source speak, or restore, while it is told', () => {
    const history = asked(
      () => of([A]),
      () => of(said(1, 2)),
    );
    const source = new Subject<ChatNotification>();
    const restore = new Subject<void>();
    const answer = (line: string): void => {
      if (line === 'snapshot A Chatting' && history.asked.length === 1) {
        source.next(live.c);
        restore.next();
      }
      if (line === 'history A 1,2') source.next(live.d);
    };
    const told: string[] = [];
    summaries(source, history, restore).subscribe((line) => {
      told.push(line);
      answer(line);
    });
    restore.next();
    const snapshot = 'snapshot A Chatting';
    expect(told).toEqual([snapshot, 'live A 3', snapshot, 'history A 1,2', 'live A 4']);
  });

  it('[HI4] does not overrule what is heard while the list is told', () => {
    const history = asked(
      () => of([A, chatting('B')]),
      () => of([]),
    );
    const source = new Subject<ChatNotification>();
    const restore = new Subject<void>();
    const told: string[] = [];
    summaries(source, history, restore).subscribe((line) => {
      told.push(line);
      if (line === 'snapshot A Chatting')
        source.next(chatStateChange({ chat: { id: 'B', state: 'Completed' } }));
    });
    restore.next();
    expect(told).toEqual(['snapshot A Chatting', 'live B Completed', 'snapshot B Completed']);
  });

  it('[HI9] bears 10,000 that wait, and are then answered at once', () => {
    const first = new Subject<readonly ChatMessage[]>();
    const many = Array.from({ length: 10_000 }, (_, at) => chatting(String(at)));
    const history = asked(
      () => of(many),
      (): Observable<readonly ChatMessage[]> => (history.asked.length <= 5 ? first : of(said(1))),
    );
    const told = hear(new Subject<ChatNotification>().pipe(withHistory(history, of('now'))));
    expect([told.values.length, history.asked.length]).toEqual([10_000, 5]);
    first.next([]);
    expect([told.values.length, history.asked.length]).toEqual([19_996, 10_001]);
  });

  it('[HI9] bears 10,000 chats of a history that answers at once', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => chatting(String(at)));
    const history = asked(
      () => of(many),
      (_, from) => of(said(1, 2).filter(({ index }) => index >= from)),
    );
    const restore = new Subject<void>();
    const failures: HistoryFailure[] = [];
    let count = 0;
    new Subject<ChatNotification>()
      .pipe(withHistory(history, restore, { onFailure: (failure) => failures.push(failure) }))
      .subscribe(() => (count += 1));
    restore.next();
    expect([count, history.asked.length, failures]).toEqual([20_000, 10_001, []]);
    expect(history.asked.slice(0, 2)).toEqual(['chats', '9999 from 0']);
    restore.next();
    expect([count, history.asked.length]).toEqual([30_000, 20_002]);
  });
});
