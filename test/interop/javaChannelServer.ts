import type { ChannelServer, Command } from '../integration/channelServer.ts';
import { JavaControl } from './javaControl.ts';

/** The Java CometD server, without anything before it. */
export class JavaChannelServer implements ChannelServer {
  #control: JavaControl | undefined;
  #port = 0;
  readonly reports: string[] = [];

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async start(): Promise<void> {
    this.#control = await JavaControl.open(
      {
        port: this.#port,
        channel: '/v2/me/chats',
        ack: false,
        timeout: 2_000,
        maxInterval: 2_000,
        sweepPeriod: 100,
        receivesAll: true,
        mayPublish: true,
      },
      ({ event, of }) => this.reports.push(`${event} ${of}`),
    );
    this.#port = this.#control.port;
  }

  async kill(): Promise<void> {
    await this.#control?.close();
    this.#control = undefined;
  }

  async sendCommand({ type, ...fields }: Command): Promise<void> {
    if (this.#control === undefined) throw new Error('The server is not running: start() it first');
    const data = 'data' in fields && { data: JSON.stringify(fields.data) };
    await this.#control.order(type, { ...fields, ...data });
  }
}
