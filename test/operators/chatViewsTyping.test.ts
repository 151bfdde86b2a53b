import { distinctUntilChanged, map, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { chatViews, type ViewOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog, stampReceivedAt } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

import {
  annTyping,
  bob,
  completed,
  d,
  expectViews,
  i,
  invited,
  says,
  shows,
  view,
} from './chatViewsFixtures.ts';

describe('chatViews', () => {
  it('is silent when somebody starts and stops typing within one notification', () => {
    const both = messageLog({
      chatId: 'A',
      messages: [
        { index: 1, type: 'TypingStarted' },
        { index: 2, type: 'TypingStopped' },
      ],
    });
    expectViews({ i, x: both }, 'ix', 'i ', { i: invited });
  });

  it('typing comes with a start, and goes with a stop, a message, a leave and the end', () => {
    const s = says({ index: 1, type: 'TypingStarted' });
    const x = says({ index: 2, type: 'TypingStopped' });
    const m = says({ index: 2, text: 'Hi' });
    const l = shows({ state: 'Invited', participants: [bob] });
    const typed = { status: 'Invited', typing: [annTyping] };
    expectViews({ i, s, x }, 'isx', 'isi', { i: invited, s: view(typed) });
    expectViews({ i, s, m }, 'ism', 'ism', {
      i: invited,
      s: view(typed),
      m: view({ status: 'Invited', transcript: ['Hi'] }),
    });
    expectViews({ i, s, l }, 'isl', 'isl', {
      i: invited,
      s: view(typed),
      l: view({ status: 'Invited', participants: [bob] }),
    });
    expectViews({ i, s, d }, 'isds', 'isd ', { i: invited, s: view(typed), d: completed });
  });

  it('a typing notice expires after 10 seconds unless another follows; expireAfter sets the time', () => {
    const s = says({ index: 1, type: 'TypingStarted' });
    const r = says({ index: 2, type: 'TypingStarted' });
    const o = says({ index: 3, type: 'TypingStarted', from: bob });
    const values = { i: '', s: 'Ann', b: 'Ann, Bob', o: 'Bob' };
    const expectTyping = (source: string, expected: string, options?: ViewOptions): void => {
      marbles(({ hot, expectObservable }) => {
        const typing = hot(source, { i, s, r, o }).pipe(
          stampReceivedAt(),
          chatViews(options),
          map((one) => one.typing.map(({ nickname }) => nickname).join(', ')),
          distinctUntilChanged(),
        );
        expectObservable(typing).toBe(expected, values);
      });
    };
    expectTyping('is         ', 'is 9999ms i');
    expectTyping('is         ', 'is 4ms i   ', { expireAfter: 5 });
    expectTyping('is--r      ', 'is------i  ', { expireAfter: 4 });
    expectTyping('is--o      ', 'is--b-o--i ', { expireAfter: 5 });
    expectTyping('is 60m s   ', 'is         ', { expireAfter: Infinity });
    expectTyping('is         ', 'i(si)      ', { expireAfter: 0 });
  });

  it('typing expires, too, where a timer fires before its instant by the clock', () => {
    const scheduler = new VirtualTimeScheduler();
    // As `Date.now()` is at times when Node calls a timer back: 1 ms behind.
    scheduler.now = (): number => scheduler.frame - Number(scheduler.frame === 10);
    const source = new Subject<ChatNotification>();
    const typing: number[] = [];
    source.pipe(chatViews({ scheduler, expireAfter: 10 })).subscribe((one) => typing.push(one.typing.length));
    source.next(says({ index: 1, type: 'TypingStarted' }));
    scheduler.flush();
    expect(typing).toEqual([1, 0]);
  });
});
