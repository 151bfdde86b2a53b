import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stopRequests } from '../../src/command/stopRequests.ts';
import { simulate } from '../simulator/running.ts';
import { folder, linesOf } from './recordings.ts';
import { accountOf, run, runHere, start, until } from './running.ts';

const noStack = /^ *at |\.ts:\d|node:internal/m;

describe('the exit codes of the command', { timeout: 60_000 }, () => {
  it('denied is 3, in a line with what to do and without the password', async () => {
    const simulator = await simulate();
    const [args, { GWS_PASSWORD }] = accountOf(simulator);
    const environment = { GWS_PASSWORD: `not-${GWS_PASSWORD ?? ''}` };
    const { code, out, err } = await run(args, environment);
    expect(code).toBe(3);
    expect(err).toBe(
      `error: Connection denied: HTTP 401 Unauthorized from ${simulator.url}/api/v2/me. User, password or token is wrong or expired.\n` +
        'The password is in GWS_PASSWORD, or asked for; a token is in GWS_TOKEN.\n',
    );
    expect(out).toMatch(/ refused +HTTP 401 Unauthorized from /);
    expect(out).not.toMatch('not decoded');
    expect(out + err).not.toMatch(/secret|not-/);
  });

  it('takes a token from the environment, which it does not show either', async () => {
    const simulator = await simulate();
    const GWS_TOKEN = simulator.issueToken();
    const args = ['watch', '--url', simulator.url, '--ndjson'];
    const { child, ended, out, err } = start(args, { GWS_TOKEN: `${GWS_TOKEN}\n` });
    await until(() => err().includes('connected'));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    simulator.revokeTokens();
    const denied = await runHere(args, { GWS_TOKEN });
    expect(denied.code).toBe(3);
    expect(out() + err() + denied.out + denied.err).not.toMatch(GWS_TOKEN);
  });

  it('attempts that are used up are 4', async () => {
    const simulator = await simulate({ authentication: false });
    simulator.faults.http(503, 100);
    const record = join(folder(), 'recording.ndjson');
    const args = ['watch', '--url', simulator.url, '--no-auth', '--attempts', '2', '--record', record];
    const { code, err } = await runHere(args);
    expect(code).toBe(4);
    expect(err).toMatch(
      /^error: No connection after 2 failed attempts: HTTP 503 Service Unavailable from \S+\. The server or its proxy is down or busy\.\nWithout --attempts .*\n$/,
    );
    expect(readFileSync(record, 'utf8')).toBe('');
  });

  it.each([
    [[], /^Usage: chat-notifications /],
    [['watch'], /^error: What is to be watched\? There is no URL\nGive --url /],
    [['wach'], /^error: unknown command 'wach'\n\(?Did you mean watch\?/],
    [
      ['watch', '--url', 'gws.example.com', '--user', 'sam'],
      /^error: url must be a URL that begins with http\(s\):\/\/\n/,
    ],
    [
      ['watch', '--url', 'http://sam:hush@127.0.0.1', '--user', 'sam'],
      /^error: url must be without user and/,
    ],
    [['watch', '--url', 'http://127.0.0.1'], /^error: Whose chats\? .*\nName the agent with --user/],
    [['watch', '--url', 'http://127.0.0.1', '--user', 'a:hush'], /^error: user must be a string in one line/],
    [['watch', '--password=hush'], /^error: unknown option '--password'\n.*GWS_PASSWORD/],
    [['watch', "--pasword=x'hush\u001b[2J"], /^error: unknown option '--pasword'\n/],
    [['watch', '\u001b[2J'], /^error: too many arguments/],
    [['watch', '--kind', '\u001b[2J'], /^error: .* '␛\[2J' is invalid/],
    [['watch', '--token', 'hush'], /^error: unknown option '--token'\n.*GWS_TOKEN/],
    [['watch', '--replay', 'a', '--user', 'sam'], /^error: --replay needs no connection, .* --user\n/],
    [['watch', '--replay', 'a', '--no-history'], /does not go with --no-history\n/],
    [['watch', '--replay', 'a', '--append'], /^error: --append goes with --record alone\n/],
    [['watch', '--replay', 'no-such-file'], /^error: Cannot read no-such-file: no such file or directory\n/],
    [['watch', '--replay', 'src'], /^error: Cannot read src: it is a folder\n/],
    [
      ['watch', '--replay', 'a', '--speed', '0'],
      /argument '0' is invalid\. It must be a number above 0, or max/,
    ],
    [
      ['watch', '--replay', 'README.md', '--record', 'package.json'],
      /^error: package.json exists already\n.*--append/,
    ],
    [['watch', '--url', 'http://a', '--speed', '2'], /^error: --speed goes with --replay alone\n/],
    [['watch', '--url', 'http://a', '--append'], /^error: --append goes with --record alone\n/],
    [['watch', '--kind', 'calls'], /Allowed choices are chat, messages, error\.\n.*watch --help/],
    [['watch', '--attempts', '1.5'], /It must be a whole number from 1 up\./],
    [
      ['demo', '--url', 'ftp://127.0.0.1', '--user', 'sam'],
      /^error: url must be a URL that begins with http\(s\):\/\/\n/,
    ],
    [['simulate', '--port', '70000'], /^error: --port must be a port from 0 to 65535, got 70000\n/],
    [['simulate', '--rate', '0'], /^error: --rate must be a finite number above 0/],
  ] as const)('wrong usage is 2, in words: %j', async (args, told) => {
    const { code, out, err } = await runHere(args, { GWS_PASSWORD: 'hush' });
    expect(err).toMatch(told);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(/hush/);
    expect(err).not.toMatch(noStack);
    expect(err).not.toMatch('\u001b');
  });

  it.each([
    ['watch', '--replay', 'no-such-file'],
    ['watch', '--url', 'gws.example.com', '--no-auth'],
  ])('wrong usage leaves no recording behind: %j', async (...args) => {
    const record = join(folder(), 'recording.ndjson');
    expect((await runHere([...args, '--record', record])).code).toBe(2);
    expect(existsSync(record)).toBe(false);
  });

  it('a port that is taken is 1', async () => {
    const { url } = await simulate();
    const { code, err } = await runHere(['simulate', '--port', new URL(url).port]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^error: Cannot listen at port \d+: address already in use .*\nChoose another --port/,
    );
    expect(err).not.toMatch(noStack);
  });

  it('asks for no password where there is no terminal', async () => {
    const { code, out, err } = await run(
      ['watch', '--url', 'http://127.0.0.1:1', '--user', 'sam'],
      {},
      'hush\n',
    );
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^error: There is no password, and no terminal to ask for it in\nPut .*GWS_PASSWORD/);
  });

  it('0 is also a replay that is stopped while it waits for more', async () => {
    const { child, ended, out } = start(['watch', '--replay', '-', '--speed', '10']);
    child.stdin?.write(`${(await linesOf()).join('\n')}\n`);
    await until(() => out().includes('Ann: Two')); // the next comes in a minute, and the pipe stays open
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});

describe('a request to stop', () => {
  /** A process that notes how it is ended. */
  function stoppable() {
    const emitter = new EventEmitter();
    const [stdout, stderr] = [new EventEmitter(), new EventEmitter()];
    const told = { stops: 0, codes: [] as number[], failures: [] as unknown[], time: 0 };
    const on = emitter.on.bind(emitter);
    const exit = (code: number): void => void told.codes.push(code);
    const onFailure = (error: unknown): void => void told.failures.push(error);
    stopRequests({ on, stdout, stderr, exit }, () => told.time, onFailure).subscribe(() => {
      told.stops += 1;
    });
    return { emitter, stdout, stderr, told };
  }

  it('is reported once; a second Ctrl-C ends at once, the copy of the first does not', () => {
    const { emitter, told } = stoppable();
    emitter.emit('SIGINT');
    emitter.emit('SIGINT');
    told.time = 400;
    emitter.emit('SIGTERM');
    expect(told).toMatchObject({ stops: 1, codes: [] });
    told.time = 600;
    emitter.emit('SIGINT');
    expect(told).toMatchObject({ stops: 1, codes: [130] });
  });

  it('comes of a reader that has gone and of a terminal that was closed', () => {
    const { stdout, stderr, told } = stoppable();
    stdout.emit('error', Object.assign(new Error(), { code: 'EPIPE' }));
    stderr.emit('error', Object.assign(new Error(), { code: 'EIO' }));
    expect(told).toMatchObject({ codes: [], failures: [] });
    expect(told.stops).toBeGreaterThan(0);
  });

  it('follows output that cannot be written, whose failure is reported once', () => {
    const { stdout, stderr, told } = stoppable();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const failure = { code: 1, message: 'Cannot write the output: no space left on device' };
    stdout.emit('error', full);
    stderr.emit('error', full);
    expect(told).toMatchObject({ codes: [], failures: [failure] });
    expect(told.stops).toBeGreaterThan(0);
  });
});
