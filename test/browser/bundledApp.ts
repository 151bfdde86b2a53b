import { build } from 'esbuild';
import { root } from '../../scripts/docs/project.ts';

/** A script for a page that imports the built package by its name, as one file. */
export async function bundledApp(source: string): Promise<string> {
  const {
    outputFiles: [bundle],
  } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    tsconfigRaw: '{}', // whose paths lead to the sources, and to the transport of Node
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error', // not the hints on what it leaves out
  });
  return bundle?.text ?? '';
}
