import { filter, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ChatView, chatViews, filterByChat } from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { all, annTyping, c, i, says, seen, t, view, views } from './chatViewsFixtures.ts';

describe('chatViews', () => {
  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-i-#', all);
      const typing = cold('-s|', { s: says({ index: 1, type: 'TypingStarted' }) });
      const source = hot('-i-c-d-i-|', all);
      expectObservable(empty.pipe(views())).toBe('|');
      expectObservable(never.pipe(views())).toBe('-');
      expectObservable(failing.pipe(views())).toBe('-i-#', seen);
      expectObservable(typing.pipe(views())).toBe('-s|', { s: view({ typing: [annTyping] }) });
      expectObservable(source.pipe(views()), '      ---!').toBe('-i-', seen);
      expectObservable(source.pipe(views(), take(2))).toBe('-i-(c|)', seen);
      const twice = source.pipe(views());
      expectObservable(twice, '^---!').toBe('-i-c-', seen);
      expectObservable(twice, '--^-!').toBe('---c-', seen);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(typing.subscriptions).toBe('^-!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^---!', '--^-!']);
    });
  });

  it('a re-entrant source and a synchronous one give the same', () => {
    const source = new Subject<ChatNotification>();
    const states: (string | undefined)[] = [];
    source.pipe(chatViews()).subscribe(({ status, transcript }) => {
      states.push(`${status} ${transcript.length}`);
      if (status === 'Invited') source.next(c);
      else if (transcript.length === 0) source.next(t);
    });
    source.next(i);
    source.next(c);
    expect(states).toEqual(['Invited 0', 'Chatting 0', 'Chatting 1']);
    of(i, c, t)
      .pipe(chatViews())
      .subscribe(({ status, transcript }) => states.push(`${status} ${transcript.length}`));
    expect(states.slice(3)).toEqual(['Invited 0', 'Chatting 0', 'Chatting 1']);
  });

  it('inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(i);
    const emitted = source.pipe(filter(isChatStateChange), filterByChat('B'), chatViews({ expireAfter: 1 }));
    expectTypeOf(emitted).toEqualTypeOf<Observable<ChatView>>();
    emitted.subscribe(() => expect.unreachable());
  });
});
