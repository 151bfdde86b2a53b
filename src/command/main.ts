import { accountAsked, usage } from './arguments.ts';
import { demo } from './demo.ts';
import { live } from './live.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(); // Whoever reads has seen enough: `npm start | head`.
});

try {
  const account = await accountAsked(process.argv.slice(2), process.env);
  if (account !== undefined) await live(account);
  else if (!(await demo())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && !('httpStatus' in error)) console.error(`\n${usage}`);
  process.exitCode = 1;
}
