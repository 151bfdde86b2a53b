import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/docs/project.ts';

/** The console as a newcomer starts it. */
export interface ConsoleProcess {
  readonly url: string;
  /** Ctrl-C; gives the exit code. */
  readonly end: () => Promise<number | null>;
}

/** Runs what `npm run console` runs, in a process of its own. */
export async function startConsoleProcess(args: readonly string[] = []): Promise<ConsoleProcess> {
  const command = ['--import', 'tsx', 'examples/web-console/server/main.ts', ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url === undefined) continue;
    return {
      url,
      async end() {
        child.kill('SIGINT');
        const [code] = (await exited) as [number | null];
        return code;
      },
    };
  }
  const [code] = (await exited) as [number | null];
  throw new Error(`The console has ended with ${String(code)} before it told its address`);
}
