import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { NEVER, type Observable } from 'rxjs';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { inject, onTestFinished, vi } from 'vitest';
import { run as command } from '../../src/command/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** What it printed, line by line. */
  readonly lines: () => readonly string[];
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | string>;
}

/**
 * Starts the command from its source, in an environment without settings for it; it is killed when the test is over.
 *
 * @param output - a file that is its standard output, of which nothing is heard then; it cannot make a file of more than some KiB.
 */
export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output?: string,
): Running {
  const { PATH = '', HOME = '' } = process.env;
  const command = [process.execPath, inject('command'), ...args] as const;
  const [file, ...rest] =
    output === undefined
      ? command
      : (['sh', '-c', 'ulimit -f 8; exec "$@" >"$0"', output, ...command] as const);
  const child = spawn(file, rest, {
    cwd: root,
    env: { PATH, HOME, ...environment },
  });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  return {
    child,
    out: () => texts.out,
    err: () => texts.err,
    lines: () => texts.out.split('\n').slice(0, -1),
    ended: once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? ''),
  };
}

/** Runs it to its end, with what is to be read from standard input. */
export async function run(
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  input = '',
): Promise<{ readonly code: number | string; readonly out: string; readonly err: string }> {
  const { child, ended, out, err } = start(args, environment);
  child.stdin?.on('error', () => undefined); // it may end before it has read all
  child.stdin?.end(input);
  return { code: await ended, out: out(), err: err() };
}

/** Runs it in this process, which is quicker. */
export async function runHere(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stop$: Observable<unknown> = NEVER,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  for (const name of ['GWS_URL', 'GWS_USER', 'GWS_PASSWORD', 'GWS_TOKEN'])
    vi.stubEnv(name, environment[name]);
  const texts = { out: '', err: '' };
  const kept = (['out', 'err'] as const).map((name) =>
    vi.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      texts[name] += text.toString();
      return true;
    }),
  );
  try {
    return { code: await command(args, stop$), ...texts };
  } finally {
    for (const spy of kept) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** The arguments and the environment with which it watches the agent of a simulator. */
export const accountOf = ({
  url,
  credentials: { user, password },
}: Simulator): readonly [readonly string[], Readonly<Record<string, string>>] => [
  ['watch', '--url', url, '--user', user],
  { GWS_PASSWORD: password },
];

/** Whether the server holds a session, which it then forgets. */
export function holdsSession({ faults }: Simulator): boolean {
  const before = faults.fired.expireSessions;
  faults.expireSessions();
  return faults.fired.expireSessions > before;
}

/** Waits until something is so, long enough for a busy machine. */
export const until = (isSo: () => boolean): Promise<unknown> =>
  vi.waitUntil(isSo, { timeout: 30_000, interval: 20 });
