import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CapabilityChange,
  capabilityChanges,
  filterByChat,
  type KeyedOptions,
} from '../../operators/index.ts';
import {
  type Capability,
  type ChatNotification,
  type ChatStateChange,
  isChatStateChange,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const shows = (state: string, ...capabilities: readonly Capability[]): ChatStateChange =>
  chatStateChange({ chat: { id: 'A', state, capabilities } });

const a = shows('Invited', 'Accept', 'Reject');
const b = shows('Chatting', 'Reject', 'Leave');
const c = shows('Chatting', 'Leave', 'Reject', 'Leave');
const d = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
const e = operationError({ chat: { id: 'A', capabilities: ['Reject', 'Leave'] } });
const f = shows('Completed', 'Leave', 'Transfer');
const g = operationError({ chat: { id: 'A', state: 'Completed', capabilities: ['Leave'] } });
const i = shows('Invited', 'Reject', 'Accept');
const k = shows('Archived', 'Leave');
const o = shows('Chatting');
const p = chatStateChange({
  chat: { id: 'A', capabilities: ['Reject', 'Leave'] },
  notificationType: 'PropertiesUpdated',
});
const q = chatStateChange({ chat: { id: 'B', capabilities: ['Leave'] } });
const r = shows('Revoked', 'Leave');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
const all = { a, b, c, d, e, f, g, i, k, o, p, q, r, s, m, u, n, x };

const nothing = { chatId: 'A', gained: [], lost: [], current: [] };
const changes = {
  a: { ...nothing, gained: ['Accept', 'Reject'], current: ['Accept', 'Reject'] },
  b: { ...nothing, gained: ['Leave'], lost: ['Accept'], current: ['Reject', 'Leave'] },
  d: { ...nothing, lost: ['Reject', 'Leave'] },
  f: {
    ...nothing,
    gained: ['Leave', 'Transfer'],
    lost: ['Accept', 'Reject'],
    current: ['Leave', 'Transfer'],
  },
  o: { ...nothing, lost: ['Accept', 'Reject'] },
  q: { ...nothing, chatId: 'B', gained: ['Leave'], current: ['Leave'] },
  t: { ...nothing, gained: ['Reject', 'Leave'], current: ['Reject', 'Leave'] },
} satisfies Record<string, CapabilityChange>;

const asText = ({ gained, lost }: CapabilityChange): string => `+${gained.join()} -${lost.join()}`;

describe('capabilityChanges', () => {
  it('[CC1] tells what was gained, what was lost, and what there is now', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', all);
      const emptied = hot('-a-o-|', all);
      const subs = '      ^----!';
      const expected = '  -a-b-|';
      const lost = '      -a-o-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(capabilityChanges())).toBe(lost, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('[CC2] whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-|', all);
      const other = hot(' -a-p-|', all);
      const subs = '      ^----!';
      const expected = '  -a-b-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectObservable(other.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(other.subscriptions).toBe(subs);
    });
  });

  it('[CC3] a final state clears them, even if it lists some', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const told = hot('  -b-d-|', all);
      const listed = hot('-b-f-|', all);
      const revoked = hot('-b-r-|', all);
      const error = hot(' -b-g-|', all);
      const subs = '      ^----!';
      const expected = '  -t-d-|';
      for (const source of [told, listed, revoked, error]) {
        expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
        expectSubscriptions(source.subscriptions).toBe(subs);
      }
    });
  });

  it('[CC4] a final state that finds none is silent, and a later state gains them anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-f-d-b-f-r-s-b-|', all);
      const subs = '      ^--------------!';
      const expected = '  -----t-d-----t-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CC5] isFinal says which states clear them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const isFinal = (status: string): boolean => status === 'Archived';
      const source = hot('-b-k-a-f-|', all);
      const subs = '      ^--------!';
      const expected = '  -t-d-a-f-|';
      expectObservable(source.pipe(capabilityChanges({ isFinal }))).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CC6] their order does not matter, nor that one is listed twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-i-b-c-b-|', all);
      const subs = '      ^----------!';
      const expected = '  -a---b-----|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CC7] absent means not told and changes nothing; an empty list is told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('-o-a-s---o-s---|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const lost = '      ---a-----o-----|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(capabilityChanges())).toBe(lost, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('[CC8] folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-q-d-q-b-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-q-d---t-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CC9] of a chat that was let go of all are gained again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(capabilityChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(capabilityChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it.each([
    ['options', null],
    ['options', ['Accept']],
    ['options', 5],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: NaN }],
    ['retainEnded', { retainEnded: null }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: '5' }],
    ['isFinal', { isFinal: 'Completed' }],
    ['isFinal', { isFinal: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('[CC10] throws a TypeError that names the option, when it is called: %s %o', (name, options) => {
    expect(() => capabilityChanges(options as unknown as KeyedOptions)).toThrow(TypeError);
    expect(() => capabilityChanges(options as unknown as KeyedOptions)).toThrow(
      `capabilityChanges: ${name} must be`,
    );
  });

  it('[CC11] an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-b-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -a-#    ';
      const goingOn = '   -a---b-|';
      const both = source.pipe(capabilityChanges({ isFinal }));
      expectObservable(both).toBe(failing, changes, new Error('mine'));
      expectObservable(both).toBe(goingOn, changes);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });

  it('[CC12] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -a-#     ';
      const source = hot('                  -a-b-d-a|', all);
      const unsub = '                       ----!    ';
      const early = '                       -a-b-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -a-(b|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(capabilityChanges())).toBe('|');
      expectObservable(never.pipe(capabilityChanges())).toBe('-');
      expectObservable(failing.pipe(capabilityChanges())).toBe(failed, changes);
      expectObservable(source.pipe(capabilityChanges()), unsub).toBe(early, changes);
      expectObservable(source.pipe(capabilityChanges(), take(2))).toBe(taken, changes);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[CC13] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-d-|', all);
      const firstSubs = '  ^------!';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -a-b-d-|';
      const second = '     ---t-d-|';
      const both = source.pipe(capabilityChanges());
      expectObservable(both).toBe(first, changes);
      expectObservable(both, late).toBe(second, changes);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[CC14] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, d];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, d)
      .pipe(capabilityChanges())
      .subscribe(({ current }) => seen.push(current.join()));
    from(forever())
      .pipe(capabilityChanges(), take(4))
      .subscribe((change) => seen.push(asText(change)));
    expect(seen).toEqual([
      'Accept,Reject',
      'Reject,Leave',
      '',
      '+Accept,Reject -',
      '+Leave -Accept',
      '+ -Reject,Leave',
      '+Accept,Reject -',
    ]);
  });

  it('[CC15] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(capabilityChanges()).subscribe((change) => {
      seen.push(asText(change));
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(f);
    });
    source.next(a);
    source.next(d);
    expect(seen).toEqual(['+Accept,Reject -', '+Leave -Accept', '+ -Reject,Leave']);
  });

  it('[CC16] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(a);
    const short = source.pipe(filterByChat('A'), capabilityChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Invited'),
      capabilityChanges({ maxChats: 5 }),
      filter(({ gained }) => gained.length > 0),
      map(({ current }) => current),
      take(1),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<CapabilityChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<readonly Capability[]>>();
    expectTypeOf(capabilityChanges).parameters.toEqualTypeOf<[options?: KeyedOptions | undefined]>();
    expectTypeOf<CapabilityChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly gained: readonly Capability[];
      readonly lost: readonly Capability[];
      readonly current: readonly Capability[];
    }>();
    const seen: unknown[] = [];
    long.subscribe((current) => seen.push(current));
    expect(seen).toEqual([['Accept', 'Reject']]);
  });
});
