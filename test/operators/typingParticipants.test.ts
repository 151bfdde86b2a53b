import { filter, map, type Observable, of, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type TypingOptions,
  type TypingParticipants,
  typingParticipants,
} from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
  type Participant,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const bob = participant({ participantId: '2', nickname: 'Bob' });

const starts = (index: number, from = ann): Partial<ChatMessage> => ({ index, from, type: 'TypingStarted' });
const stops = (index: number, from = ann): Partial<ChatMessage> => ({ index, from, type: 'TypingStopped' });
const writes = (index: number, from = ann): Partial<ChatMessage> => ({ index, from });
const leaves = (index: number, from = ann): Partial<ChatMessage> => ({
  index,
  from,
  type: 'ParticipantLeft',
});

const log = (...messages: Partial<ChatMessage>[]): MessageLogUpdate => messageLog({ chatId: 'A', messages });
const inB = (...messages: Partial<ChatMessage>[]): MessageLogUpdate => messageLog({ chatId: 'B', messages });
const past = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'history', messages });
const snapshot = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'snapshot', messages });
const state = (status: string): ChatNotification => chatStateChange({ chat: { id: 'A', state: status } });
const present = (...participants: Participant[]): ChatNotification =>
  chatStateChange({ chat: { id: 'A', participants }, notificationType: 'ParticipantsUpdated' });

const typing = (...participants: Participant[]): TypingParticipants => ({ chatId: 'A', participants });
const typingInB = (...participants: Participant[]): TypingParticipants => ({ chatId: 'B', participants });
/** Who types in chat A. */
const told = { n: typing(), a: typing(ann), b: typing(bob), x: typing(ann, bob) };

describe('typingParticipants', () => {
  it('[TP1] who started types until the same author stops, in the order in which they were first heard of', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: log(starts(2, bob)),
        A: log(stops(3)),
        c: log(starts(4)),
        d: log(stops(5), stops(6, bob)),
      };
      const source = hot('-a-b-A-c-d-|', values);
      const subs = '      ^----------!';
      const expected = '  -a-x-b-x-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP2] who writes no longer types; what others write ends nothing', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        o: log(writes(2, bob)),
        w: log(writes(3)),
        s: log(starts(4)),
        p: log({ ...writes(5), type: 'PushUrl' }),
        t: log(starts(6)),
        u: log({ ...writes(7), type: 'Notice' }),
      };
      const source = hot('-a-o-w-s-p-t-u-|', values);
      const subs = '      ^--------------!';
      const expected = '  -a---n-a-n-a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP3] who leaves no longer types: ParticipantLeft, or a chat whose told participants lack them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: log(starts(2, bob)),
        h: present(ann, bob),
        k: state('Chatting'),
        l: log(leaves(3)),
        g: present(ann),
        c: log(starts(4)),
        e: operationError({ chat: { id: 'A', participants: [] } }),
      };
      const source = hot('-a-b-h-k-l-g-c-e-|', values);
      const subs = '      ^----------------!';
      const expected = '  -a-x-----b-n-a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP4] a final state ends all typing, and nobody types in a chat that has ended', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1), starts(2, bob)),
        d: state('Completed'),
        b: log(starts(5, bob)),
        c: state('Chatting'),
        e: operationError({ chat: { id: 'A', state: 'Revoked' } }),
      };
      const source = hot('-a-d-b-c-b-e-b-|', values);
      const subs = '      ^--------------!';
      const expected = '  -x-n-----b-n---|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP5] isFinal says which states end a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), d: state('Completed'), z: state('Archived'), b: log(starts(2)) };
      const source = hot('-a-d-z-b-|', values);
      const subs = '      ^--------!';
      const expected = '  -a---n---|';
      const isFinal = (status: string): boolean => status === 'Archived';
      expectObservable(source.pipe(typingParticipants({ isFinal }))).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it("[TP6] a start indexed below the author's last stop or message came late and is ignored", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        A: log(stops(3)),
        o: log(starts(2)),
        b: log(starts(2, bob)),
        p: log(starts(4)),
        w: log(writes(7)),
        q: log(starts(6)),
        s: log(stops(5)),
      };
      const source = hot('-a-A-o-b-p-w-q-|', values);
      const late = hot('  -w-q-s-q-b-----|', values);
      const subs = '      ^--------------!';
      const expected = '  -a-n---b-x-b---|';
      const onlyBob = '   ---------b-----|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectObservable(late.pipe(typingParticipants())).toBe(onlyBob, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(late.subscriptions).toBe(subs);
    });
  });

  it('[TP7] a message or stop indexed below the start that arrives late does not end it', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), w: log(writes(4)), s: log(stops(3)), v: log(writes(6)) };
      const source = hot('-a-w-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP8] an earlier start that arrives late takes nothing from a later one', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), o: log(starts(2)), s: log(stops(3)), v: log(stops(6)) };
      const source = hot('-a-o-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP9] typing notices of a snapshot or the history are ignored; what was written in the past counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        h: past(starts(1)),
        s: snapshot(starts(2)),
        a: log(starts(3)),
        H: past(stops(4)),
        S: snapshot(stops(5)),
        w: past(writes(6)),
        b: log(starts(5)),
        c: log(starts(7)),
        v: snapshot(writes(8)),
      };
      const source = hot('-h-s-a-H-S-w-b-c-v-|', values);
      const subs = '      ^------------------!';
      const expected = '  -----a-----n---a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP10] typing expires 10 seconds after the last start by default, and expireAfter sets how long', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: log(starts(2, bob)) };
      const source = hot('-a-b    20s          |', values);
      const subs = '      ^---    20s          !';
      const expected = '  -a-x    9997ms b-n 10s |';
      const in5 = '       -a-x--b-n 19995ms    |';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectObservable(source.pipe(typingParticipants({ expireAfter: 5 }))).toBe(in5, told);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('[TP11] a renewed start renews', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), r: log(starts(2)) };
      const source = hot('-a 9998ms r 9998ms r 10s -|', values);
      const subs = '      ^  30s                     !';
      const expected = '  -a 29997ms              n- |';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP12] what stopped and started again within the time does not expire with the first start', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), s: log(stops(2)), r: log(starts(3)) };
      const source = hot('-a-s-r 20ms       |', values);
      const subs = '      ^----- 20ms       !';
      const expected = '  -a-n-a 9ms n 10ms |';
      expectObservable(source.pipe(typingParticipants({ expireAfter: 10 }))).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP13] an expireAfter of 0 ends typing at once, and one of ages is kept', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)) };
      const source = hot('--a    60m |', values);
      const subs = '      ^--    60m !';
      const never = '     --a    60m |';
      const atOnce = '    --(an) 3599997ms |';
      expectObservable(source.pipe(typingParticipants({ expireAfter: 0 }))).toBe(atOnce, told);
      expectObservable(source.pipe(typingParticipants({ expireAfter: 2 ** 53 }))).toBe(never, told);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('[TP14] the scheduler that is told times the expiry, and no other does', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(typingParticipants({ scheduler })).subscribe(({ participants }) => {
      seen.push(`${scheduler.frame} ${participants.map(({ nickname }) => nickname).join()}`);
    });
    source.next(log(starts(1)));
    expect(scheduler.actions.length).toBeGreaterThan(0);
    scheduler.flush();
    expect(seen).toEqual(['0 Ann', '10000 ']);
  });

  it('[TP15] typing expires, too, if the timer fires a little before the clock says so, as in Node', () => {
    const scheduler = new VirtualTimeScheduler();
    scheduler.now = (): number => Math.max(0, scheduler.frame - 1);
    const source = new Subject<ChatNotification>();
    const seen: TypingParticipants[] = [];
    source
      .pipe(typingParticipants({ expireAfter: 20, scheduler }))
      .subscribe((participants) => seen.push(participants));
    source.next(log(starts(1)));
    scheduler.flush();
    expect(seen).toEqual([typing(ann), typing()]);
    expect(scheduler.frame).toBeLessThanOrEqual(30);
  });

  it('[TP16] tells nothing while the same people type, whatever else is told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        s: log(stops(1), stops(1, bob)),
        o: log(writes(2)),
        a: log(starts(3)),
        r: log(starts(4)),
        k: state('Chatting'),
        p: present(ann, bob),
        e: operationError(),
        f: operationError({ chatId: 'A' }),
        w: log(writes(5, bob)),
      };
      const source = hot('-s-o-k-a-r-a-k-p-e-f-w-|', values);
      const subs = '      ^----------------------!';
      const expected = '  -------a---------------|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP17] tells nothing if the same people type after a notification as before, whatever it says between', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        s: log(starts(1), writes(2)),
        a: log(starts(3)),
        r: log(stops(4), starts(5)),
        b: log(starts(6, bob), stops(7, bob)),
      };
      const source = hot('-s-a-r-b-|', values);
      const subs = '      ^--------!';
      const expected = '  ---a-----|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP18] each chat is on its own, whoever is in several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: inB(starts(1)),
        c: inB(starts(2, bob)),
        w: inB(writes(3)),
        d: state('Completed'),
      };
      const source = hot('-a-b-c-w-d 20ms       |', values);
      const subs = '      ^--------- 20ms       !';
      const expected = '  -a-y-z-v-n 5ms o 14ms |';
      const both = { ...told, y: typingInB(ann), z: typingInB(ann, bob), v: typingInB(bob), o: typingInB() };
      expectObservable(source.pipe(typingParticipants({ expireAfter: 10 }))).toBe(expected, both);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP19] the completion of the source completes at once and tells no end', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-|', { a: log(starts(1)) });
      const subs = '      ^--!';
      const expected = '  -a-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP20] completion, an error and unsubscribing end all timers', () => {
    for (const leave of ['unsubscribe', 'complete', 'error'] as const) {
      const scheduler = new VirtualTimeScheduler();
      const source = new Subject<ChatNotification>();
      const seen: string[] = [];
      const subscription = source.pipe(typingParticipants({ scheduler })).subscribe({
        next: ({ chatId }) => seen.push(chatId),
        error: () => seen.push('error'),
      });
      source.next(log(starts(1)));
      source.next(log(starts(2, bob)));
      source.next(inB(starts(1)));
      expect(scheduler.actions.length, leave).toBeGreaterThan(0);
      if (leave === 'unsubscribe') subscription.unsubscribe();
      else if (leave === 'complete') source.complete();
      else source.error(new Error('gone'));
      expect(scheduler.actions, leave).toHaveLength(0);
      scheduler.flush();
      expect(scheduler.frame, leave).toBe(0);
      expect(source.observed, leave).toBe(false);
      expect(seen, leave).toEqual(['A', 'A', 'B', ...(leave === 'error' ? ['error'] : [])]);
    }
  });

  it('[TP21] in a chat that is let go of nobody types any more, and its timer neither tells nor holds it again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: inB(starts(1)) };
      const source = hot('-a-b 20ms       |', values);
      const subs = '      ^--- 20ms       !';
      // If the timer of A held it again, it would take the place of B, whose end would then not be told.
      const expected = '  -a-(ny) 6ms o 10ms |';
      const both = { ...told, y: typingInB(ann), o: typingInB() };
      expectObservable(source.pipe(typingParticipants({ expireAfter: 10, maxChats: 1 }))).toBe(
        expected,
        both,
      );
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP22] the timers of a chat that was forgotten do not end who types when it is back', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), d: state('Completed'), r: log(starts(2)) };
      const source = hot('-a-d 5ms r 20ms       |', values);
      const subs = '      ^--- 5ms - 20ms       !';
      const expected = '  -a-n 5ms a 9ms n 10ms |';
      expectObservable(source.pipe(typingParticipants({ expireAfter: 10, retainEnded: 2 }))).toBe(
        expected,
        told,
      );
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: '60' }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['options', null],
    ['options', 10_000],
    ['options', [10_000]],
  ])('[TP23] throws a TypeError that names the option: %s %j', (name, options) => {
    const call = (): unknown => typingParticipants(options as unknown as TypingOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`typingParticipants: ${name} must be`);
  });

  it('[TP24] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: log(starts(2, bob)), A: log(stops(3)) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const failed = '      -a-#';
      const source = hot('  -a-b-A-|', values);
      const first = '       ^---!';
      const toFirst = '     -a-x-';
      const second = '      --^--!';
      const toSecond = '    ---b-';
      const two = '         ^--!';
      const toTwo = '       -a-(x|)';
      const twice = source.pipe(typingParticipants());
      expectObservable(empty.pipe(typingParticipants())).toBe('|');
      expectObservable(never.pipe(typingParticipants())).toBe('-');
      expectObservable(failing.pipe(typingParticipants())).toBe(failed, told);
      expectObservable(twice, first).toBe(toFirst, told);
      expectObservable(twice, second).toBe(toSecond, told);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, told);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, second]);
    });
  });

  it('[TP25] a re-entrant source and a synchronous one lose nothing', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    const names = ({ participants }: TypingParticipants): string =>
      participants.map(({ nickname }) => nickname).join();
    source.pipe(typingParticipants({ scheduler }), map(names)).subscribe((typists) => {
      seen.push(typists);
      if (typists === 'Ann') source.next(log(starts(2, bob)));
      if (typists === 'Ann,Bob') source.next(log(writes(3)));
    });
    source.next(log(starts(1)));
    expect(seen).toEqual(['Ann', 'Ann,Bob', 'Bob']);
    scheduler.flush();
    expect(seen).toEqual(['Ann', 'Ann,Bob', 'Bob', '']);
    const direct: string[] = [];
    of(log(starts(1)), log(starts(2, bob)), log(writes(3)))
      .pipe(typingParticipants(), map(names))
      .subscribe({ next: (typists) => direct.push(typists), complete: () => direct.push('complete') });
    expect(direct).toEqual(['Ann', 'Ann,Bob', 'Bob', 'complete']);
  });

  it('[TP26] inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(starts(1)));
    const seen = source.pipe(filter(isMessageLogUpdate), filterByChat('A'), typingParticipants());
    expectTypeOf(seen).toEqualTypeOf<Observable<TypingParticipants>>();
    expectTypeOf(typingParticipants).parameter(0).toEqualTypeOf<TypingOptions | undefined>();
    const all: TypingParticipants[] = [];
    seen.subscribe((participants) => all.push(participants));
    expect(all).toEqual([typing(ann)]);
  });
});
