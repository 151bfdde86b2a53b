import { type Observable, of, Subject } from 'rxjs';
import {
  type ChatMessage,
  type ChatNotification,
  type HistoryFailure,
  withHistory,
} from 'rx-chat-notifications';
import { chatStateChange } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { hear } from '../sessions.ts';
import { asked, chatting, live, said, summaries } from './asked.ts';

const A = chatting('A');

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
