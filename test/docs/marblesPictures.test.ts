import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outdatedPictures, updatePictures } from '../../scripts/docs/marbles/update.ts';
import { root } from '../../scripts/docs/project.ts';

const page = 'docs/operators/filterByChat.md';
const pictureOf = (id: string): string => `docs/operators/marbles/${id}.svg`;
const picture = pictureOf('ZZ1');

/** A marble test of the project, with these marbles. */
const testWith = (source: string, expected: string, id = 'ZZ1'): string => `
import { expect, it } from 'vitest';
import { filterByChat } from '../../../operators/index.ts';
import { chatStateChange, messageLog } from '../../../src/testing/index.ts';
import { marbles } from '../../../test/marbles.ts';

const all = {
  a: chatStateChange({ chat: { id: 'A', state: 'Invited' } }),
  b: messageLog({ chatId: 'B', messages: [{ index: 7, text: 'Hello' }] }),
};
const passes = (target: string, marble: string): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const source = hot('${source}', all);
    const chosen = filterByChat(target);
    expectObservable(source.pipe(chosen)).toBe(marble, all);
    expectSubscriptions(source.subscriptions).toBe('^----!');
  });
};
it('[${id}] passes one chat', () => { passes('A', '${expected}'); });
it('[ZZ2] draws nothing', () => { expect(1).toBe(1); });
`;

describe('pictures of a project', { timeout: 120_000 }, () => {
  let project: string;
  const write = (file: string, text: string): void => {
    mkdirSync(join(project, file, '..'), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  const show = (...ids: readonly string[]): void => {
    write(page, ids.map((id) => `![What passes](./marbles/${id}.svg)`).join('\n\n'));
  };

  beforeEach(() => {
    mkdirSync(join(root, 'temp'), { recursive: true });
    project = mkdtempSync(join(root, 'temp/pictures-'));
    write('test/filterByChat.test.ts', testWith('-a-b-|', '-a---|'));
    show('ZZ1');
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  it('a picture is drawn from the test that proves the guarantee, and one whose marbles changed is found', async () => {
    write('test/another.test.ts', testWith('-a-b-|', '-a---|', 'ZZ4'));
    show('ZZ1', 'ZZ4');
    expect(await updatePictures(project)).toEqual([]);
    const svg = readFileSync(join(project, picture), 'utf8');
    expect(svg).toContain('<title>passes one chat</title>');
    expect(svg).toContain(">filterByChat('A')</text>");
    expect(svg).toContain('>chat A: Invited</text>');
    expect(svg).toContain('>chat B: #7 TestName “Hello”</text>');

    expect(existsSync(join(project, pictureOf('ZZ4')))).toBe(true);

    write('test/filterByChat.test.ts', testWith('---a-|', '---a-|'));
    expect(await outdatedPictures(project)).toEqual([`${picture} is not what its test says now`]);
  });

  it('a picture without such a test names page and id, and one that no page shows is reported and removed', async () => {
    show('ZZ1', 'ZZ2', 'ZZ3');
    const problems = [`${page}: no test of [ZZ2] has marbles`, `${page}: no test bears [ZZ3]`];
    expect(await updatePictures(project)).toEqual(problems);
    expect(await outdatedPictures(project)).toEqual([...problems, `${picture} is missing`]);
    show();
    write(picture, '<svg/>');
    expect(await outdatedPictures(project)).toEqual([`${picture} is shown by no page`]);
    expect(await updatePictures(project)).toEqual([]);
    expect(await outdatedPictures(project)).toEqual([]);
  });

  it('a test that fails draws nothing', async () => {
    write('test/filterByChat.test.ts', testWith('-a-b-|', '-a-b-|'));
    await expect(updatePictures(project)).rejects.toThrow(/tests fail[\s\S]*\[ZZ1\]/);
  });
});
