import { JetStreamSetupError } from './errors.ts';

/** The parts of an error that decide what to do. */
interface ErrorParts {
  readonly name: string;
  readonly message: string;
  /** The code of JetStream's API. */
  readonly code: number | undefined;
}

/** What an error of a publish means for it. */
export type PublishFailure =
  /** Somebody else published under the subject. */
  | 'wrong sequence'
  /** It cannot be stored, now or later. */
  | 'refused'
  /** The connection is closed for good. */
  | 'closed'
  /** The broker may accept it later. */
  | 'later';

const wrongLastSequence = [10071, 10164];

export function publishFailure(error: unknown): PublishFailure {
  const { name, message, code } = partsOf(error);
  if (code !== undefined && wrongLastSequence.includes(code)) return 'wrong sequence';
  if (isClosed(error)) return 'closed';
  return /max_payload|message size exceeds/i.test(message) || name === 'InvalidSubjectError'
    ? 'refused'
    : 'later';
}

/** Whether the connection is closed for good, or is about to be. */
export const isClosed = (error: unknown): boolean =>
  ['ClosedConnectionError', 'DrainingConnectionError'].includes(partsOf(error).name);

/** An error of JetStream, in words that say what to do. */
export function explainedFailure(error: unknown, action: string): JetStreamSetupError {
  if (error instanceof JetStreamSetupError) return error;
  const { name, message, code } = partsOf(error);
  const explain = (problem: JetStreamSetupError['problem'], why: string): JetStreamSetupError =>
    new JetStreamSetupError(problem, `${action}: ${why}`, error);
  if (name === 'JetStreamNotEnabled' || code === 10039)
    return explain(
      'no JetStream',
      'the broker has no JetStream for this account. Start nats-server with -js, or enable JetStream for the account.',
    );
  if (/permissions? violation/i.test(message) || name === 'PermissionViolationError')
    return explain('not permitted', `${message}. Give the NATS user this permission.`);
  if (isClosed(error)) return explain('closed', 'the NATS connection is closed. Connect again.');
  if (code === 10059) return explain('no stream', 'the stream does not exist. Create it first.');
  return explain('unreachable', `${message}. Check the broker and the permissions of the NATS user.`);
}

export function partsOf(error: unknown): ErrorParts {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: undefined };
  const permission = permissionIn(error.cause);
  const code: unknown = Reflect.get(error, 'code');
  return {
    name: permission?.name ?? error.name,
    message: permission?.message ?? error.message,
    code: typeof code === 'number' ? code : undefined,
  };
}

/** A request that is not permitted fails with a wrapper around the reason. */
function permissionIn(cause: unknown): Error | undefined {
  if (!(cause instanceof Error)) return undefined;
  return cause.name === 'PermissionViolationError' ? cause : permissionIn(cause.cause);
}
