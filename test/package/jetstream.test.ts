import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const entry = 'rx-chat-notifications/jetstream';
const load: Readonly<Record<'esm' | 'cjs', readonly string[]>> = {
  esm: ['--input-type=module', '-e', `import * as e from '${entry}'; console.log(typeof e.toJetStream);`],
  cjs: ['-e', `console.log(typeof require('${entry}').toJetStream);`],
};

describe('the JetStream entry, installed', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-chat-notifications-jetstream-'));
    cpSync(inject('installed'), folder, { recursive: true, verbatimSymlinks: true });
    const { devDependencies } = manifest;
    const peers = (['jetstream', 'kv', 'transport-node'] as const).map((name) => {
      const peer = `@nats-io/${name}` as const;
      return `${peer}@${devDependencies[peer]}`;
    });
    const args = ['install', '--silent', '--prefer-offline', '--ignore-scripts', ...peers];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['esm', 'cjs'] as const)('loads as %s beside its peers', (system) => {
    expect(execFileSync(process.execPath, load[system], { cwd: folder, encoding: 'utf8' })).toBe(
      'function\n',
    );
  });

  it.each(['esm', 'cjs'] as const)('names the missing peer without them, as %s', (system) => {
    const { status, stderr } = spawnSync(process.execPath, load[system], {
      cwd: inject('installed'),
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/Cannot find (?:package|module) '@nats-io\//);
  });
});
