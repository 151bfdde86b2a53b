import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the command, as one file. */
    readonly command: string;
  }
}

/** Bundles the command once for all tests: to compile it at every start takes much longer. */
export default async function builtCommand(project: TestProject): Promise<() => void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const command = `${root}temp/command-${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: ['src/command/main.ts'],
    outfile: command,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  project.provide('command', command);
  return () => {
    rmSync(command);
  };
}
