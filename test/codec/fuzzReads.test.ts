import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Chat,
  ChatMessage,
  ChatNotification,
  decodeNotification,
  Participant,
} from '../../src/codec/index.ts';
import { chatWith, json, logWith, runs } from './fuzzing.ts';
import { deepFrozen, nearMissOf, validBody } from './generators.ts';

describe('what nobody should send', () => {
  it('the input is never changed: what is frozen all through decodes to the same', () => {
    const nearMiss = nearMissOf(validBody).map(({ value }) => value);
    fc.assert(
      fc.property(fc.oneof(validBody, nearMiss, json), (x) => {
        const before = structuredClone(x);
        const result = decodeNotification(x, 42);
        expect(x).toEqual(before);
        expect(decodeNotification(deepFrozen(before), 42)).toEqual(result);
        if (result._tag === 'Right') expect(deepFrozen(result.right).wire).toBe(x);
      }),
      runs,
    );
  });

  it('what says something else each time it is read is decoded or refused, and never throws', () => {
    const survives = (x: unknown): void => {
      const result = decodeNotification(x, 42);
      if (result._tag === 'Right') ChatNotification.encode(result.right);
      else expect(result.left.message).not.toBe('');
    };
    for (let good = 0; good < 8; good += 1) {
      for (let bad = 0; bad < 8; bad += 1) {
        let reads = 0;
        const flickering = (right: unknown): PropertyDescriptor => ({
          get: () => ((reads += 1) % (good + bad) < good ? right : false),
          enumerable: true,
        });
        const entry = Object.defineProperty(logWith({}), 'messages', {
          value: [Object.defineProperty({ type: 'Text', from: {} }, 'index', flickering(1))],
          enumerable: true,
        });
        survives(entry);
        survives(chatWith(Object.defineProperty({}, 'uri', flickering('/chats/A'))));
        const unsure = Object.defineProperty(['Accept'], 0, flickering('Accept'));
        survives(chatWith({ capabilities: unsure }));
        const { messages } = logWith({}) as { readonly messages: readonly object[] };
        const shifting = Object.defineProperty({ ...messages[0] }, 'index', flickering(1));
        survives({ ...logWith({}), messages: [shifting] });
        survives({ ...logWith({}), messages: [shifting, messages[0]] });
        for (const codec of [ChatMessage, Participant, Chat]) {
          const result = codec.decode(Object.defineProperty({ ...messages[0] }, 'type', flickering('Text')));
          if (result._tag === 'Left') expect(result.left).not.toEqual([]);
        }
      }
    }
  });

  it('what was checked of a message is what comes out, whatever is read later', () => {
    const { messages } = logWith({}) as { readonly messages: readonly object[] };
    for (const [field, right] of Object.entries({ index: 1, type: 'Text', text: 'Hi', visibility: 'All' })) {
      let reads = 0;
      const oddMessage = Object.defineProperty({ ...messages[0], unknownField: 1 }, field, {
        get: () => ((reads += 1) === 1 ? right : false),
        enumerable: true,
      });
      const result = decodeNotification({ ...logWith({}), messages: [oddMessage] }, 42);
      expect(result).toMatchObject({ right: { messages: [{ [field]: right }] } });
    }
  });

  it('a field that is not enumerable is none, for JSON and structuredClone would not show it either', () => {
    const hidden = Object.defineProperty(
      { type: 'Text', from: { participantId: 1, nickname: 'a', type: 'A' } },
      'index',
      {
        value: 1,
      },
    );
    const result = decodeNotification({ ...logWith({}), messages: [hidden] }, 42);
    if (result._tag === 'Right') expect.unreachable();
    expect(result.left).toMatchObject({ path: 'messages[0].index', kind: 'invalid' });
  });
});
