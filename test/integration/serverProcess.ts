import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Command =
  | { readonly type: 'publish'; readonly channel: string; readonly data: unknown }
  | { readonly type: 'deny'; readonly channel: string }
  | { readonly type: 'denyHandshake' | 'kick' | 'expire' };

export type Report =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'session'; readonly count: number }
  | { readonly type: 'subscribed' | 'unsubscribed'; readonly channel: string }
  | { readonly type: 'done' };

/** A CometD server that can be killed and started again on its port. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #port = 0;
  readonly reports: string[] = [];

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async start(): Promise<void> {
    const child = fork(fileURLToPath(new URL('bayeuxServer.ts', import.meta.url)), [String(this.#port)], {
      execArgv: ['--import', 'tsx'],
    });
    this.#child = child;
    child.on('message', (report: Report) => {
      this.reports.push('channel' in report ? `${report.type} ${report.channel}` : report.type);
    });
    const [listening] = (await once(child, 'message')) as [Extract<Report, { type: 'listening' }>];
    this.#port = listening.port;
  }

  /** Ends the process at once, as a crash does. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    this.#child = undefined;
    await ended;
  }

  /** Resolves when the server has done it. */
  async tell(command: Command): Promise<void> {
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
