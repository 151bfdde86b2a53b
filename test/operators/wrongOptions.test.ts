import { NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import * as operators from '../../operators/index.ts';

/** An operator as plain JavaScript calls it. */
const called = (name: keyof typeof operators, ...args: readonly unknown[]): unknown =>
  Reflect.apply(operators[name] as () => unknown, undefined, args);

const self = (): boolean => false;

describe('a TypeError of an operator', () => {
  it.each([
    ['statusChanges', ['x'], 'options must be an object, got string'],
    ['statusChanges', [null], 'options must be an object, got null'],
    ['statusChanges', [{ retainEnded: -1 }], 'retainEnded must be milliseconds, got -1'],
    ['statusChanges', [{ retainEnded: true }], 'retainEnded must be milliseconds, got boolean'],
    ['statusChanges', [{ maxChats: NaN }], 'maxChats must be a count from 1 on, got NaN'],
    ['statusChanges', [{ maxChats: '' }], 'maxChats must be a count from 1 on, got string'],
    ['statusChanges', [{ isFinal: false }], 'isFinal must be a function, got boolean'],
    ['statusChanges', [{ scheduler: {} }], 'scheduler must be a scheduler, got object'],
    ['statusChanges', [{ from: 5 }], 'from must be a string or strings, got 5'],
    ['chatViews', [{ expireAfter: 'soon' }], 'expireAfter must be milliseconds, got string'],
    ['awaitingReply', [{ self: 'Ann' }], 'self must be a function, got string'],
    [
      'dedupeByIndex',
      [{ onConflict: 'drop' }],
      "onConflict must be 'keep', 'ignore' or 'replace', got string",
    ],
    ['hasCapability', [undefined], 'name must be the name of a capability, got undefined'],
    ['observeInZone', [{}], 'zone must be a zone, got object'],
    ['operationResult', [83], 'send must be a function, got 83'],
    ['operationResult', [self, { timeout: '5' }], 'timeout must be milliseconds, got string'],
    ['operationResult', [self, { scheduler: 0 }], 'scheduler must be a scheduler, got 0'],
    ['takeUntilEnded', [{ isFinal: 'Idle' }], 'isFinal must be a function, got string'],
    ['responseBreaches', [{ self }], 'after must be milliseconds, got undefined'],
    ['responseTimes', [{ self: 5 }], 'self must be a function, got 5'],
    ['transcriptAccumulator', [{ include: [] }], 'include must be a function, got object'],
    ['unreadCount', [{ read$: NEVER }], 'self must be a function, got undefined'],
    ['unreadCount', [{ self, read$: [] }], 'read$ must be an Observable, got object'],
  ] as const)('says what was expected and what it got: %s(%j)', (name, args, message) => {
    expect(() => called(name, ...args)).toThrow(new TypeError(`${name}: ${message}`));
  });
});
