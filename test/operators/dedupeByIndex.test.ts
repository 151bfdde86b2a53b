import { from, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { dedupeByIndex } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, MessageLogUpdate } from '../../src/model/index.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';
import { refused } from '../fixtures.ts';
import { marbles } from '../marbles.ts';
import { log, one, two } from './dedupeByIndexFixtures.ts';

describe('dedupeByIndex', () => {
  it('[DD1] removes messages already seen, and does not emit a notification that this empties', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log('A', one), b: log('A', one, two), c: log('A', two) };
      const source = hot('-a-a-b-c-b-|', values);
      const subs = '      ^----------!';
      const expected = '  -a---c-----|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[DD2] identity is chat, index, type, author and content; the time does not distinguish', () => {
    const same: Partial<ChatMessage>[] = [
      { sentAt: 5 },
      { visibility: 'Int' },
      { from: participant({ nickname: 'Renamed', type: 'Supervisor' }) },
    ];
    const at1 = (fields: Partial<ChatMessage>): Partial<ChatMessage> => ({ index: 1, ...fields });
    const others: Partial<ChatMessage>[] = [
      { index: 2 },
      { type: 'Notice' },
      { url: 'https://shop.example.com/1' },
      { url: 'https://shop.example.com/2' },
      { noticeText: 'cobrowse:start' },
      { noticeText: 'cobrowse:stop' },
      { userData: { 'file-id': '1' } },
      { userData: { 'file-id': '2' } },
      { text: 'Are you still there?' },
      { text: '' },
      { from: participant({ participantId: '2' }) },
      { from: participant({ participantId: 'xy' }), text: 'z' },
      { from: participant({ participantId: 'x' }), text: 'yz' },
    ];
    const { text: _, ...wordless } = message();
    const source = of(
      log('A', {}),
      ...same.map((fields) => log('A', at1(fields))),
      log('A', at1({ sentAt: 6 })),
      log('A', ...others.map(at1)),
      messageLog({ chatId: 'A', messages: [] }),
      log('B', {}),
    );
    const noText: MessageLogUpdate = { ...log('A'), messages: [wordless] };
    const emitted: MessageLogUpdate[] = [];
    source.pipe(dedupeByIndex()).subscribe((notification) => emitted.push(notification));
    expect(emitted.map(({ chatId, messages }) => [chatId, messages.length])).toEqual([
      ['A', 1],
      ['A', 13],
      ['A', 0],
      ['B', 1],
    ]);
    of(log('A', {}), noText)
      .pipe(dedupeByIndex(), toArray())
      .subscribe((all) => {
        expect(all).toHaveLength(2);
      });
  });

  it('[DD3] across origins and within one notification', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const live = log('A', one);
      const history = messageLog({ chatId: 'A', origin: 'history', messages: [one, two] });
      const twice = log('B', one, one, two, one);
      const values = {
        a: live,
        h: history,
        t: twice,
        x: { ...history, messages: [message(two)] },
        y: { ...twice, messages: [message(one), message(two)] },
      };
      const source = hot('-a-h-t-|', values);
      const subs = '      ^------!';
      const expected = '  -a-x-y-|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('keeps another message under the same index, as in the example of GWS itself', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log('A', { index: 3, text: 'How may I help you?' }, { index: 3, text: 'Are you still there?' }),
      };
      const source = hot('-a-a-|', values);
      const subs = '      ^----!';
      const expected = '  -a---|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('passes other kinds, and notifications that lose nothing, untouched', () => {
    const all = [
      chatStateChange(),
      operationError(),
      operationError({ chatId: 'A' }),
      log('A', one),
      log('A'),
      chatStateChange(),
    ];
    const emitted: ChatNotification[] = [];
    from<ChatNotification[]>(all)
      .pipe(dedupeByIndex())
      .subscribe((notification) => emitted.push(notification));
    expect(emitted).toHaveLength(all.length);
    emitted.forEach((notification, position) => {
      expect(notification).toBe(all[position]);
    });
  });

  it('what is trimmed keeps everything else, and the original is not touched', () => {
    const wire = Object.freeze({ data: 'as it came' });
    const again = { ...log('A', one, two), wire, rejected: [] };
    of<MessageLogUpdate[]>(log('A', one), again)
      .pipe(dedupeByIndex(), toArray())
      .subscribe(([, trimmed]) => {
        expect(trimmed).toEqual({ ...again, messages: [message(two)] });
      });
    expect(again.messages).toHaveLength(2);
  });

  it('a notification that has rejected messages to tell is emitted, though its others were seen', () => {
    const rejected = [refused({})];
    const again = { ...log('A', one), rejected };
    of<MessageLogUpdate[]>(log('A', one), again)
      .pipe(dedupeByIndex(), toArray())
      .subscribe(([, emitted]) => {
        expect(emitted).toEqual({ ...again, messages: [] });
      });
  });
});
