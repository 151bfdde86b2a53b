/** The operations of this app, as GWS names them. */
export type Operation =
  | { readonly operationName: 'SendMessage'; readonly text: string }
  | { readonly operationName: 'Accept'; readonly nickname: string }
  | { readonly operationName: 'Reject' | 'Complete' };

/** The text to show to an agent if an operation failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'OperationTimeoutError'
    ? 'No result has arrived. The operation may have succeeded: check the chat before you try again.'
    : error.message;
}
