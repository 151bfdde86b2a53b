import type { ChatStatus } from '../model/index.ts';

/** A chat to open. What is left out is made up. */
export interface OpenChatOptions {
  readonly id?: string;
  /** The customer's nickname. */
  readonly customer?: string;
  /** The nickname of the agent, the only one that receives the chat. Default `Sam`. */
  readonly agent?: string;
  /** Must be JSON; what JSON leaves out is left out. Default `{}`. */
  readonly userData?: Readonly<Record<string, unknown>>;
  /** The first state. Default `Chatting`. */
  readonly state?: ChatStatus;
}
