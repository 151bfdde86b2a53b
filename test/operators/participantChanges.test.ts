import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type KeyedOptions,
  type ParticipantChange,
  participantChanges,
} from '../../operators/index.ts';
import {
  type ChatNotification,
  type ChatStateChange,
  isChatStateChange,
  type Participant,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann' });
const bob = participant({ participantId: '2', nickname: 'Bob' });
const annie = participant({ participantId: '1', nickname: 'Annie' });
const bobTwin = participant({ participantId: '3', nickname: 'Bob' });

const shows = (id: string, ...participants: readonly Participant[]): ChatStateChange =>
  chatStateChange({ chat: { id, participants } });

const a = shows('A', ann);
const b = shows('A', ann, bob);
const c = shows('A', bob, ann);
const d = shows('A', { ...ann }, { ...bob });
const e = operationError({ chat: { id: 'A', participants: [ann, bob] } });
const f = shows('A', annie, bobTwin);
const g = shows('A', bob);
const o = shows('A');
const p = chatStateChange({ chat: { id: 'A', participants: [bob] }, notificationType: 'PropertiesUpdated' });
const q = shows('B', bob);
const s = chatStateChange({ chat: { id: 'A' } });
const w = shows('A', annie, bob, bob);
const m = messageLog({ chatId: 'A' });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
const all = { a, b, c, d, e, f, g, o, p, q, s, w, m, u, n, x };

const nobody = { chatId: 'A', joined: [], left: [], changed: [], current: [] };
const changes = {
  a: { ...nobody, joined: [ann], current: [ann] },
  b: { ...nobody, joined: [bob], current: [ann, bob] },
  c: { ...nobody, joined: [bob], current: [bob, ann] },
  f: { ...nobody, joined: [bobTwin], left: [bob], changed: [annie], current: [annie, bobTwin] },
  g: { ...nobody, left: [ann], current: [bob] },
  h: { ...nobody, left: [annie], current: [bob] },
  o: { ...nobody, left: [ann] },
  q: { ...nobody, chatId: 'B', joined: [bob], current: [bob] },
  t: { ...nobody, joined: [ann, bob], current: [ann, bob] },
  w: { ...nobody, joined: [bob], changed: [annie], current: [annie, bob] },
} satisfies Record<string, ParticipantChange>;

const names = (participants: readonly Participant[]): string =>
  participants.map(({ nickname }) => nickname).join();

describe('participantChanges', () => {
  it('[PC1] tells who joined, who left, of whom something else is told, and who is there now', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-g-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[PC2] participantId alone tells them apart, and nobody is there twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-f-|', all);
      const twice = hot(' -a-w-|', all);
      const subs = '      ^----!';
      const expected = '  -t-f-|';
      const once = '      -a-w-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(twice.pipe(participantChanges())).toBe(once, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(twice.subscriptions).toBe(subs);
    });
  });

  it('[PC3] whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-p-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[PC4] absent means not told and changes nothing; an empty list is told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('---a-s-----o-s-|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const left = '      ---a-------o---|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(participantChanges())).toBe(left, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('[PC5] all who are there when participants are first told have joined', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-m-b-|', all);
      const error = hot(' -u-n-e-|', all);
      const subs = '      ^------!';
      const expected = '  -----t-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(error.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(error.subscriptions).toBe(subs);
    });
  });

  it('[PC6] does not emit when nothing changed: the same again, equal copies, nobody from the start', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-o-o-b-b-d-e-|', all);
      const subs = '      ^------------!';
      const expected = '  -----t-------|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[PC7] the order of the list does not matter', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-c-b-|', all);
      const joining = hot('-a-c-b-|', all);
      const subs = '      ^------!';
      const expected = '  -t-----|';
      const joined = '    -a-c---|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(joining.pipe(participantChanges())).toBe(joined, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(joining.subscriptions).toBe(subs);
    });
  });

  it.each<[string, Partial<Participant> & Record<string, unknown>]>([
    ['nickname', { nickname: 'Annie' }],
    ['type', { type: 'Supervisor' }],
    ['visibility', { visibility: 'Int' }],
    ['a field that the model does not name', { place: { desk: [1, 2] } }],
  ])('[PC8] whatever else is told of one who stayed is a change, told as it is now: %s', (_, told) => {
    const other = { ...ann, ...told };
    const values = { a, c: shows('A', other), d: shows('A', structuredClone(other)), o };
    const expectedValues = {
      a: changes.a,
      c: { ...nobody, changed: [other], current: [other] },
      o: { ...nobody, left: [other] },
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-c-d-o-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-c---o-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, expectedValues);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[PC9] folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-b-q-g-|', all);
      const subs = '      ^----------!';
      const expected = '  -a-q-b---g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[PC10] of a chat that was let go of all have joined again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(participantChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(participantChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it.each([
    ['options', null],
    ['options', ['A']],
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
  ])('[PC11] throws a TypeError that names the option, when it is called: %s %o', (name, options) => {
    expect(() => participantChanges(options as unknown as KeyedOptions)).toThrow(TypeError);
    expect(() => participantChanges(options as unknown as KeyedOptions)).toThrow(
      `participantChanges: ${name} must be`,
    );
  });

  it('[PC12] an isFinal that throws errors that subscriber and no other', () => {
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
      const both = source.pipe(participantChanges({ isFinal }));
      expectObservable(both).toBe(failing, changes, new Error('mine'));
      expectObservable(both).toBe(goingOn, changes);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });

  it('[PC13] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -a-#     ';
      const source = hot('                  -a-b-g-o|', all);
      const unsub = '                       ----!    ';
      const early = '                       -a-b-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -a-(b|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(participantChanges())).toBe('|');
      expectObservable(never.pipe(participantChanges())).toBe('-');
      expectObservable(failing.pipe(participantChanges())).toBe(failed, changes);
      expectObservable(source.pipe(participantChanges()), unsub).toBe(early, changes);
      expectObservable(source.pipe(participantChanges(), take(2))).toBe(taken, changes);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[PC14] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-g-|', all);
      const firstSubs = '  ^------!';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -a-b-g-|';
      const second = '     ---t-g-|';
      const both = source.pipe(participantChanges());
      expectObservable(both).toBe(first, changes);
      expectObservable(both, late).toBe(second, changes);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[PC15] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, g];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, g)
      .pipe(participantChanges())
      .subscribe(({ joined, left }) => seen.push(`+${names(joined)} -${names(left)}`));
    from(forever())
      .pipe(participantChanges(), take(4))
      .subscribe(({ current }) => seen.push(names(current)));
    expect(seen).toEqual(['+Ann -', '+Bob -', '+ -Ann', 'Ann', 'Ann,Bob', 'Bob', 'Ann']);
  });

  it('[PC16] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(participantChanges()).subscribe(({ joined, left }) => {
      seen.push(`+${names(joined)} -${names(left)}`);
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(g);
    });
    source.next(a);
    source.next(g);
    expect(seen).toEqual(['+Ann -', '+Bob -', '+ -Ann']);
  });

  it('[PC17] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b);
    const told = source.pipe(filterByChat('A'), participantChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      participantChanges({ maxChats: 5 }),
      filter(({ joined }) => joined.length > 0),
      map(({ current }) => current[1]?.nickname),
      take(1),
    );
    expectTypeOf(told).toEqualTypeOf<Observable<ParticipantChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<string | undefined>>();
    expectTypeOf(participantChanges).parameters.toEqualTypeOf<[options?: KeyedOptions | undefined]>();
    expectTypeOf<ParticipantChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly joined: readonly Participant[];
      readonly left: readonly Participant[];
      readonly changed: readonly Participant[];
      readonly current: readonly Participant[];
    }>();
    const seen: unknown[] = [];
    long.subscribe((nickname) => seen.push(nickname));
    expect(seen).toEqual(['Bob']);
  });
});
