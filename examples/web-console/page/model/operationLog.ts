export type { OperationRequest as Operation } from 'rx-chat-notifications';

/** An operation, and its result as far as it is known. */
export interface LoggedOperation {
  readonly id: number;
  readonly chatId: string;
  readonly name: string;
  /** `unanswered`: it was sent, and no result arrived in time. */
  readonly state: 'sent' | 'answered' | 'unanswered' | 'failed';
  /** Matches the operation with its notification. */
  readonly referenceId?: number;
  /** The type of the notification, or why the operation failed. */
  readonly detail?: string;
  /** How long the result took, in milliseconds. */
  readonly took?: number;
}

/** A text that was not sent. */
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

/** Typing notices: not shown to their author. */
export const isNotice = ({ name }: LoggedOperation): boolean => name.endsWith('TypingNotification');
