import { either } from 'fp-ts';
import { map, type Observable, of, Subject } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { decodeNotifications, lefts, rights, validNotifications } from '../../src/codec/index.ts';
import type { DecodeFailure } from '../../src/model/index.ts';
import { decoded, fixture } from '../fixtures.ts';
import { marbles } from '../marbles.ts';

const g = fixture('v2-new-messages');
const values = { g, x: null, y: [], z: { messageType: 'Nonsense' } };

describe('the decoding operators', () => {
  it('[D27] decodeNotifications turns every message into an Either, and no message ends the stream', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<unknown>('-g-x-y-z-g-|', values);
      const subs = '               ^----------!';
      const tags = '               -R-L-L-L-R-|';
      expectObservable(
        source.pipe(
          decodeNotifications(),
          map(({ _tag }) => _tag.charAt(0)),
        ),
      ).toBe(tags);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
  it('every notification of a stream is received when it is decoded', () => {
    const before = Date.now();
    const instants: number[] = [];
    of(g, g)
      .pipe(decodeNotifications(), rights())
      .subscribe(({ receivedAt }) => instants.push(receivedAt));
    expect(instants).toHaveLength(2);
    for (const receivedAt of instants) expect(receivedAt).toBeGreaterThanOrEqual(before);
  });

  it('[D28] rights and lefts keep their side, and its type', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<either.Either<string, number>>('-a-b-a-|', {
        a: either.right(1),
        b: either.left('no'),
      });
      const subs = '      ^------!';
      expectObservable(source.pipe(rights())).toBe('-1---1-|', { 1: 1 });
      expectObservable(source.pipe(lefts())).toBe(' ---n---|', { n: 'no' });
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
    const source: Observable<either.Either<string, number>> = of(either.right(1));
    expectTypeOf(source.pipe(rights())).toEqualTypeOf<Observable<number>>();
    expectTypeOf(source.pipe(lefts())).toEqualTypeOf<Observable<string>>();
  });

  it('[D29] validNotifications keeps the valid and hands every failure to the callback, the rejected of a batch, too', () => {
    const batch = {
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatPath: '/chats/A',
      messages: [{ index: 1, type: 'Text', from: { nickname: 'a', type: 'Agent', participantId: 1 } }, {}, 7],
    };
    const failures: string[] = [];
    const emitted: string[] = [];
    of<unknown[]>(null, g, batch)
      .pipe(validNotifications(({ path, kind }) => failures.push(`${kind} ${path}`)))
      .subscribe({
        next: ({ kind }) => emitted.push(kind),
        complete: () => emitted.push('end'),
      });
    expect(emitted).toEqual(['messages', 'messages', 'end']);
    expect(failures).toEqual(['invalid ', 'invalid messages[1].index', 'invalid messages[2]']);
  });

  it('[D29] the valid pass in their time, and failures go to the callback in theirs', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const failures = new Subject<string>();
      const report = ({ kind }: DecodeFailure): void => {
        failures.next(kind);
      };
      const source = hot('-g-x-c-g-|', { ...values, c: { messageType: 'CallStateChangeMessage' } });
      const subs = '      ^--------!';
      const valid = '     -v-----v-|';
      const emitted = '      ---i-f----';
      const kinds = { v: 'messages', i: 'invalid', f: 'foreign' };
      expectObservable(failures).toBe(emitted, kinds);
      expectObservable(
        source.pipe(
          validNotifications(report),
          map(({ kind }) => kind),
        ),
      ).toBe(valid, kinds);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('what onFailure throws errors the stream; without it there is a TypeError at once', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<unknown>('-x-g-|', values);
      const failing = validNotifications(() => {
        throw new Error('mine');
      });
      expectObservable(source.pipe(failing)).toBe('-#', undefined, new Error('mine'));
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
    expect(() => validNotifications(undefined as unknown as () => void)).toThrow(TypeError);
    expect(() => validNotifications(undefined as unknown as () => void)).toThrow(
      'validNotifications: onFailure must be',
    );
    expect(decoded(g).kind).toBe('messages');
  });
});
