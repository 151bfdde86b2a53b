import { Command } from 'commander';
import type { Observable } from 'rxjs';
import { version } from '../../package.json';
import { demo } from './demo/demo.ts';
import type { ExitCode } from './exit.ts';
import { demoHelp, programHelp, simulateHelp, watchHelp } from './help.ts';
import { type SimulateOptions, simulateOptions } from './simulate/options.ts';
import { simulate } from './simulate/simulate.ts';
import { checkTogether, urlOption, userOption, type WatchOptions, watchOptions } from './watch/options.ts';
import { watch } from './watch/watch.ts';

/** The command line: what there is to type, and what it starts. */
export function program(stop$: Observable<unknown>, end: (code: ExitCode) => void): Command {
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
    .addHelpText('after', programHelp);

  const watching = all
    .command('watch')
    .showHelpAfterError('chat-notifications watch --help tells more.')
    .summary('show the chats of an agent, live')
    .description('Shows the chats of an agent at a GWS until Ctrl-C, or plays a recording of them.')
    .addHelpText('after', watchHelp)
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
    .addHelpText('after', simulateHelp)
    .action(async (options: SimulateOptions) => {
      end(await simulate(options, stop$));
    });
  for (const option of simulateOptions) simulating.addOption(option);

  all
    .command('demo')
    .showHelpAfterError('chat-notifications demo --help tells more.')
    .summary('show it all in 15 seconds')
    .description('Shows 15 seconds of chats, in which things go wrong.')
    .addOption(urlOption())
    .addOption(userOption())
    .addHelpText('after', demoHelp)
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
  const shown = text.replace(/('--?[^=']*)=[^']*'/, "$1'");
  return /'--(password|token)/.test(shown)
    ? `${shown}Arguments can be read by others: put the password into GWS_PASSWORD, or the token into GWS_TOKEN.\n`
    : shown;
}
