export type {
  ChatTruth,
  FiredFaults,
  OpenChatOptions,
  RestartOptions,
  Simulator,
  SimulatorFaults,
  SimulatorOptions,
} from './simulator.ts';
export { startSimulator } from './startSimulator.ts';
