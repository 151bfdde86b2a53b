import { relative } from 'node:path';
import { root } from '../project.ts';
import type { Places } from './recording.ts';

const frame = /\(?(?:file:\/\/)?(\/[^():]+):(\d+):(\d+)\)?$/;

/** The calls within the project's own files that led here, innermost first, but for those of the recorder. */
export function callSites(): Places {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack = '' } = new Error('for its stack');
  Error.stackTraceLimit = limit;
  return stack.split('\n').flatMap((line) => {
    const [, path = '', at = '', column = ''] = frame.exec(line.trim()) ?? [];
    const file = relative(root, path);
    const own = path !== '' && !/^\.\.|^scripts\/|node_modules\//.test(file);
    return own ? [{ file, line: Number(at), column: Number(column) }] : [];
  });
}
