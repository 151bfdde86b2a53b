import { type BayeuxEngine, bayeuxServer } from '../../src/simulator/bayeuxServer.ts';
import type { ChannelServer } from '../integration/channelServer.ts';
import { ServerProcess } from '../integration/serverProcess.ts';
import { type Lack, lacksOfFaye, lacksOfWebSocket } from './lacks.ts';
import { JavaChannelServer } from './javaChannelServer.ts';
import { javaEngine } from './javaEngine.ts';

/** A Bayeux server over which the suites run, and how clients reach it. */
export interface Engine {
  /** For the simulator: the same desk, faults and REST resources over each. */
  readonly open: BayeuxEngine;
  /** For the tests of the channel, which need no chats. */
  readonly channelServer: () => ChannelServer;
  readonly transport: 'long-polling' | 'websocket';
  /** How it answers a client that it does not know, which no other does. */
  readonly unknownClient: RegExp;
  /** What it cannot have, and the tests that need it, by the beginnings of their names. */
  readonly lacks: readonly Lack[];
}

const faye = (transport: Engine['transport'], ...lacks: readonly Lack[]): Engine => ({
  open: async (options) => (await import('./fayeEngine.ts')).fayeEngine(options),
  channelServer: () => new ServerProcess(new URL('fayeSteered.ts', import.meta.url)),
  transport,
  unknownClient: /^401:nobody:Unknown client$/,
  lacks: [...lacksOfFaye, ...lacks],
});

const engines: Readonly<Record<string, Engine>> = {
  cometd: {
    open: bayeuxServer,
    channelServer: () => new ServerProcess(new URL('../integration/cometdServer.ts', import.meta.url)),
    transport: 'long-polling',
    unknownClient: /^402::session_unknown$/,
    lacks: [],
  },
  'faye over long polling': faye('long-polling'),
  'faye over WebSocket': faye('websocket', ...lacksOfWebSocket),
  'Java CometD': {
    open: javaEngine,
    channelServer: () => new JavaChannelServer(),
    transport: 'long-polling',
    unknownClient: /^402::Unknown client$/,
    lacks: [],
  },
};

function selected(name: string): Engine {
  const engine = engines[name];
  if (engine === undefined) throw new Error(`There is no engine ${name}`);
  return engine;
}

/** CometD's server for Node, which the simulator brings, unless the project says another. */
export const engineName: string = process.env['BAYEUX_ENGINE'] ?? 'cometd';
export const engine: Engine = selected(engineName);
