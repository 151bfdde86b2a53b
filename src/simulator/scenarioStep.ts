import type { ChatStatus } from '../model/index.ts';
import type { OpenChatOptions } from './openChatOptions.ts';
import type { SimulatorFaults } from './simulatorFaults.ts';

/** The chat of a step. Left out, it is the one that the scenario has opened last. */
interface OfChat {
  readonly chatId?: string;
}

type FaultName = Exclude<keyof SimulatorFaults, 'fired'>;

/** A fault with its arguments. It starts, and the next step does not wait until it is over. */
export type FaultStep = {
  readonly [Name in FaultName]: {
    readonly do: 'fault';
    readonly fault: Name;
    readonly with?: Readonly<Parameters<SimulatorFaults[Name]>>;
  };
}[FaultName];

/** One step of a scenario: what the methods of the simulator do. */
export type ScenarioStep =
  | ({ readonly do: 'openChat' } & OpenChatOptions)
  | ({ readonly do: 'say'; readonly from: string; readonly text: string } & OfChat)
  | ({ readonly do: 'startTyping'; readonly from: string; readonly preview?: string } & OfChat)
  | ({ readonly do: 'stopTyping'; readonly from: string } & OfChat)
  | ({ readonly do: 'setState'; readonly state: ChatStatus } & OfChat)
  | ({ readonly do: 'setUserData'; readonly userData: Readonly<Record<string, unknown>> } & OfChat)
  | { readonly do: 'wait'; readonly ms: number }
  | FaultStep;
