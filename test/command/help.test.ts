import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { exitCodes } from '../../src/command/exitCodes.ts';
import { simulate } from '../simulator/running.ts';
import { run, runHere } from './running.ts';

describe('chat-notifications --help', { timeout: 60_000 }, () => {
  it('tells the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  });

  const all = Object.values(exitCodes);

  it.each([
    [[], all],
    [['watch'], all],
    [['simulate'], [0, 1, 2, 130]],
    [['demo'], [0, 1, 2, 3, 130]],
  ] as const)(
    'shows what each command is for, with examples and its exit codes (%s)',
    async (command, codes) => {
      const { code, out, err } = await runHere([...command, '--help']);
      expect([code, err]).toEqual([0, '']);
      const told = [...(out.split('Exit codes:\n')[1] ?? '').matchAll(/^ {2}(\d+) /gm)];
      expect(told.map(([, number]) => Number(number))).toEqual(codes);
      expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(125);
    },
  );

  it('names the environment of watch', async () => {
    const { out } = await runHere(['watch', '--help']);
    for (const name of ['GWS_URL', 'GWS_USER', 'GWS_PASSWORD', 'GWS_TOKEN', 'NODE_EXTRA_CA_CERTS'])
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  it('takes the URL and the user from the environment', async () => {
    const { code, err } = await runHere(['watch'], { GWS_URL: 'ftp://127.0.0.1', GWS_USER: 'sam' });
    expect([code, err]).toEqual([2, 'error: url must be a URL that begins with http(s)://\n']);
  });

  it('takes an empty variable for none', async () => {
    const nowhere = await runHere(['watch'], { GWS_URL: '', GWS_USER: 'sam' });
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringMatching('There is no URL\n') as string });
    const nobody = await runHere(['watch'], { GWS_URL: 'http://127.0.0.1:1', GWS_USER: '' });
    expect(nobody).toMatchObject({ code: 2, err: expect.stringMatching('neither a user nor') as string });
    const simulator = await simulate();
    const args = ['watch', '--url', simulator.url, '--attempts', '1'];
    simulator.faults.http(503, 1);
    expect(await runHere(args, { GWS_USER: '', GWS_TOKEN: simulator.issueToken() })).toMatchObject({
      code: 4,
    });
  });
});
