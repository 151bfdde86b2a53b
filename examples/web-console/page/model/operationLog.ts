/** What an agent asks for, as GWS wants it. */
export type Operation = { readonly operationName: string } & Readonly<Record<string, unknown>>;

/** What became of an operation. */
export interface LoggedOperation {
  readonly id: number;
  readonly chatId: string;
  readonly name: string;
  /** `unanswered`: it was taken, and what came of it nobody told. */
  readonly state: 'sent' | 'answered' | 'unanswered' | 'failed';
  /** By which its answer was known. */
  readonly referenceId?: number;
  /** What answered it, or why it failed. */
  readonly detail?: string;
  /** How long the answer took, in milliseconds. */
  readonly took?: number;
}

/** What was written and did not reach the server. */
export interface Unsent {
  readonly chatId: string;
  readonly text: string;
}

export type OperationEvent = Omit<LoggedOperation, 'chatId' | 'name'> &
  Partial<Pick<LoggedOperation, 'chatId' | 'name'>> & { readonly unsent?: Unsent };

const MOST = 20;

/** The latest first. */
export function operationsAfter(
  log: readonly LoggedOperation[],
  { unsent: _, ...event }: OperationEvent,
): readonly LoggedOperation[] {
  const { id, chatId, name } = event;
  if (chatId !== undefined && name !== undefined) return [{ ...event, chatId, name }, ...log].slice(0, MOST);
  return log.map((operation) =>
    operation.id === id
      ? { ...operation, ...event, chatId: operation.chatId, name: operation.name }
      : operation,
  );
}

/** That somebody types or has stopped: of no interest to whoever does. */
export const isNotice = ({ name }: LoggedOperation): boolean => name.endsWith('TypingNotification');
