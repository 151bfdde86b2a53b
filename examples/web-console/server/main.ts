import { optionsAsked, usage } from './arguments.ts';
import { startConsole } from './startConsole.ts';

try {
  const { url, close } = await startConsole(optionsAsked(process.argv.slice(2)));
  console.log(`The console is at ${url}\nCtrl-C ends it.`);
  const end = (): void => {
    void close();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${usage}`);
  process.exitCode = 1;
}
