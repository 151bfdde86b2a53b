import { EMPTY } from 'rxjs';
import * as root from 'rx-chat-notifications';
import * as simulator from 'rx-chat-notifications/simulator';
import * as testing from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { errorClasses } from './errorClasses.ts';

const functions: Readonly<Record<string, unknown>> = {
  ...root,
  ...root.credentials,
  ...simulator,
  ...testing,
};
const client = testing.fakeBayeuxClient();
const history = { chats: () => [], messages: () => [] };
const self = (): boolean => false;
const url = 'https://gws.example.com';

/** An invalid call of each public function, and its message. */
const calls: readonly (readonly [string, readonly unknown[], string])[] = [
  ['awaitingReply', [{}], 'awaitingReply: self must be a function, got undefined'],
  ['basic', ['sam'], 'credentials.basic: password must be a string in one line, got undefined'],
  ['bearer', ['token'], 'credentials.bearer: token must be a function, got string'],
  ['byNickname', [5], 'byNickname: name must be a nickname, got 5'],
  ['byParticipant', [5], 'byParticipant: ids must be a participantId or several, got 5'],
  ['byUser', [''], 'byUser: uri must be the URI or id of a user, got string'],
  ['capabilityChanges', [null], 'capabilityChanges: options must be an object, got null'],
  ['chatDirectory', [{ maxChats: 0 }], 'chatDirectory: maxChats must be a count from 1 on, got 0'],
  ['chatMessages', [{ types: 5 }], 'chatMessages: types must be a string or strings, got 5'],
  [
    'chatSession',
    [{}],
    'chatSession: url must be the base of GWS, unless notificationsUrl or client is given, got undefined',
  ],
  ['chatSession', [{ url: 'ftp://gws' }], 'chatSession: url must be a URL that begins with http(s)://'],
  ['chatSession', [{ url: 5 }], 'chatSession: url must be a URL that begins with http(s)://, got number'],
  [
    'chatSession',
    [{ url, retry: { jitter: 2 } }],
    'chatSession: retry.jitter must be a number from 0 to 1, got 2',
  ],
  ['chatSession', [{ url, retry: 5 }], 'chatSession: retry: options must be an object, got 5'],
  [
    'chatSession',
    [{ url, credentials: 'sam' }],
    'chatSession: credentials must be made by credentials.basic, .bearer or .headers, got string',
  ],
  ['chatViews', [{ isFinal: true }], 'chatViews: isFinal must be a function, got boolean'],
  [
    'connectionStatus',
    [{}],
    'connectionStatus: client must be a CometD client or what has its methods, got object',
  ],
  [
    'dedupeByIndex',
    [{ onConflict: '' }],
    "dedupeByIndex: onConflict must be 'keep', 'ignore' or 'replace', got string",
  ],
  [
    'filterByChat',
    [5],
    'filterByChat: target must be a chat id, a chat URI, an iterable of these, a predicate or an Observable of any of them, got 5',
  ],
  [
    'fromChannel',
    [client, 'v2'],
    'fromChannel: channel must be a channel name that starts with \'/\', got "v2"',
  ],
  [
    'fromRecording',
    [null],
    'fromRecording: lines must be an Observable or something that RxJS converts to one, got null',
  ],
  ['groupByChat', [{ retainEnded: NaN }], 'groupByChat: retainEnded must be milliseconds, got NaN'],
  ['gwsHistory', [{ url }], 'gwsHistory: fetch must be a function, got undefined'],
  ['hasCapability', [], 'hasCapability: name must be the name of a capability, got undefined'],
  [
    'headers',
    [5],
    'credentials.headers: fields must be an object of strings of bytes, in one line each, got number',
  ],
  ['observeInZone', [{}], 'observeInZone: zone must be a zone, got object'],
  ['operationResult', [83], 'operationResult: send must be a function, got 83'],
  ['participantChanges', [5], 'participantChanges: options must be an object, got 5'],
  ['redact', [{ keys: 'ssn' }], 'redact: keys must be a list of names of fields, got string'],
  ['responseBreaches', [{ self }], 'responseBreaches: after must be milliseconds, got undefined'],
  ['responseTimes', [{}], 'responseTimes: self must be a function, got undefined'],
  ['statusChanges', [{ from: 5 }], 'statusChanges: from must be a string or strings, got 5'],
  ['takeUntilEnded', [{ isFinal: 5 }], 'takeUntilEnded: isFinal must be a function, got 5'],
  ['toRecording', [{ redact: 5 }], 'toRecording: redact must be rules or false, got 5'],
  ['transcriptAccumulator', [{ include: 5 }], 'transcriptAccumulator: include must be a function, got 5'],
  [
    'typingParticipants',
    [{ expireAfter: -1 }],
    'typingParticipants: expireAfter must be milliseconds, got -1',
  ],
  ['unreadCount', [{ self }], 'unreadCount: read$ must be an Observable, got undefined'],
  ['userDataChanges', [{ scheduler: {} }], 'userDataChanges: scheduler must be a scheduler, got object'],
  ['validNotifications', [], 'validNotifications: onFailure must be a function, got undefined'],
  ['withHistory', [history], 'withHistory: restore$ must be an Observable, got undefined'],
  [
    'withHistory',
    [history, EMPTY, { retry: { jitter: 2 } }],
    'withHistory: retry.jitter must be a number from 0 to 1, got 2',
  ],
  ['startSimulator', [{ chats: [] }], 'startSimulator: chats must be a whole number from 0 up, got array'],
  [
    'message',
    [{ sentAt: 0.5 }],
    'message: sentAt must be whole epoch milliseconds up to the year 9999, got 0.5',
  ],
];

/** Functions that take no argument that can be invalid. */
const without = [
  ...['adviceGuard', 'decodeNotifications', 'lefts', 'operationErrors', 'rights', 'fakeBayeuxClient'],
  ...['canonical', 'chatIdOf', 'decodeNotification', 'isFinal'],
  ...['isChatOperationError', 'isChatStateChange', 'isMessageLogUpdate'],
  ...['chat', 'chatStateChange', 'messageLog', 'operationError', 'participant', 'stampReceivedAt'],
];

/** Rejects with what is thrown at the call, or later. */
const called = (name: string, args: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve) => {
    const { [name]: made } = functions;
    resolve(typeof made === 'function' ? (Reflect.apply(made, undefined, args) as unknown) : undefined);
  });

describe('a TypeError for an invalid argument', () => {
  it.each(calls)(
    '%s(…%j): the function, the option, what it must be, what came',
    async (name, args, message) => {
      await expect(called(name, args)).rejects.toThrow(new TypeError(message));
    },
  );

  it('covers each public function that takes an argument that can be invalid', { timeout: 60_000 }, () => {
    const classes = new Set(errorClasses().map(({ name }) => name));
    const names = Object.entries(functions).flatMap(([name, value]) =>
      typeof value === 'function' && !classes.has(name) ? [name] : [],
    );
    const known = new Set([...calls.map(([name]) => name), ...without]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
  });
});
