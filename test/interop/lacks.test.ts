import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { titlesOf } from '../docs/guarantees.ts';
import { root, writtenFiles } from '../../scripts/docs/project.ts';
import { isMeant, lacksOfFaye, lacksOfWebSocket } from './lacks.ts';
import { suites } from './suites.ts';

const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
const tests = writtenFiles('test', '.test.ts');

describe('the suites that run over other servers', () => {
  it('are all of the channel and the session that use a Bayeux server', () => {
    const uses =
      /from '(rx-chat-notifications\/simulator|\.\.?\/(.*\/)?(gws|overServer|serverProcess)\.ts)'|\bsimulate\b/;
    const using = tests.filter(
      (file) => /^test\/(integration|session)\//.test(file) && uses.test(read(file)),
    );
    expect(suites).toEqual(expect.arrayContaining(using));
    expect(tests).toEqual(expect.arrayContaining([...suites]));
  });

  it('leave out what a server cannot have, by the names of tests that exist, and nothing else', () => {
    const code = suites.map(read);
    const titles = code.flatMap(titlesOf).map((title) => title.replaceAll('%s', ''));
    const listed = [...lacksOfFaye, ...lacksOfWebSocket].flatMap((lack) => lack.tests);
    expect(listed.filter((name) => !titles.some((title) => isMeant(beginning(name), title)))).toEqual([]);
    expect(code.filter((text) => /\.(skip|skipIf|runIf|todo|only)\b/.test(text))).toEqual([]);
  });
});

/** Up to what a title says by a placeholder. */
const beginning = (name: string): string => name.split('%s')[0] ?? '';
