/**
 * An operation had no result in time; the errors page of the docs has a section on it. Check errors by `name`: two module
 * systems can load the class twice.
 */
export class OperationTimeoutError extends Error {
  override readonly name = 'OperationTimeoutError';
  /** Whether the server has the operation; `'unknown'` if it was sent and no reply came. */
  readonly wasSent: boolean | 'unknown';

  constructor(operationName: string, chatId: string, timeout: number, wasSent: boolean | 'unknown') {
    const what = `${operationName} on chat ${chatId} had no result within ${timeout} ms`;
    super(`${what}: ${wasSent === false ? notSent : wasSent === true ? accepted : unknown}`);
    this.wasSent = wasSent;
  }
}

const notSent = 'it was not sent, because the session was not connected. Perform it again when it is.';
const accepted = 'the server has accepted it. Look at the chat before you perform it again.';
const unknown = 'it was sent, and no reply came. Look at the chat before you perform it again.';
