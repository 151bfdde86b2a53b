import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chatMessageWire } from '../../src/codec/chatMessage.ts';
import {
  interactionChangeWire,
  messageLogWire,
  operationErrorWire,
  stateChangeWire,
} from '../../src/codec/notificationWire.ts';
import { capabilityNames } from '../../src/codec/v3/toCapability.ts';
import { root } from '../../scripts/docs/project.ts';
import { recordsOf, tablesOf } from './wireTables.ts';

const records = recordsOf([
  stateChangeWire, // first: an error can show any field of a chat
  interactionChangeWire,
  messageLogWire,
  chatMessageWire,
  operationErrorWire,
]);

describe('docs/wire.md', () => {
  const tables = tablesOf(readFileSync(`${root}docs/wire.md`, 'utf8'));

  it.each([...records])(
    'the table of %s names the fields of its codec, their types, and which are required',
    (name, fields) => {
      const told = tables.get(`\`${name}\``) ?? [];
      expect(told.map((cells) => cells.slice(0, 3)).sort()).toEqual([...fields].sort());
    },
  );

  it('the table of capabilities is the one that the decoder uses', () => {
    const table = [...capabilityNames].map((names) => names.map((name) => `\`${name}\``));
    expect(tables.get('capability of v3')).toEqual(table);
  });
});
