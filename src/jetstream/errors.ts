/** Why notifications cannot be stored in, or read from, a stream. */
export type JetStreamProblem =
  | 'no JetStream'
  | 'old broker'
  | 'no stream'
  | 'other subjects'
  | 'no dedupe window'
  | 'not permitted'
  | 'closed'
  | 'unreachable';

/**
 * JetStream cannot do what this package needs: the errors page of the docs has a section on it. Check errors by `name`.
 */
export class JetStreamSetupError extends Error {
  override readonly name = 'JetStreamSetupError';
  readonly problem: JetStreamProblem;

  constructor(problem: JetStreamProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
