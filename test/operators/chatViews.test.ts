import {
  filter,
  map,
  type Observable,
  of,
  type OperatorFunction,
  Subject,
  take,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ChatView, chatViews, filterByChat, type TypingOptions } from '../../operators/index.ts';
import {
  type Chat,
  type ChatMessage,
  type ChatNotification,
  isChatStateChange,
} from '../../src/model/index.ts';
import {
  chatStateChange,
  type CommonOverrides,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const bob = participant({ participantId: '2', nickname: 'Bob' });

const shows = (chat: Partial<Chat>, more?: CommonOverrides): ChatNotification =>
  chatStateChange({ chat: { id: 'A', ...chat }, receivedAt: 1, ...more });
const says = (message: Partial<ChatMessage>, more?: CommonOverrides): ChatNotification =>
  messageLog({ chatId: 'A', messages: [{ from: ann, ...message }], receivedAt: 1, ...more });

/** A view that can be compared: its transcript as texts. */
interface Plain extends Omit<ChatView, 'transcript'> {
  readonly transcript: readonly (string | undefined)[];
}
const plain = ({ transcript, ...view }: ChatView): Plain => ({
  ...view,
  transcript: transcript.messages.map(({ text }) => text),
});
/** A view of a chat of which nothing is told, but for what is told here. */
const view = (told: Partial<Plain>): Plain => ({
  chatId: 'A',
  participants: [],
  capabilities: [],
  userData: {},
  transcript: [],
  typing: [],
  updatedAt: 1,
  ...told,
});
const views =
  (options?: TypingOptions): OperatorFunction<ChatNotification, Plain> =>
  (source) =>
    source.pipe(chatViews(options), map(plain));

/** What a marble of notifications gives, the source never ending. */
const expectViews = (
  notifications: Record<string, ChatNotification>,
  source: string,
  expected: string,
  seen: Record<string, Plain>,
  options?: TypingOptions,
): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot(source, notifications);
    expectObservable(input.pipe(views(options))).toBe(expected, seen);
    expectSubscriptions(input.subscriptions).toBe('^');
  });
};

/** All views that notifications give. */
const viewsOf = (...notifications: readonly ChatNotification[]): readonly ChatView[] => {
  const seen: ChatView[] = [];
  const source = new Subject<ChatNotification>();
  source.pipe(chatViews({ scheduler: new VirtualTimeScheduler() })).subscribe((one) => seen.push(one));
  for (const notification of notifications) source.next(notification);
  source.complete();
  return seen;
};

const i = shows({ state: 'Invited' });
const c = shows({ state: 'Chatting' }, { receivedAt: 2 });
const d = shows({ state: 'Completed' }, { receivedAt: 3 });
const b = shows({ id: 'B', state: 'Invited' });
const t = says({ text: 'Hi' }, { receivedAt: 4 });
const u = operationError();
const all = { i, c, d, b, t, u };

const invited = view({ status: 'Invited' });
const chatting = view({ status: 'Chatting', updatedAt: 2 });
const completed = view({ status: 'Completed', updatedAt: 3, endedAt: 3 });
const seen = {
  i: invited,
  c: chatting,
  d: completed,
  b: view({ chatId: 'B', status: 'Invited' }),
  t: view({ status: 'Chatting', transcript: ['Hi'], updatedAt: 4 }),
  e: view({ status: 'Completed', transcript: ['Hi'], endedAt: 3, updatedAt: 3 }),
};

describe('chatViews', () => {
  it('[CV1] folds everything that is told of a chat into one view, and emits that of the chat that changed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-b-c-t-d-|', all);
      const subs = '      ^----------!';
      const expected = '  -i-b-c-t-e-|';
      expectObservable(source.pipe(views())).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CV2] absent means not told: what a notification does not tell stays as it was', () => {
    const told = {
      participants: [ann, bob],
      capabilities: ['SendMessage'],
      userData: { tier: 1 },
    };
    const a = shows(told);
    const e = operationError({ chatId: 'A', receivedAt: 3 });
    const one = { status: 'Chatting', ...told };
    expectViews({ a, i, t, e, c }, 'aiite', 'ai-te', {
      a: view(one),
      i: view({ ...one, status: 'Invited' }),
      t: view({ ...one, status: 'Invited', transcript: ['Hi'], updatedAt: 4 }),
      e: view({ ...one, status: 'Invited', transcript: ['Hi'], lastError: e, updatedAt: 3 }),
    });
  });

  it('[CV3] what is told takes the place of what was known, empty, too', () => {
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

  it('[CV4] is silent when nothing changes, and leaves what stays the same the same object', () => {
    const told = { participants: [ann], capabilities: ['SendMessage'], userData: { of: { tier: [1] } } };
    const a = shows(told, { receivedAt: 1 });
    const again = shows(structuredClone(told), { receivedAt: 2, notificationType: 'PropertiesUpdated' });
    const past = says({ index: 9, type: 'TypingStarted' }, { origin: 'history' });
    const said = says({ index: 10, text: 'Hi' });
    const emitted = viewsOf(a, again, past, said, structuredClone(said), again, {
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
    const [, before, after] = viewsOf(a, said, shows({ state: 'Idle' }));
    expect(after?.transcript).toBe(before?.transcript);
  });

  it('[CV5] is silent when somebody starts and stops typing within one notification', () => {
    const both = messageLog({
      chatId: 'A',
      messages: [
        { index: 1, type: 'TypingStarted' },
        { index: 2, type: 'TypingStopped' },
      ],
    });
    expectViews({ i, x: both }, 'ix', 'i ', { i: invited });
  });

  it('[CV6] there are no capabilities in a final state, and those told later are back', () => {
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

  it('[CV7] endedAt is when the first final state was received, absent again when the chat goes on', () => {
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

  it('[CV8] isFinal says which states end a chat', () => {
    const isFinal = (status: string): boolean => status === 'Idle';
    const f = shows({ state: 'Idle', capabilities: ['Leave'] });
    const g = shows({ state: 'Completed', capabilities: ['Leave'] });
    expectViews(
      { f, g },
      'fg',
      'fg',
      {
        f: view({ status: 'Idle', endedAt: 1 }),
        g: view({ status: 'Completed', capabilities: ['Leave'] }),
      },
      { isFinal },
    );
  });

  it('[CV9] updatedAt is when the notification was received that last changed something', () => {
    const [first, second] = viewsOf(
      shows({ state: 'Chatting' }, { receivedAt: 5 }),
      shows({ state: 'Chatting' }, { receivedAt: 6 }),
      says({ text: 'Hi' }, { receivedAt: 7 }),
      says({ text: 'Hi' }, { receivedAt: 8 }),
    );
    expect([first?.updatedAt, second?.updatedAt]).toEqual([5, 7]);
  });

  it('[CV10] lastError is the last error of the chat, with a chat or without, and stays', () => {
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

  it('[CV11] typing comes with a start, and goes with a stop, a message, a leave and the end', () => {
    const s = says({ index: 1, type: 'TypingStarted' });
    const x = says({ index: 2, type: 'TypingStopped' });
    const m = says({ index: 2, text: 'Hi' });
    const l = shows({ state: 'Invited', participants: [bob] });
    const typed = { status: 'Invited', typing: [ann] };
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

  it('[CV12] typing is believed for 10 seconds unless told again; expireAfter sets how long', () => {
    const s = says({ index: 1, type: 'TypingStarted' });
    const r = says({ index: 2, type: 'TypingStarted' });
    const o = messageLog({
      chatId: 'A',
      messages: [{ index: 3, type: 'TypingStarted', from: bob }],
      receivedAt: 2,
    });
    const known = {
      i: invited,
      s: view({ status: 'Invited', typing: [ann] }),
      b: view({ status: 'Invited', typing: [ann, bob], updatedAt: 2 }),
      o: view({ status: 'Invited', typing: [bob], updatedAt: 2 }),
      n: view({ status: 'Invited', updatedAt: 2 }),
    };
    const told = { i, s, r, o };
    expectViews(told, 'is         ', 'is 9999ms i', known);
    expectViews(told, 'is         ', 'is 4ms i   ', known, { expireAfter: 5 });
    expectViews(told, 'is--r      ', 'is------i  ', known, { expireAfter: 4 });
    expectViews(told, 'is--o      ', 'is--b-o--n ', known, { expireAfter: 5 });
    expectViews(told, 'is 60m s   ', 'is         ', known, { expireAfter: Infinity });
    expectViews(told, 'is         ', 'i(si)      ', known, { expireAfter: 0 });
  });

  it('[CV13] typing expires, too, where a timer fires before its instant by the clock', () => {
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

  it('[CV14] messages and errors of a chat of which no state was seen are folded all the same', () => {
    const e = operationError({ chatId: 'A', receivedAt: 5 });
    const later = shows({ state: 'Invited' }, { receivedAt: 6 });
    expectViews({ t, e, i: later }, 'tei', 'tei', {
      t: view({ transcript: ['Hi'], updatedAt: 4 }),
      e: view({ transcript: ['Hi'], lastError: e, updatedAt: 5 }),
      i: view({ status: 'Invited', transcript: ['Hi'], lastError: e, updatedAt: 6 }),
    });
    expect('status' in (viewsOf(t)[0] ?? {})).toBe(false);
  });

  it('[CV15] what has no chatId is ignored', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-u-i-u-c-|', all);
      const subs = '      ^--------!';
      const expected = '  ---i---c-|';
      expectObservable(source.pipe(views())).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CV16] leaves typing notices out of the transcript; messages come in their order', () => {
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

  it.each([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ['options', ['Completed']],
    ['options', null],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
  ])('[CV17] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => chatViews(options as unknown as TypingOptions)).toThrow(TypeError);
    expect(() => chatViews(options as unknown as TypingOptions)).toThrow(`chatViews: ${name} must be`);
  });

  it('[CV18] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-i-#', all);
      const typing = cold('-s|', { s: says({ index: 1, type: 'TypingStarted' }) });
      const source = hot('-i-c-d-i-|', all);
      expectObservable(empty.pipe(views())).toBe('|');
      expectObservable(never.pipe(views())).toBe('-');
      expectObservable(failing.pipe(views())).toBe('-i-#', seen);
      expectObservable(typing.pipe(views())).toBe('-s|', { s: view({ typing: [ann] }) });
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

  it('[CV19] a re-entrant source and a synchronous one give the same', () => {
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

  it('[CV20] an isFinal that throws errors the stream', () => {
    const isFinal = (): boolean => {
      throw new Error('no');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-i-|', all);
      const subs = '      ^!    ';
      expectObservable(source.pipe(views({ isFinal }))).toBe('-#', {}, new Error('no'));
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CV21] inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(i);
    const told = source.pipe(filter(isChatStateChange), filterByChat('B'), chatViews({ expireAfter: 1 }));
    expectTypeOf(told).toEqualTypeOf<Observable<ChatView>>();
    told.subscribe(() => expect.unreachable());
  });
});
