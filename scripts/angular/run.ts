import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a command in a folder, shows what it prints, and gives that. Rejects if it fails. */
export async function run(command: string, folder: string): Promise<string> {
  console.log(`\n$ ${command}`);
  const child = spawn(command, { cwd: folder, shell: true, stdio: ['inherit', 'pipe', 'pipe'] });
  let printed = '';
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      to.write(text);
    });
  }
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${command} failed`);
  return printed;
}
