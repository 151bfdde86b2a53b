import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { inject } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

export type ModuleSystem = 'esm' | 'cjs';
export const moduleSystems: readonly ModuleSystem[] = ['esm', 'cjs'];

/** The names by which users import the entries. */
export const entryNames: readonly string[] = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target !== 'string')
  .map(([entry]) => `${manifest.name}${entry.slice(1)}`);

/** Runs TypeScript in the folder where the package is installed, as an ES module or with `require`; gives the lines it prints. */
export function runInstalled(code: string, system: ModuleSystem): string[] {
  const name = `main-${randomUUID()}`; // tests run side by side in the one folder
  return system === 'esm' ? runSaved(`${name}.mjs`, asModule(code)) : runSaved(`${name}.cjs`, asScript(code));
}

/** Saves JavaScript under a name beside the installed package, and runs it by `node`; gives the lines it prints. */
export function runSaved(name: string, code: string, ...options: readonly string[]): string[] {
  const folder = inject('installed');
  writeFileSync(join(folder, name), code);
  const printed = execFileSync(process.execPath, [...options, name], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return printed.split('\n').slice(0, -1);
}

const transpiled = (code: string, module: ts.ModuleKind): string =>
  ts.transpileModule(code, {
    compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  }).outputText;

const asModule = (code: string): string => transpiled(code, ts.ModuleKind.ESNext);

/** CommonJS has no `await` at the top level, so that the whole becomes an async function. */
const asScript = (code: string): string =>
  `(async () => {\n${transpiled(code, ts.ModuleKind.CommonJS)}\n})();\n`;
