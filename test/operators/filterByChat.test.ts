import { BehaviorSubject, filter, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat } from '../../operators/index.ts';
import {
  type ChatNotification,
  type ChatStateChange,
  isChatStateChange,
  isMessageLogUpdate,
  type MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const a = chatStateChange({ chat: { id: 'A' } });
const b = chatStateChange({ chat: { id: 'B' } });
const c = messageLog({ chatId: 'C' });
const m = messageLog({ chatId: 'A' });
const e = operationError({ chatId: 'A' });
const n = operationError();
const all = { a, b, c, m, e, n };

describe('filterByChat', () => {
  it('[F1] passes the notifications of one chat, over all kinds', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-m-c-e-n-|', all);
      const subs = '      ^------------!';
      const expected = '  -a---m---e---|';
      expectObservable(source.pipe(filterByChat('A'))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    'http://localhost:8080/api/v2/chats/A',
    'https://gws.example.com/api/v2/chats/A/',
    'https://gws.example.com/api/v2/chats/A?fields=*',
    'https://gws.example.com/api/v2/chats/A/#top',
    '/chats/A',
    '/chats/%41',
  ])('takes a chat URI whatever its host, trailing slash, query and percent-encoding: %s', (uri) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', all);
      const subs = '      ^----!';
      const expected = '  -a---|';
      expectObservable(source.pipe(filterByChat(uri))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['array', ['A', '/chats/C/']],
    ['set', new Set(['A', 'http://localhost/chats/C'])],
    [
      'generator',
      (function* () {
        yield 'A';
        yield 'C';
      })(),
    ],
  ])('takes an iterable of ids and URIs, read once: %s', (_, target) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-c-|', all);
      const subs = '       ^------!';
      const expected = '   -a---c-|';
      const filtered = source.pipe(filterByChat(target));
      expectObservable(filtered).toBe(expected, all);
      expectObservable(filtered).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('takes a predicate on the notification', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-m-n-|', all);
      const subs = '      ^--------!';
      const expected = '  -a-b---n-|';
      expectObservable(source.pipe(filterByChat(({ kind }) => kind !== 'messages'))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a predicate that throws errors that subscriber and no other', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', all);
      const failing = filterByChat<ChatNotification>(({ chatId }) => {
        if (chatId === 'B') throw new Error('mine');
        return true;
      });
      expectObservable(source.pipe(failing)).toBe('          -a-#', all, new Error('mine'));
      expectObservable(source.pipe(filterByChat('B'))).toBe('---b-|', all);
      expectSubscriptions(source.subscriptions).toBe(['       ^--!', '^----!']);
    });
  });

  it('[F6] takes an Observable of targets and switches: nothing passes before its first value', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const targets = hot<string | string[]>('--x---y----z--|', { x: 'A', y: ['B'], z: '/chats/C' });
      const source = hot('                    -a-abc-abc--c---|', all);
      const subs = '                          ^---------------!';
      const targetSubs = '                    ^-------------!  ';
      const expected = '                      ---a----b---c---|';
      expectObservable(source.pipe(filterByChat(targets))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(targets.subscriptions).toBe(targetSubs);
    });
  });

  it('errors of a target Observable pass on, its completion keeps the last target', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-a-|', all);
      const failing = cold('x--#   ', { x: 'A' });
      const ending = cold(' (x|)   ', { x: 'A' });
      expectObservable(source.pipe(filterByChat(failing))).toBe('-a-#', all);
      expectObservable(source.pipe(filterByChat(ending))).toBe('-a---a-|', all);
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^------!']);
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(ending.subscriptions).toBe(' (^!)');
    });
  });

  it('a target Observable that emits nonsense errors the stream with a TypeError', () => {
    marbles(({ hot, cold, expectObservable }) => {
      const source = hot('-a-a-|', all);
      const targets = cold<string>('x-y', { x: 'A', y: 5 as unknown as string });
      const emitted = source.pipe(filterByChat(targets));
      const error = new TypeError(
        'filterByChat: target must be a chat id, a chat URI, an iterable of these, a predicate or an Observable of any of them, got 5',
      );
      expectObservable(emitted).toBe('-a#', all, error);
    });
  });

  it.each([[undefined], [null], [5], [{}], [Symbol('x')], [[['A', 5]][0]], [new Set([null])]])(
    'throws a TypeError that names the target: %s',
    (target) => {
      expect(() => filterByChat(target as string)).toThrow(TypeError);
      expect(() => filterByChat(target as string)).toThrow(/filterByChat: target must be/);
    },
  );

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, resubscription', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', all);
      const source = hot('-a-a-a-a-|', all);
      const unsub = '     ----!     ';
      expectObservable(empty.pipe(filterByChat('A'))).toBe('|');
      expectObservable(never.pipe(filterByChat('A'))).toBe('-');
      expectObservable(failing.pipe(filterByChat('A'))).toBe('-a-#', all);
      expectObservable(source.pipe(filterByChat('A')), unsub).toBe('-a-a-', all);
      expectObservable(
        source.pipe(
          map((x) => x),
          filterByChat('A'),
          map((x) => x),
        ),
        unsub,
      ).toBe('-a-a-', all);
      expectObservable(source.pipe(filterByChat('A'), take(1))).toBe('-(a|)', all);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^---!', '^---!', '^!']);
    });
  });

  it('a re-entrant source and a synchronous one lose nothing', () => {
    const source = new Subject<ChatNotification>();
    const target = new BehaviorSubject('A');
    const seen: string[] = [];
    source.pipe(filterByChat(target)).subscribe(({ chatId }) => {
      seen.push(chatId ?? '');
      if (seen.length === 1) {
        target.next('B');
        source.next(b);
      }
    });
    source.next(a);
    source.next(a);
    of(a, b)
      .pipe(filterByChat(of('A', 'B')))
      .subscribe(({ chatId }) => seen.push(`sync ${chatId}`));
    expect(seen).toEqual(['A', 'B', 'sync B']);
  });

  it('the type that goes in comes out, and a type guard narrows it', () => {
    const source: Observable<ChatNotification> = of(a, m);
    const logs = source.pipe(filter(isMessageLogUpdate), filterByChat('A'));
    const guarded = source.pipe(filterByChat(isChatStateChange));
    expectTypeOf(logs).toEqualTypeOf<Observable<MessageLogUpdate>>();
    expectTypeOf(source.pipe(filterByChat('A'))).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf(guarded).toEqualTypeOf<Observable<ChatStateChange>>();
    expectTypeOf(source.pipe(filterByChat(of('A')))).toEqualTypeOf<Observable<ChatNotification>>();
    const kinds: string[] = [];
    guarded.subscribe(({ chat }) => kinds.push(chat.id));
    expect(kinds).toEqual(['A']);
  });
});
