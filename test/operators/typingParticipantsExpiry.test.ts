import { Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type TypingParticipants, typingParticipants } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import {
  ann,
  bob,
  inB,
  log,
  received,
  starts,
  state,
  stops,
  typists,
  typing,
  typingInB,
} from './typingParticipantsFixtures.ts';

describe('typingParticipants', () => {
  it('typing expires 10 seconds after the last start by default, and expireAfter sets how long', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: log(starts(2, bob)) };
      const source = hot('-a-b    20s          |', values);
      const subs = '      ^---    20s          !';
      const expected = '  -a-x    9997ms b-n 10s |';
      const in5 = '       -a-x--b-n 19995ms    |';
      expectObservable(source.pipe(received, typingParticipants())).toBe(expected, typists);
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 5 }))).toBe(in5, typists);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('[TP11] a renewed start renews', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), r: log(starts(2)) };
      const source = hot('-a---r---r--------|', values);
      const subs = '      ^-----------------!';
      const expected = '  -a------------n---|';
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 5 }))).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('what stopped and started again within the time does not expire with the first start', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), s: log(stops(2)), r: log(starts(3)) };
      const source = hot('-a-s-r 20ms       |', values);
      const subs = '      ^----- 20ms       !';
      const expected = '  -a-n-a 9ms n 10ms |';
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 10 }))).toBe(
        expected,
        typists,
      );
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('an expireAfter of 0 ends typing at once, and one of ages is kept', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)) };
      const source = hot('--a    60m |', values);
      const subs = '      ^--    60m !';
      const never = '     --a    60m |';
      const atOnce = '    --(an) 3599997ms |';
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 0 }))).toBe(atOnce, typists);
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 2 ** 53 }))).toBe(
        never,
        typists,
      );
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('the given scheduler times the expiry, and no other does', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    source.pipe(received, typingParticipants({ scheduler })).subscribe(({ participants }) => {
      seen.push(`${scheduler.frame} ${participants.map(({ nickname }) => nickname).join()}`);
    });
    source.next(log(starts(1)));
    expect(scheduler.actions.length).toBeGreaterThan(0);
    scheduler.flush();
    expect(seen).toEqual(['0 Ann', '10000 ']);
  });

  it('typing expires, too, if the timer fires a little before the clock says so, as in Node', () => {
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

  it('nobody types in an evicted chat, and its timer neither emits nor retains it', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), b: inB(starts(1)) };
      const source = hot('-a-b 20ms       |', values);
      const subs = '      ^--- 20ms       !';
      // If the timer of A held it again, it would take the place of B, whose end would then not be emitted.
      const expected = '  -a-(ny) 6ms o 10ms |';
      const both = { ...typists, y: typingInB(ann), o: typingInB() };
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 10, maxChats: 1 }))).toBe(
        expected,
        both,
      );
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the timers of a chat that was forgotten do not end who types when it is back', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), d: state('Completed'), r: log(starts(2)) };
      const source = hot('-a-d 5ms r 20ms       |', values);
      const subs = '      ^--- 5ms - 20ms       !';
      const expected = '  -a-n 5ms a 9ms n 10ms |';
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 10, retainEnded: 2 }))).toBe(
        expected,
        typists,
      );
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
