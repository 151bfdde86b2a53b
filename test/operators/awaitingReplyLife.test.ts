import { filter, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type AwaitedReply,
  awaitingReply,
  type AwaitingReplyOptions,
  filterByChat,
} from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate, type Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { ann, at, bob, log, nothing, self, waiting } from './awaitingReplyFixtures.ts';

describe('awaitingReply', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), b: log(at(2, ann)), c: log(at(3, bob)) };
      const emitted = {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(2, ann)),
        z: waiting(at(2, ann)),
        n: nothing,
      };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const failed = '      -x-#';
      const source = hot('  -a-b-c-|', values);
      const first = '       ^---!';
      const toFirst = '     -x-y-';
      const second = '      --^-----!';
      const toSecond = '    ---z-n-|';
      const subsSecond = '  --^----!';
      const two = '         ^--!';
      const toTwo = '       -x-(y|)';
      const twice = source.pipe(awaitingReply({ self }));
      expectObservable(empty.pipe(awaitingReply({ self }))).toBe('|');
      expectObservable(never.pipe(awaitingReply({ self }))).toBe('-');
      expectObservable(failing.pipe(awaitingReply({ self }))).toBe(failed, emitted);
      expectObservable(twice, first).toBe(toFirst, emitted);
      expectObservable(twice, second).toBe(toSecond, emitted);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, emitted);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, subsSecond]);
    });
  });

  it('loses nothing of a re-entrant source or a synchronous one', () => {
    const source = new Subject<ChatNotification>();
    const seen: number[] = [];
    source.pipe(awaitingReply({ self })).subscribe(({ waiting: { length } }) => {
      seen.push(length);
      if (length === 1) source.next(log(at(2, ann)));
      if (length === 2) source.next(log(at(3, bob)));
    });
    source.next(log(at(1, ann)));
    source.next(log(at(2, ann)));
    expect(seen).toEqual([1, 2, 0]);
    const direct: (number | string)[] = [];
    of(log(at(1, ann)), log(at(2, ann)), log(at(3, bob)))
      .pipe(
        awaitingReply({ self }),
        map(({ waiting: { length } }) => length),
      )
      .subscribe({ next: (length) => direct.push(length), complete: () => direct.push('complete') });
    expect(direct).toEqual([1, 2, 0, 'complete']);
  });

  it('infers types in a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(at(1, ann)));
    const awaited = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      awaitingReply({
        self: (author, chatId) => {
          expectTypeOf(author).toEqualTypeOf<Participant>();
          expectTypeOf(chatId).toEqualTypeOf<string>();
          return false;
        },
      }),
    );
    expectTypeOf(awaited).toEqualTypeOf<Observable<AwaitedReply>>();
    expectTypeOf(awaitingReply).parameters.toEqualTypeOf<[options: AwaitingReplyOptions]>();
    const all: AwaitedReply[] = [];
    awaited.subscribe((emitted) => all.push(emitted));
    expect(all).toEqual([waiting(at(1, ann))]);
  });
});
