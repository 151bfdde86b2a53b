import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.ts';
import { simulatorOver } from '../../src/simulator/startSimulator.ts';
import { engine } from './engine.ts';

/** The entry `rx-chat-notifications/simulator`, over the engine that is to be tested. */
export const startSimulator = (options: SimulatorOptions = {}): Promise<Simulator> =>
  simulatorOver(engine.open, options);
