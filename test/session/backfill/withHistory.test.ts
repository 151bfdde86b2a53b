import { EMPTY, map, NEVER, type Observable, of, Subject, throwError, VirtualTimeScheduler } from 'rxjs';
import { type Chat, type ChatMessage, type ChatNotification, withHistory } from 'rx-chat-notifications';
import { messageLog, operationError } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { marbles } from '../../marbles.ts';
import { summary } from '../overFake.ts';
import { hear } from '../sessions.ts';
import { asked, chatting, lines, live, said, summaries } from './asked.ts';

type Chats = readonly Chat[];

const A = chatting('A');
const B = chatting('B');
const over: Chat = { id: 'O', state: 'Completed' };

describe('withHistory', () => {
  it('fetches, with each value of restore$, the chats and the messages of each that is open, the newest first', () => {
    const history = asked(
      () => of([A, B]),
      (_, from) => of(said(...[1, 2].filter((index) => index >= from))),
    );
    const restore = new Subject<void>();
    const told: string[] = [];
    summaries(NEVER, history, restore).subscribe((line) => told.push(line));
    restore.next();
    expect(history.asked).toEqual(['chats', 'B from 0', 'A from 0']);
    expect(told).toEqual(['snapshot A Chatting', 'snapshot B Chatting', 'history B 1,2', 'history A 1,2']);
    restore.next();
    expect(history.asked.slice(3)).toEqual(['chats', 'B from 2', 'A from 2']);
    expect(told).toHaveLength(4);
  });

  it('emits a listed chat that has ended, and does not fetch its messages', () => {
    const history = asked(
      () => of([over]),
      () => of(said(1)),
    );
    const told: string[] = [];
    summaries(EMPTY, history, of('now')).subscribe((line) => told.push(line));
    expect(told).toEqual(['snapshot O Completed']);
    expect(history.asked).toEqual(['chats']);
  });

  it.each([
    ['the first, if none is known', [], 'A from 0'],
    ['the highest known, if none is missing', [1, 2, 3], 'A from 3'],
    ['the highest below a gap', [1, 2, 5, 9], 'A from 2'],
    ['the highest below a gap, whatever the order', [9, 1, 2, 5], 'A from 2'],
    ['the first, if the log is known from its middle', [7, 8], 'A from 0'],
    ['the highest known of a server that counts from 0', [0, 1], 'A from 1'],
  ])('fetches messages from %s', (_, indices, expected) => {
    const history = asked(
      () => [[A]],
      () => NEVER,
    );
    const source = new Subject<ChatNotification>();
    const restore = new Subject<void>();
    summaries(source, history, restore).subscribe();
    for (const index of indices) source.next(messageLog({ chatId: 'A', messages: said(index) }));
    restore.next();
    expect(history.asked).toEqual(['chats', expected]);
  });

  it('[HI32] passes live notifications meanwhile, and what was missed when it is fetched, without duplicates', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('  -a-----d-----|', live);
      const subs = '        ^------------!';
      const restore$ = hot('---r----------');
      const list = cold('      --(c|)      ', { c: [A] as Chats });
      const log = cold('         ----(m|)  ', { m: said(1, 2, 3, 4) });
      const expected = '    -a---S-d-h---|';
      const history = asked(
        () => list,
        () => log,
      );
      expectObservable(source.pipe(withHistory(history, restore$), map(summary))).toBe(expected, {
        a: 'live A 1',
        S: 'snapshot A Chatting',
        d: 'live A 4',
        h: 'history A 2,3',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('is safe for a subscriber that makes the source speak, or restores, in the middle of an emission', () => {
    const history = asked(
      () => of([A]),
      () => of(said(1, 2)),
    );
    const source = new Subject<ChatNotification>();
    const restore = new Subject<void>();
    const told: string[] = [];
    summaries(source, history, restore).subscribe((line) => {
      told.push(line);
      if (line === 'snapshot A Chatting' && history.asked.length === 1) {
        source.next(live.c);
        restore.next();
      }
      if (line === 'history A 1,2') source.next(live.d);
    });
    restore.next();
    expect(told).toEqual(['snapshot A Chatting', 'live A 3', 'history A 1,2', 'live A 4']);
  });

  it('has at most four requests under way, and fetches 10,000 chats without recursion', () => {
    const first = new Subject<readonly ChatMessage[]>();
    const many = Array.from({ length: 10_000 }, (_, at) => chatting(String(at)));
    const history = asked(
      () => of(many),
      (): Observable<readonly ChatMessage[]> => (history.asked.length <= 5 ? first : of(said(1))),
    );
    const told = hear(
      new Subject<ChatNotification>().pipe(
        withHistory(history, of('now'), { rate: Infinity, scheduler: new VirtualTimeScheduler() }),
      ),
    );
    expect([told.values.length, history.asked.length]).toEqual([10_000, 5]);
    first.next([]);
    expect([told.values.length, history.asked.length]).toEqual([19_996, 10_001]);
  });

  it('a notification that names no chat passes', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-(x|)', { ...live, x: operationError() });
      const subs = '      ^----!';
      const expected = '  -a-x-(x|)';
      const history = asked(
        () => cold('      (c|)', { c: [] as Chats }),
        () => cold('      (m|)', { m: said(1) }),
      );
      expectObservable(summaries(source, history, cold('-'))).toBe(expected, {
        ...lines,
        x: 'live no chat error',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('completes when the source has and nothing is left to fetch', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a--|', live);
      const subs = '      ^---!';
      const history = asked(
        () => cold('         --(c|)', { c: [A] as Chats }),
        () => cold('           ---(m|)', { m: said(1, 2) }),
      );
      const restore = hot('---r');
      const expected = '   -a---S--(2|)';
      expectObservable(summaries(source, history, restore)).toBe(expected, lines);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(restore.subscriptions).toBe('^-------!');
    });
  });

  it('empty, never and error pass, and an error of restore$ too', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const history = asked(
        () => [[A]],
        () => [[]],
      );
      const [empty, never, failing] = [cold('|'), cold('-'), cold('--#')];
      expectObservable(summaries(empty as never, history, cold('-'))).toBe('|');
      expectObservable(summaries(never as never, history, cold('--|'))).toBe('-');
      expectObservable(summaries(failing as never, history, cold('-'))).toBe('--#');
      expectSubscriptions(failing.subscriptions).toBe('                        ^-!');
      const source = hot('-a--', live);
      expectObservable(summaries(source, history, cold('--#'))).toBe('-a#', lines);
      expectSubscriptions(source.subscriptions).toBe('                ^-!');
    });
  });

  it('leaving ends all that is under way', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a----', live);
      const chats = cold('  --(c|)', { c: [A] as Chats });
      const messages = cold(' ----(m|)', { m: said(1) });
      const unsubscribe = '-----!';
      const restore = hot('-r----');
      const history = asked(
        () => chats,
        () => messages,
      );
      expectObservable(summaries(source, history, restore), unsubscribe).toBe('-a-S--', lines);
      expectSubscriptions(source.subscriptions).toBe('  ^----!');
      expectSubscriptions(restore.subscriptions).toBe(' ^----!');
      expectSubscriptions(chats.subscriptions).toBe('   -^-!');
      expectSubscriptions(messages.subscriptions).toBe('---^-!');
    });
  });

  it('each subscription has chats of its own', () => {
    const history = asked(
      () => [[A]],
      () => [said(1)],
    );
    const source = of(live.a).pipe(withHistory(history, of('now')));
    const all = [1, 2].map(() => {
      const told: string[] = [];
      source.subscribe(({ origin, kind }) => told.push(`${origin} ${kind}`));
      return told;
    });
    expect(all).toEqual(Array(2).fill(['snapshot chat', 'history messages']));
  });

  it.each([
    ['history must be an object with chats() and messages(), got object', [{ chats: () => [] }, EMPTY]],
    ['history must be an object with chats() and messages(), got undefined', [undefined, EMPTY]],
    ['restore$ must be an Observable, got object', [{ chats: () => [], messages: () => [] }, {}]],
    ['onFailure must be a function, got string', [asked(() => [], () => []), EMPTY, { onFailure: 'log' }]], // prettier-ignore
    ['scheduler must be a scheduler, got object', [asked(() => [], () => []), EMPTY, { scheduler: {} }]], // prettier-ignore
    ['options must be an object, got null', [asked(() => [], () => []), EMPTY, null]], // prettier-ignore
  ])('%s', (message, args) => {
    expect(() => Reflect.apply(withHistory, undefined, args) as unknown).toThrow(
      new TypeError(`withHistory: ${message}`),
    );
  });

  it('an invalid retry policy is a TypeError', () => {
    const history = asked(
      () => throwError(() => new Error()),
      () => [],
    );
    expect(() => withHistory(history, EMPTY, { retry: { initialDelay: -1 } })).toThrow('retry.initialDelay');
  });
});
