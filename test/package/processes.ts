import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject, onTestFinished, vi } from 'vitest';

/** A process in the folder where the package is installed. */
export interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly ended: Promise<unknown>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts the installed command as npm links it. */
export function startCommand(args: readonly string[], environment: Environment = {}): Started {
  return started(`${inject('installed')}/node_modules/.bin/chat-notifications`, args, environment);
}

/** Starts a file of the folder by `node`. */
export function startFile(name: string, environment: Environment): Started {
  return started(process.execPath, [name], environment);
}

export const until = (isSo: () => boolean): Promise<unknown> => vi.waitUntil(isSo, { timeout: 30_000 });

function started(file: string, args: readonly string[], environment: Environment): Started {
  const child = spawn(file, args, {
    cwd: inject('installed'),
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return { child, out: () => out, ended: once(child, 'exit') };
}
