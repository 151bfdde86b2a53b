import { type Simulator, type SimulatorOptions, startSimulator } from 'rx-chat-notifications/simulator';
import { onTestFinished, vi } from 'vitest';

/** A simulator that is stopped when the test is over. */
export async function simulate(options?: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** Waits until something holds, long enough for a busy machine. */
export const eventually = (holds: () => boolean): Promise<unknown> =>
  vi.waitUntil(holds, { timeout: 10_000, interval: 5 });
