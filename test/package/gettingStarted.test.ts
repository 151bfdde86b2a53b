import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type Example, fencedExamples } from '../docs/extract.ts';
import { root } from '../../scripts/docs/project.ts';
import { startCommand, startFile, until } from './processes.ts';
import { runInstalled, runSaved } from './running.ts';

const page = 'docs/getting-started.md';
const examples = fencedExamples(page, readFileSync(`${root}${page}`, 'utf8'));

/** The name under which the page says to save an example. */
const nameOf = ({ code }: Example): string | undefined => /^\/\/ (\S+\.mjs)$/m.exec(code)?.[1];

function codeNamed(name: string): string {
  const code = examples.find((example) => nameOf(example) === name)?.code;
  if (code === undefined) throw new Error(`${page} has no ${name}`);
  return code;
}

describe('getting started, beside the packed package in an empty folder', () => {
  const runnable = examples.filter(({ run }) => run);

  it.each(runnable.map((example) => [nameOf(example) ?? example.place, example] as const))(
    '%s runs and prints what it says',
    (_, example) => {
      const name = nameOf(example);
      const { code, prints } = example;
      expect(name === undefined ? runInstalled(code, 'esm') : runSaved(name, code)).toEqual(prints);
    },
  );

  it('its gws.mjs hears what the command simulates, and ends by Ctrl-C', async () => {
    const server = startCommand(['simulate', '--rate', '50']);
    await until(() => server.out().includes('help lists all'));
    const fact = (name: string): string =>
      new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(server.out())?.[1] ?? '';
    writeFileSync(join(inject('installed'), 'gws.mjs'), codeNamed('gws.mjs'));
    const { child, out, ended } = startFile('gws.mjs', {
      GWS_URL: fact('URL'),
      GWS_USER: fact('user'),
      GWS_PASSWORD: fact('password'),
    });
    await until(() => out().includes(': ParticipantJoined\n'));
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    const states = out().match(/(?<=^\[)\w+(?=\])/gm);
    expect(states).toEqual(['idle', 'connecting', 'connected', 'closed']);
    server.child.kill('SIGINT');
    await server.ended;
  });

  it('its gws.mjs ends with 1 when access is denied after it was connected', async () => {
    const server = startCommand(['simulate']);
    await until(() => server.out().includes('help lists all'));
    const fact = (name: string): string =>
      new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(server.out())?.[1] ?? '';
    writeFileSync(join(inject('installed'), 'gws.mjs'), codeNamed('gws.mjs'));
    const { out, ended } = startFile('gws.mjs', {
      GWS_URL: fact('URL'),
      GWS_USER: fact('user'),
      GWS_PASSWORD: fact('password'),
    });
    await until(() => out().includes('[connected]'));
    server.child.stdin?.write('http 401 20\ndrop\n');
    expect(await ended).toEqual([1, null]);
    expect(out()).toContain('[denied]');
    server.child.kill('SIGINT');
    await server.ended;
  });

  it('its unit test passes', () => {
    expect(runSaved('late.test.mjs', codeNamed('late.test.mjs'), '--test', '--test-reporter=tap')).toContain(
      '# pass 1',
    );
  });
});
