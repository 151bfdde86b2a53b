import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentsFile } from '../../src/command/bridge/agentsFile.ts';

/** The path of a file with this content. */
function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'agents-')), 'agents.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the file of the agents', () => {
  it('gives the agents with their credentials', () => {
    const agents = [
      { agent: 'ann', password: 'hush', tenant: 'north', url: 'https://gws.example' },
      { agent: 'bob', token: 'secret' },
    ];
    expect(agentsFile(fileWith(agents))).toMatchObject([
      { agent: 'ann', tenant: 'north', url: 'https://gws.example' },
      { agent: 'bob' },
    ]);
  });

  it.each([
    ['no JSON', '[', 'it is not JSON'],
    ['no list', {}, 'has no list of agents'],
    ['an empty list', [], 'has no list of agents'],
    ['an entry other than an object', [7], 'entry 1: "agent" is missing'],
    ['a password that is no text', [{ agent: 'ann', password: 7 }], 'entry 1: "password" must be a text'],
    ['an agent without credentials', [{ agent: 'ann' }], 'agent ann has neither "password" nor "token"'],
  ])('is refused with %s, in words that name the place', (_, content, words) => {
    expect(() => agentsFile(fileWith(content))).toThrow(words);
  });

  it('is refused without showing a secret', () => {
    const refused = (): unknown => agentsFile(fileWith([{ agent: 7, password: 'hush' }]));
    expect(refused).toThrow('entry 1: "agent" must be a text');
    expect(refused).not.toThrow('hush');
  });
});
