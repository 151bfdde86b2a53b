import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChannelServer, Command, Report } from './channelServer.ts';

const main = fileURLToPath(new URL('steeredProcess.ts', import.meta.url));

/** A process of its own with what a module exports as `steerBayeux`. */
export class ServerProcess implements ChannelServer {
  readonly #module: string;
  #child: ChildProcess | undefined;
  #port = 0;
  readonly reports: string[] = [];

  constructor(module: URL) {
    this.#module = module.href;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async start(): Promise<void> {
    const child = fork(main, [this.#module, String(this.#port)], { execArgv: ['--import', 'tsx'] });
    this.#child = child;
    child.on('message', (report: Report) => {
      this.reports.push('channel' in report ? `${report.type} ${report.channel}` : report.type);
    });
    const [listening] = (await once(child, 'message')) as [Extract<Report, { type: 'listening' }>];
    this.#port = listening.port;
  }

  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    this.#child = undefined;
    await ended;
  }

  async sendCommand(command: Command): Promise<void> {
    const child = this.#child;
    if (child === undefined) throw new Error('The server is not running: start() it first');
    await new Promise<void>((resolve) => {
      const listen = (report: Report): void => {
        if (report.type !== 'done') return;
        child.off('message', listen);
        resolve();
      };
      child.on('message', listen);
      child.send(command);
    });
  }
}
