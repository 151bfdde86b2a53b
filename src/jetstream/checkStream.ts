import type { JetStreamClient, JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import { JetStreamSetupError } from './errors.ts';
import { explainedFailure } from './failure.ts';
import { linkOf } from './natsLink.ts';
import { covers } from './subjects.ts';

const oldest = [2, 9] as const;

/**
 * Checks that a stream can hold what is published under a subject.
 *
 * @param subject - with wildcards; `undefined` to read only.
 * @param warn - receives what can lose notifications later.
 * @throws JetStreamSetupError that says what to change.
 */
export async function checkStream(
  js: JetStreamClient,
  stream: string,
  subject: string | undefined,
  warn: (problem: string) => void,
): Promise<JetStreamManager> {
  checkVersion(linkOf(js)?.info?.version);
  const { jsm, config } = await found(js, stream);
  if (subject !== undefined) {
    const problem = problemOf(config, subject);
    if (problem !== undefined) throw problem;
  }
  const limits = limitsOf(config);
  if (limits.length > 0)
    warn(
      `Stream "${stream}" discards notifications: ${limits.join(', ')}. Raise the limit, or read them before.`,
    );
  return jsm;
}

/** A broker that has just started may not answer at once. */
const attempts = 4;

async function found(
  js: JetStreamClient,
  stream: string,
): Promise<{ readonly jsm: JetStreamManager; readonly config: StreamConfig }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const jsm = await js.jetstreamManager(true);
      return { jsm, config: (await jsm.streams.info(stream)).config };
    } catch (error) {
      const failure = explainedFailure(error, `Stream "${stream}"`);
      if (failure.problem !== 'unreachable' || attempt === attempts) throw failure;
    }
  }
}

/** @throws JetStreamSetupError if the broker is too old. */
export function checkVersion(version: string | undefined): void {
  const [major = 0, minor = 0] = (version ?? oldest.join('.')).split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new JetStreamSetupError(
    'old broker',
    `nats-server ${String(version)} is too old: it lacks the expected sequence of a subject. Use ${oldest.join('.')} or newer.`,
  );
}

/** Why a stream cannot hold what is published under a subject. */
export function problemOf(
  { name, subjects, duplicate_window: window }: Pick<StreamConfig, 'name' | 'subjects' | 'duplicate_window'>,
  subject: string,
): JetStreamSetupError | undefined {
  if (!subjects.some((pattern) => covers(pattern, subject)))
    return new JetStreamSetupError(
      'other subjects',
      `Stream "${name}" stores ${subjects.join(', ') || 'no subjects'}, not "${subject}". Add the subject, or set the option subject.`,
    );
  if (window <= 0)
    return new JetStreamSetupError(
      'no dedupe window',
      `Stream "${name}" has no duplicate_window: a repeated publish would be stored twice. Set one, such as two minutes.`,
    );
  return undefined;
}

/** The limits by which a stream discards what nobody may have read. Age is left out: it is how streams are kept small. */
function limitsOf(config: StreamConfig): readonly string[] {
  const limits = {
    max_msgs: config.max_msgs,
    max_bytes: config.max_bytes,
    max_msgs_per_subject: config.max_msgs_per_subject,
  };
  return Object.entries(limits).flatMap(([name, limit]) => (limit > 0 ? [`${name} is ${limit}`] : []));
}
