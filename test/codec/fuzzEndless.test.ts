import { describe, expect, it } from 'vitest';
import { canonical, ChatNotification, decodeNotification } from '../../src/codec/index.ts';
import { chatWith, isRight, logWith, nested } from './fuzzing.ts';

describe('what nobody should send', () => {
  it('what never stops giving more is read no further than a list may be long', () => {
    const most = 50_000;
    let steps = 0;
    const step = (): void => {
      steps += 1;
      if (steps > most) throw new Error('it does not end'); // in place of a test that does not
    };
    const endlessIterator = Object.assign(['x'], {
      *[Symbol.iterator]() {
        for (;;) {
          step();
          yield 'x';
        }
      },
    });
    const growing = (item: unknown): unknown => {
      let length = 1;
      return new Proxy([], {
        get: (_, name) => {
          step();
          return name === 'length' ? (length += 1) : name === Symbol.iterator ? [][Symbol.iterator] : item;
        },
      });
    };
    const ancestor = (): object => {
      step();
      return new Proxy({}, { getPrototypeOf: ancestor });
    };
    const descendant = new Proxy(
      { participantId: 1, nickname: 'a', type: 'Agent' },
      { getPrototypeOf: ancestor },
    );
    const unsteady = (first: number): unknown => {
      let asked = 0;
      const length = { valueOf: () => ((asked += 1) > first ? Infinity : 1) };
      return new Proxy([], {
        get: (_, name) => {
          step();
          return name === 'length' ? length : 'x';
        },
      });
    };
    const lengthening = (first: number): unknown => {
      let asked = 0;
      return new Proxy(['x'], {
        get: (_, name) => {
          step();
          return name === 'length' ? ((asked += 1) > first ? Infinity : 1) : 7;
        },
      });
    };
    const endless: string[] = [];
    for (const [name, x] of Object.entries({
      'capabilities with an endless iterator': chatWith({ capabilities: endlessIterator }),
      'messages with an endless iterator': { ...logWith({}), messages: endlessIterator },
      'capabilities that grow': chatWith({ capabilities: growing('x') }),
      'messages that grow': { ...logWith({}), messages: growing(7) },
      'messages whose length becomes another': { ...logWith({}), messages: unsteady(2) },
      'capabilities whose length becomes another': chatWith({ capabilities: unsteady(1) }),
      'messages whose length becomes endless at once': { ...logWith({}), messages: lengthening(1) },
      'messages whose length becomes endless later': { ...logWith({}), messages: lengthening(2) },
      'capabilities whose length becomes endless at once': chatWith({ capabilities: lengthening(1) }),
      'capabilities whose length becomes endless later': chatWith({ capabilities: lengthening(2) }),
      'an author with endless ancestors': logWith({ from: descendant }),
      'a message with endless ancestors': logWith(new Proxy({}, { getPrototypeOf: ancestor })),
    })) {
      steps = 0;
      decodeNotification(x, 42);
      if (steps > most) endless.push(name);
    }
    expect(endless).toEqual([]);
  });

  it('user data of 10,000 levels is decoded, encoded and given back by canonical', () => {
    const userData = { deep: nested(10_000, (inner) => ({ inner })) };
    const interaction = { id: 'A', state: 'Idle', userData: [{ key: 'deep', value: userData.deep }] };
    for (const x of [
      chatWith({ userData }),
      logWith({ userData }),
      logWith({ userData, unknownField: userData, timestamp: '' }),
      { messageType: 'InteractionStateChanged', notificationType: 'StatusChange', interaction },
    ]) {
      const result = decodeNotification(x, 42);
      if (result._tag === 'Left') expect.unreachable(result.left.message);
      expect(ChatNotification.encode(result.right) === x).toBe(true);
      const again = decodeNotification(canonical(result.right), 42);
      expect(isRight(again)).toBe(true);
      const elsewhere = { ...result.right, chatId: 'B' };
      expect(ChatNotification.encode(elsewhere) === x).toBe(false);
      expect(ChatNotification.is(elsewhere)).toBe(true);
    }
  });
});
