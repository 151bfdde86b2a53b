import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Java process takes orders. */
    readonly javaPort: number;
  }
}

const folder = fileURLToPath(new URL('java/', import.meta.url));

function build(): void {
  const mvn = (...flags: string[]): void => {
    execFileSync('mvn', ['--batch-mode', '--quiet', ...flags, 'compile'], { cwd: folder, stdio: 'pipe' });
  };
  try {
    mvn('--offline');
  } catch {
    mvn(); // for the first time
  }
}

/** Builds the Java servers, and starts the one process in which all of them live, until the run is over. */
export default async function startJava(project: TestProject): Promise<() => Promise<void>> {
  build();
  const classpath = `target/classes:${readFileSync(`${folder}target/classpath`, 'utf8').trim()}`;
  const java = spawn(
    'java',
    ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classpath, 'interop.Main'],
    { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [port] = (await once(createInterface(java.stdout), 'line')) as [string];
  project.provide('javaPort', Number(port));
  return async () => {
    const ended = once(java, 'exit');
    java.stdin.end();
    await ended;
  };
}
