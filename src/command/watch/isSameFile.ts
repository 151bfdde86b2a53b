import { existsSync, statSync } from 'node:fs';

/** Whether two paths lead to one file, which they may by links, too. */
export function isSameFile(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return false;
  const [first, second] = [statSync(one), statSync(other)];
  return first.isFile() && first.dev === second.dev && first.ino === second.ino;
}
