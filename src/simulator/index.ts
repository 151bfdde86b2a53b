export type { OpenChatOptions } from './openChatOptions.ts';
export type { FaultStep, ScenarioStep } from './scenarioStep.ts';
export type { BasicCredentials, ChatTruth, Simulator, SimulatorOptions } from './simulator.ts';
export type {
  CutOptions,
  DelayOptions,
  ExpireOptions,
  FiredFaults,
  HttpFaultOptions,
  RestartOptions,
  SimulatorFaults,
} from './simulatorFaults.ts';
export { startSimulator } from './startSimulator.ts';
