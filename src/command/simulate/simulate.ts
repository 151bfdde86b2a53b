import { createInterface } from 'node:readline';
import { firstValueFrom, merge, type Observable, Subject } from 'rxjs';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { CommandError, type ExitCode, exitCodes, usageError, wordsOfThrown } from '../exitCodes.ts';
import { write } from '../terminal.ts';
import { instructions } from './instructions.ts';
import { keyboard } from './keyboard.ts';
import type { SimulateOptions } from './options.ts';

/** Runs a GWS to develop against, until the user has seen enough. */
export async function simulate(options: SimulateOptions, stop$: Observable<unknown>): Promise<ExitCode> {
  const simulator = await started(options);
  const quit$ = new Subject<void>();
  const type = keyboard(
    instructions(simulator),
    () => {
      quit$.next();
    },
    write,
  );
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.on('line', (line) => void type(line));
  for (const line of introduction(simulator, options)) write(line);
  try {
    await firstValueFrom(merge(stop$, quit$), { defaultValue: undefined });
    return exitCodes.ended;
  } finally {
    lines.close();
    await simulator.stop();
  }
}

async function started({ port, rate, auth, ...options }: SimulateOptions): Promise<Simulator> {
  try {
    return await startSimulator({ ...options, port, messagesPerSecond: rate, authentication: auth });
  } catch (error) {
    if (error instanceof TypeError) throw usageError(optionNamed(wordsOfThrown(error)));
    throw new CommandError(
      exitCodes.failed,
      `Cannot listen at port ${port}: ${wordsOfThrown(error)}`,
      'Choose another --port, or leave it out.',
    );
  }
}

const optionNamed = (message: string): string =>
  message
    .replace(
      /^startSimulator: (\w+)/,
      (_, name: string) => `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`,
    )
    .replace('--messages-per-second', '--rate');

function introduction(simulator: Simulator, { auth, dialect, seed }: SimulateOptions): readonly string[] {
  const { url, notificationsUrl, channel } = simulator;
  const { user, password } = simulator.credentials;
  const who = auth ? `--user ${user}` : '--no-auth';
  const where = dialect === 'v2' ? '' : ` --channel ${channel}`;
  return [
    'A simulated GWS, until Ctrl-C.',
    '',
    `  URL       ${url}`,
    `  CometD    ${notificationsUrl}`,
    `  channel   ${channel}`,
    `  seed      ${seed}`,
    ...(auth ? [`  user      ${user}`, `  password  ${password}`] : ['  anybody may connect']),
    '',
    'To watch it, in another terminal:',
    '',
    `  ${auth ? `GWS_PASSWORD=${password} ` : ''}npx chat-notifications watch --url ${url} ${who}${where}`,
    '',
    'Type a fault such as restart, duplicate 3 or http 503 2; help lists all.',
  ];
}
