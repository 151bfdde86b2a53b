import { map, type Observable, take, tap, VirtualTimeScheduler } from 'rxjs';
import { canonical, type ChatNotification, type ChatSession, operationErrors } from 'rx-chat-notifications';
import { chatStateChange, messageLog, operationError } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { overFake, summary } from './overFake.ts';
import { connected, eventually, hear, session, simulate } from './sessions.ts';

const told = ({ notifications$ }: ChatSession): Observable<string> => notifications$.pipe(map(summary));

describe('notifications$', () => {
  it('[SS8] a late subscriber first receives the state of every chat and its messages, then what is live', () => {
    const { chats, say, enter } = overFake();
    const early = hear(told(chats));
    enter('A', 'Invited');
    enter('A', 'Chatting');
    say('A', 1, 2);
    say('A', 3);
    say('B', 7);
    enter('C', 'Chatting');
    const late = hear(told(chats));
    const expected = [
      'snapshot A Chatting',
      'history A 1,2',
      'history A 3',
      'history B 7',
      'snapshot C Chatting',
    ];
    expect(late.values).toEqual(expected);
    say('A', 4);
    enter('C', 'Completed');
    expect(late.values).toEqual([...expected, 'live A 4', 'live C Completed']);
    expect(early.values.filter((line) => !line.startsWith('live'))).toEqual([]);
    expect(early.values).toHaveLength(8);
  });

  it('[SS8] the replay is valid and complete: sparse changes are merged, typing notices are part of the history', () => {
    const { chats, tell } = overFake();
    hear(chats.notifications$);
    tell(
      chatStateChange({
        chat: { id: 'A', userData: { tier: 1 }, participants: [], capabilities: ['Accept'] },
      }),
    );
    tell(chatStateChange({ chat: { id: 'A', state: 'Chatting' } }));
    tell(messageLog({ chatId: 'A', messages: [{ index: 2 }, { index: 1, type: 'TypingStarted' }] }));
    const [snapshot, history] = hear(chats.notifications$).values;
    expect(snapshot).toMatchObject({
      origin: 'snapshot',
      chat: { id: 'A', state: 'Chatting', userData: { tier: 1 }, participants: [], capabilities: ['Accept'] },
    });
    expect(history).toMatchObject({
      origin: 'history',
      messages: [{ index: 2 }, { index: 1, type: 'TypingStarted' }],
    });
  });

  it('[SS9] a subscriber that subscribes during an emission receives everything once and in order', () => {
    const { chats, say } = overFake();
    let late: readonly string[] = [];
    const hearLate = (line: string): void => {
      if (line !== 'live A 2') return;
      late = hear(told(chats)).values;
      say('A', 3);
    };
    hear(told(chats).pipe(tap(hearLate)));
    say('A', 1);
    say('A', 2);
    say('A', 4);
    expect(late).toEqual(['history A 1', 'history A 2', 'live A 3', 'live A 4']);
  });

  it('[SS9] a notification during a replay follows the replay, and is not lost', () => {
    const { chats, say } = overFake();
    hear(chats.notifications$);
    say('A', 1);
    say('B', 1);
    let other: readonly string[] = [];
    const answer = (line: string): void => {
      if (line === 'history A 1') {
        say('A', 2);
        say('B', 2);
        other = hear(told(chats)).values;
      }
      if (line === 'live A 2') say('C', 9);
    };
    const lines = hear(told(chats).pipe(tap(answer))).values;
    expect(lines).toEqual(['history A 1', 'history B 1', 'live A 2', 'live B 2', 'live C 9']);
    expect(other).toEqual(['history A 1', 'history A 2', 'history B 1', 'history B 2', 'live C 9']);
  });

  it('[SS9] unsubscribing during a replay ends it; close() during a replay delivers the rest and completes', () => {
    const { chats, say } = overFake();
    hear(chats.notifications$);
    for (const chatId of ['A', 'B', 'C']) say(chatId, 1);
    const one = hear(told(chats).pipe(take(1)));
    expect([one.values, one.isComplete]).toEqual([['history A 1'], true]);
    const lines: string[] = [];
    let completions = 0;
    told(chats).subscribe({
      next: (line) => {
        lines.push(line);
        if (lines.length === 1) void chats.close();
      },
      complete: () => (completions += 1),
    });
    expect([lines, completions]).toEqual([['history A 1', 'history B 1', 'history C 1'], 1]);
  });

  it('[SS10] emits no duplicates, whatever is redelivered', () => {
    const { chats, say, client } = overFake();
    const heard = hear(told(chats));
    say('A', 1, 2);
    say('A', 2, 3);
    say('A', 1, 2, 3);
    client.handshake();
    say('A', 3, 4);
    expect(heard.values).toEqual(['live A 1,2', 'live A 3', 'live A 4']);
  });

  it('[SS10] a rejected message is reported, also if its notification has no news', () => {
    const { chats, client, say } = overFake();
    const heard = hear(chats.notifications$);
    say('A', 1);
    const { data } = canonical(messageLog({ chatId: 'A', messages: [{ index: 1, text: 'text 1' }] }));
    client.publish('/v2/me/chats', { ...data, messages: [...(data['messages'] as unknown[]), { index: 2 }] });
    expect(heard.values).toMatchObject([
      { messages: [{ index: 1 }] },
      { messages: [], rejected: [{ path: 'messages[1].type' }] },
    ]);
  });

  it('[SS10] is exact over duplicates on the wire, with subscribers who come at any moment', async () => {
    const simulator = await simulate();
    const chats = session(simulator);
    const early = hear(chats.notifications$);
    await connected(chats);
    const chatId = simulator.openChat();
    simulator.faults.duplicate(30);
    const all = [early];
    for (let count = 1; count <= 60; count += 1) {
      simulator.say(chatId, count % 2 === 0 ? 'Customer' : 'Agent', `text ${count}`);
      if (count % 20 === 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        all.push(hear(chats.notifications$));
      }
    }
    await simulator.drain();
    expect(simulator.faults.fired.duplicate).toBe(30);
    const expected = simulator.truth(chatId).messages.map(({ index }) => index);
    await eventually(() => {
      for (const { values } of all) expect(indices(values)).toEqual(expected);
    });
  });

  it.each([
    ['without history', {}],
    ['with history', { history: { chats: () => [[]], messages: () => [[]] } }],
  ])('an operation error without a chat is emitted, %s', (_, options) => {
    const { chats, tell } = overFake(options);
    const heard = hear(chats.notifications$);
    const refused = hear(chats.notifications$.pipe(operationErrors()));
    const error = operationError({ referenceId: 84 });
    tell(error);
    for (const { values } of [heard, refused])
      expect(values).toMatchObject([{ kind: 'error', referenceId: 84 }]);
    expect(hear(chats.notifications$).values).toEqual([]);
  });

  it('[SS8] an ended chat is replayed until its retention is over', () => {
    const scheduler = new VirtualTimeScheduler();
    const { chats, enter, say } = overFake({ scheduler });
    hear(chats.notifications$);
    say('A', 1);
    enter('A', 'Completed');
    say('B', 1);
    expect(hear(told(chats)).values).toEqual(['snapshot A Completed', 'history A 1', 'history B 1']);
    scheduler.flush();
    expect(hear(told(chats)).values).toEqual(['history B 1']);
  });
});

const indices = (values: readonly ChatNotification[]): readonly number[] =>
  values.flatMap((value) => (value.kind === 'messages' ? value.messages.map(({ index }) => index) : []));

describe('chats$', () => {
  it('[SS11] holds all chats, is replayed to late subscribers, and shares one fold', () => {
    const { chats, say, enter } = overFake();
    const early = hear(chats.chats$);
    expect(early.values.map(({ size }) => size)).toEqual([0]);
    enter('A', 'Chatting');
    say('A', 1, 2);
    enter('B', 'Invited');
    const late = hear(chats.chats$);
    expect(late.values).toEqual([early.values.at(-1)]);
    expect([...(late.values[0]?.keys() ?? [])].sort()).toEqual(['A', 'B']);
    expect(late.values[0]?.get('A')?.transcript.length).toBe(2);
    say('A', 3);
    expect(late.values.at(-1)).toBe(early.values.at(-1));
    expect(late.values.at(-1)?.get('A')?.transcript.length).toBe(3);
  });

  it('[SS11] a late first subscriber receives all chats, too', () => {
    const { chats, say, enter } = overFake();
    hear(chats.notifications$);
    enter('A', 'Chatting');
    say('A', 1, 2);
    say('B', 5);
    const directory = hear(chats.chats$).values.at(-1);
    expect(directory?.get('A')).toMatchObject({ status: 'Chatting', transcript: { length: 2 } });
    expect(directory?.get('B')?.transcript.lastIndex).toBe(5);
  });
});

describe('failures$ and foreign$', () => {
  it('[SS12] failures$ tells each payload that is not valid, also of a batch of which the rest passes; nothing ends', () => {
    const { chats, client, say } = overFake();
    const [failures, foreign, heard] = [hear(chats.failures$), hear(chats.foreign$), hear(told(chats))];
    const channel = '/v2/me/chats';
    for (const data of [null, 42, 'text', [], { messageType: 'MessageLogUpdated', messages: 7 }])
      client.publish(channel, data);
    client.publish(channel, {
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatUri: 'http://localhost/api/v2/chats/A',
      messages: [
        { index: 'one', type: 'Text', from: { nickname: 'N', participantId: '1', type: 'Agent' } },
        { index: 2, type: 'Text', from: { nickname: 'N', participantId: '1', type: 'Agent' }, text: 'fine' },
      ],
    });
    say('A', 3);
    expect(failures.values.map(({ kind }) => kind)).toEqual(Array(6).fill('invalid'));
    expect(failures.values.at(-1)?.message).toContain('messages[0].index');
    expect(heard.values).toEqual(['live A 2', 'live A 3']);
    expect([foreign.values, heard.errors, failures.errors]).toEqual([[], [], []]);
  });

  it('foreign$ tells the messages of other topics, and nothing else does', () => {
    const { chats, client, say } = overFake({ channel: '/v2/me/*' });
    const [failures, foreign, heard] = [hear(chats.failures$), hear(chats.foreign$), hear(told(chats))];
    client.publish('/v2/me/calls', {
      messageType: 'CallStateChangeMessage',
      notificationType: 'StatusChange',
    });
    say('A', 1);
    expect(foreign.values).toMatchObject([{ kind: 'foreign', channel: '/v2/me/calls' }]);
    expect([failures.values, heard.values]).toEqual([[], ['live A 1']]);
  });
});

describe('status$', () => {
  it('[SS14] replays the current status, then emits every change once, and closed at the end, also to later subscribers', async () => {
    const simulator = await simulate();
    const chats = session(simulator);
    const early = hear(chats.status$);
    expect(early.values.map(({ state }) => state)).toEqual(['idle', 'connecting']);
    await eventually(() => {
      expect(early.values.at(-1)?.state).toBe('connected');
    });
    const late = hear(chats.status$);
    expect(late.values).toEqual([early.values.at(-1)]);
    await chats.close();
    const states = early.values.map(({ state }) => state);
    expect(states.filter((state, at) => state !== states[at - 1])).toEqual([
      'idle',
      'connecting',
      'connected',
      'closed',
    ]);
    const after = hear(chats.status$);
    expect(after.values.map(({ state }) => state)).toEqual(['closed']);
    expect([early, late, after].map(({ isComplete, errors }) => [isComplete, errors])).toEqual(
      Array(3).fill([true, []]),
    );
  });

  it.each([
    ['a client of its own', async () => session(await simulate())],
    ['a given client', () => overFake().chats],
  ])('[SS14] session.status is the object that status$ emitted last, over %s', async (_, make) => {
    const chats = await make();
    const idle = chats.status;
    expect(chats.status).toBe(idle);
    const seen: boolean[] = [];
    const subscription = chats.status$.subscribe((status) => {
      seen.push(status === chats.status);
    });
    await eventually(() => {
      expect(chats.status.state).toBe('connected');
    });
    expect(chats.status).toBe(chats.status);
    subscription.unsubscribe();
    await chats.close();
    expect(chats.status).toBe(chats.status);
    expect(new Set(seen)).toEqual(new Set([true]));
  });

  it('[SS14] each status begins when its state did', async () => {
    const simulator = await simulate();
    const chats = session(simulator);
    const before = Date.now();
    const { values } = hear(chats.status$);
    await eventually(() => {
      expect(values.at(-1)?.state).toBe('connected');
    });
    const instants = values.map(({ since }) => since);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(instants[0]).toBeLessThanOrEqual(before);
    expect(values.at(-1)?.since).toBeGreaterThanOrEqual(before);
    expect(values.at(-1)).toMatchObject({ attempt: 0, clientId: expect.any(String) as string });
  });
});

describe('what a session holds', () => {
  it('[SS42] is 10,000 chats at most, ended ones the least', () => {
    const { chats, enter } = overFake();
    hear(chats.notifications$);
    for (let chat = 0; chat < 10_000; chat += 1) enter(`live-${chat}`, 'Chatting');
    for (let chat = 0; chat < 20; chat += 1) enter(`ended-${chat}`, 'Completed');
    const told = hear(chats.notifications$).values.map(({ chatId }) => chatId);
    expect(told).toHaveLength(10_000);
    expect(told.filter((chatId) => chatId?.startsWith('ended'))).toEqual([]);
  });
});
