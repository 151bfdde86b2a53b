import { map, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ChatView, chatViews } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  all,
  ann,
  bob,
  c,
  expectViews,
  i,
  says,
  seen,
  shows,
  t,
  u,
  view,
  views,
} from './chatViewsFixtures.ts';

/** All views that notifications give. */
const viewsOf = (...notifications: readonly ChatNotification[]): readonly ChatView[] => {
  const seen: ChatView[] = [];
  const source = new Subject<ChatNotification>();
  source.pipe(chatViews({ scheduler: new VirtualTimeScheduler() })).subscribe((one) => seen.push(one));
  for (const notification of notifications) source.next(notification);
  source.complete();
  return seen;
};

describe('chatViews', () => {
  it('folds all notifications of a chat into one view, and emits the view of the chat that changed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-b-c-t-d-|', all);
      const subs = '      ^----------!';
      const expected = '  -i-b-c-t-e-|';
      expectObservable(source.pipe(views())).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CV28] each view tells all that is known of its chat, not only what has changed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const inShort = ({ status, typing, transcript }: ChatView): string =>
        [
          status,
          ...typing.map(({ nickname }) => `${nickname} types`),
          ...transcript.messages.map(({ text }) => text),
        ].join(', ');
      const source = hot('-c-s-w-w-d-|', {
        c: shows({ state: 'Chatting' }),
        s: says({ index: 1, type: 'TypingStarted' }),
        w: says({ index: 2, text: 'Hi' }),
        d: shows({ state: 'Completed' }),
      });
      const subs = '      ^----------!';
      const expected = '  -c-s-w---d-|';
      expectObservable(source.pipe(chatViews(), map(inShort))).toBe(expected, {
        c: 'Chatting',
        s: 'Chatting, Ann types',
        w: 'Chatting, Hi',
        d: 'Completed, Hi',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('absent means not told: what a notification does not tell stays as it was', () => {
    const shown = {
      participants: [ann, bob],
      capabilities: ['SendMessage'],
      userData: { tier: 1 },
    };
    const a = shows(shown);
    const e = operationError({ chatId: 'A', receivedAt: 3 });
    const one = { status: 'Chatting', ...shown };
    expectViews({ a, i, t, e, c }, 'aiite', 'ai-te', {
      a: view(one),
      i: view({ ...one, status: 'Invited' }),
      t: view({ ...one, status: 'Invited', transcript: ['Hi'], updatedAt: 4 }),
      e: view({ ...one, status: 'Invited', transcript: ['Hi'], lastError: e, updatedAt: 3 }),
    });
  });

  it('a present field replaces the known value, also if it is empty', () => {
    const a = shows({ participants: [ann, bob], capabilities: ['SendMessage'], userData: { a: 1, b: 2 } });
    const o = shows({ participants: [bob], capabilities: ['Leave'], userData: { b: 3 } });
    const n = operationError({
      chat: { id: 'A', participants: [], capabilities: [], userData: {} },
      receivedAt: 2,
    });
    expectViews({ a, o, n }, 'aon', 'aon', {
      a: view({
        status: 'Chatting',
        participants: [ann, bob],
        capabilities: ['SendMessage'],
        userData: { a: 1, b: 2 },
      }),
      o: view({ status: 'Chatting', participants: [bob], capabilities: ['Leave'], userData: { b: 3 } }),
      n: view({ status: 'Chatting', lastError: n, updatedAt: 2 }),
    });
  });

  it('is silent when nothing changes, and leaves what stays the same the same object', () => {
    const shown = { participants: [ann], capabilities: ['SendMessage'], userData: { of: { tier: [1] } } };
    const a = shows(shown, { receivedAt: 1 });
    const again = shows(structuredClone(shown), { receivedAt: 2, notificationType: 'PropertiesUpdated' });
    const past = says({ index: 9, type: 'TypingStarted' }, { origin: 'history' });
    const hello = says({ index: 10, text: 'Hi' });
    const emitted = viewsOf(a, again, past, hello, structuredClone(hello), again, {
      ...again,
      origin: 'snapshot',
    });
    expect(emitted).toHaveLength(2);
    const [first, second] = emitted;
    expect(second).toMatchObject({ status: 'Chatting', updatedAt: 1 });
    expect(second?.participants).toBe(first?.participants);
    expect(second?.capabilities).toBe(first?.capabilities);
    expect(second?.userData).toBe(first?.userData);
    expect(second?.typing).toBe(first?.typing);
    expect(second?.transcript).not.toBe(first?.transcript);
    const [, before, after] = viewsOf(a, hello, shows({ state: 'Idle' }));
    expect(after?.transcript).toBe(before?.transcript);
  });

  it('there are no capabilities in a final state, and those told later are back', () => {
    const capabilities = ['SendMessage'];
    const a = shows({ capabilities });
    const f = shows({ state: 'Completed', capabilities: ['Leave'] });
    const g = shows({ state: 'Chatting' });
    const h = shows({ state: 'Chatting', capabilities });
    expectViews({ a, f, g, h }, 'afgh', 'afgh', {
      a: view({ status: 'Chatting', capabilities }),
      f: view({ status: 'Completed', endedAt: 1 }),
      g: view({ status: 'Chatting' }),
      h: view({ status: 'Chatting', capabilities }),
    });
  });

  it('endedAt is when the first final state was received, absent again when the chat goes on', () => {
    const f = shows({ state: 'Completed' }, { receivedAt: 10 });
    const g = shows({ state: 'Revoked' }, { receivedAt: 20 });
    const h = shows({ state: 'Chatting' }, { receivedAt: 30 });
    const e = operationError({ chat: { id: 'A', state: 'Completed' }, receivedAt: 40 });
    expectViews({ f, g, h, t, e }, 'fgthe', 'fgthe', {
      f: view({ status: 'Completed', endedAt: 10, updatedAt: 10 }),
      g: view({ status: 'Revoked', endedAt: 10, updatedAt: 20 }),
      t: view({ status: 'Revoked', transcript: ['Hi'], endedAt: 10, updatedAt: 4 }),
      h: view({ status: 'Chatting', transcript: ['Hi'], updatedAt: 30 }),
      e: view({ status: 'Completed', transcript: ['Hi'], endedAt: 40, updatedAt: 40, lastError: e }),
    });
    expect(viewsOf(f, h).map((one) => 'endedAt' in one)).toEqual([true, false]);
  });

  it('updatedAt is when the notification was received that last changed something', () => {
    const [first, second] = viewsOf(
      shows({ state: 'Chatting' }, { receivedAt: 5 }),
      shows({ state: 'Chatting' }, { receivedAt: 6 }),
      says({ text: 'Hi' }, { receivedAt: 7 }),
      says({ text: 'Hi' }, { receivedAt: 8 }),
    );
    expect([first?.updatedAt, second?.updatedAt]).toEqual([5, 7]);
    const nothing = messageLog({ chatId: 'A', messages: [], receivedAt: 9 });
    expect(viewsOf(nothing).map(({ updatedAt }) => updatedAt)).toEqual([9]);
  });

  it('lastError is the last error of the chat, with a chat or without, and stays', () => {
    const e = operationError({ chatId: 'A', errorMessage: 'one', receivedAt: 1 });
    const f = operationError({ chat: { id: 'A', state: 'Invited' }, errorMessage: 'two', receivedAt: 2 });
    const o = operationError({ chatId: 'B' });
    expectViews({ e, f, o, t, u }, 'eeufo', 'e--fo', {
      e: view({ lastError: e }),
      f: view({ status: 'Invited', lastError: f, updatedAt: 2 }),
      o: view({ chatId: 'B', lastError: o, updatedAt: o.receivedAt }),
    });
    expect(viewsOf(f, t).map(({ lastError }) => lastError)).toEqual([f, f]);
    expect('lastError' in (viewsOf(i)[0] ?? {})).toBe(false);
  });

  it('messages and errors of a chat of which no state was seen are folded all the same', () => {
    const e = operationError({ chatId: 'A', receivedAt: 5 });
    const later = shows({ state: 'Invited' }, { receivedAt: 6 });
    expectViews({ t, e, i: later }, 'tei', 'tei', {
      t: view({ transcript: ['Hi'], updatedAt: 4 }),
      e: view({ transcript: ['Hi'], lastError: e, updatedAt: 5 }),
      i: view({ status: 'Invited', transcript: ['Hi'], lastError: e, updatedAt: 6 }),
    });
    expect('status' in (viewsOf(t)[0] ?? {})).toBe(false);
  });

  it('what has no chatId is ignored', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-u-i-u-c-|', all);
      const subs = '      ^--------!';
      const expected = '  ---i---c-|';
      expectObservable(source.pipe(views())).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('leaves typing notices out of the transcript; messages come in their order', () => {
    const last = viewsOf(
      says({ index: 5, text: 'five' }),
      says({ index: 2, type: 'TypingStarted' }),
      says({ index: 1, text: 'one' }, { origin: 'history' }),
      says({ index: 3, type: 'ParticipantJoined' }),
    ).at(-1);
    expect(last?.transcript.messages.map(({ index }) => index)).toEqual([1, 3, 5]);
    expect(last?.transcript.gaps).toEqual([{ from: 4, to: 4 }]);
    expect(last?.transcript.chatId).toBe('A');
  });
});
