/** A Bayeux server in a process of its own, steered by its parent's messages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command, Report, SteerBayeux } from './channelServer.ts';

const [module = '', port] = process.argv.slice(2);
const report = (message: Report): void => {
  process.send?.(message);
};
const { steerBayeux } = (await import(module)) as { readonly steerBayeux: SteerBayeux };
const bayeux = steerBayeux(report);

process.on('message', (command: Command) => {
  bayeux.obey(command);
  report({ type: 'done' });
});

const http = createServer(bayeux.handle);
if (bayeux.upgrade !== undefined) http.on('upgrade', bayeux.upgrade);
http.listen(Number(port), '127.0.0.1', () => {
  report({ type: 'listening', port: (http.address() as AddressInfo).port });
});
