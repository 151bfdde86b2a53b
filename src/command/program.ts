import { Command, CommanderError } from 'commander';
import type { Observable } from 'rxjs';
import { version } from '../../package.json';
import { bridge } from './bridge/bridge.ts';
import { type BridgeCommandOptions, bridgeOptions } from './bridge/options.ts';
import { demo } from './demo/demo.ts';
import { CommandError, type ExitCode, exitCodes, wordsOfThrown } from './exitCodes.ts';
import { help } from './help.ts';
import { type SimulateOptions, simulateOptions } from './simulate/options.ts';
import { simulate } from './simulate/simulate.ts';
import { tell } from './terminal.ts';
import { unsetEmpty } from './unsetEmpty.ts';
import { printable } from './view/printable.ts';
import { checkTogether, urlOption, userOption, type WatchOptions, watchOptions } from './watch/options.ts';
import { watch } from './watch/watch.ts';

/** Does what the arguments say, until it is over or stopped; gives the exit code. */
export async function run(args: readonly string[], stop$: Observable<unknown>): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ended;
  const end = (told: ExitCode): void => {
    code = told;
  };
  try {
    await program(stop$, end).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error);
  }
}

/** Says why it cannot go on, in a line, and what to do. */
export function failed(error: unknown): ExitCode {
  // Of a mistake commander has told itself; help and version are none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ended : exitCodes.usage;
  tell(`error: ${wordsOfThrown(error)}`);
  if (!(error instanceof CommandError)) return exitCodes.failed;
  if (error.hint !== undefined) tell(error.hint);
  return error.code;
}

/** The command line: what there is to type, and what it starts. */
function program(stop$: Observable<unknown>, end: (code: ExitCode) => void): Command {
  const all = new Command('chat-notifications')
    .description('Watches, records and simulates the chat notifications of Genesys Web Services.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('chat-notifications --help tells more.')
    .configureOutput({
      outputError: (text, print) => {
        print(mistake(text));
      },
    })
    .addHelpText('after', help.program)
    .hook('preAction', (_program, command) => {
      unsetEmpty(command);
    });

  const watching = all
    .command('watch')
    .showHelpAfterError('chat-notifications watch --help tells more.')
    .summary('show the chats of an agent, live')
    .description('Shows the chats of an agent at a GWS until Ctrl-C, or plays a recording of them.')
    .addHelpText('after', help.watch)
    .action(async (options: WatchOptions, command: Command) => {
      checkTogether(options, command);
      end(await watch(options, stop$));
    });
  for (const option of watchOptions) watching.addOption(option);

  const simulating = all
    .command('simulate')
    .showHelpAfterError('chat-notifications simulate --help tells more.')
    .summary('run a GWS to develop against')
    .description('Runs a simulated GWS until Ctrl-C.')
    .addHelpText('after', help.simulate)
    .action(async (options: SimulateOptions) => {
      end(await simulate(options, stop$));
    });
  for (const option of simulateOptions) simulating.addOption(option);

  const bridging = all
    .command('bridge')
    .showHelpAfterError('chat-notifications bridge --help tells more.')
    .summary('publish the chats of many agents to NATS JetStream')
    .description('Publishes the chat notifications of many agents to NATS JetStream until Ctrl-C.')
    .addHelpText('after', help.bridge)
    .action(async (options: BridgeCommandOptions) => {
      end(await bridge(options, stop$));
    });
  for (const option of bridgeOptions) bridging.addOption(option);

  all
    .command('demo')
    .showHelpAfterError('chat-notifications demo --help tells more.')
    .summary('show it all in 15 seconds')
    .description('Shows 15 seconds of chats, in which things go wrong.')
    .addOption(urlOption())
    .addOption(userOption())
    .addHelpText('after', help.demo)
    .action(async (account: Pick<WatchOptions, 'url' | 'user'>, command: Command) => {
      const isReal = ['url', 'user'].some((name) => command.getOptionValueSource(name) === 'cli');
      if (!isReal) {
        end(await demo(stop$));
        return;
      }
      const options: WatchOptions = { ...account, auth: true, history: true, redact: true };
      checkTogether(options, command);
      end(await watch(options, stop$));
    });

  return all;
}

/** A mistake in words that never show what was typed for a secret. */
function mistake(text: string): string {
  const lines = text.replace(/('--?[^=']*)=[^]*'/, "$1'").split('\n');
  const shown = lines.map(printable).join('\n');
  return /'--(password|token)/.test(shown)
    ? `${shown}Arguments can be read by others: put the password into GWS_PASSWORD, or the token into GWS_TOKEN.\n`
    : shown;
}
