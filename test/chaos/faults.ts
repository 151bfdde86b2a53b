import type { FiredFaults } from 'rx-chat-notifications/simulator';
import type { Random } from '../../src/simulator/random.ts';
import type { Size } from './schedule.ts';

/** All but `restartIndices`: the messages that a client missed before can no longer be fetched then. */
export type FaultKind = Exclude<keyof FiredFaults, 'restartIndices'>;

/** What goes wrong, `at` milliseconds from the start. */
export type Fault = { readonly at: number } & (
  | { readonly kind: 'restart'; readonly downFor: number }
  | { readonly kind: 'expireSessions'; readonly http: boolean }
  | { readonly kind: 'dropConnections' }
  | { readonly kind: 'blackhole'; readonly ms: number }
  | { readonly kind: 'delay'; readonly ms: number; readonly jitter: number; readonly lasting: number }
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly count: number;
      readonly path: string;
      readonly retryAfter?: number;
    }
  | { readonly kind: LogFaultKind; readonly count: number }
  | { readonly kind: 'cutReplies'; readonly count: number; readonly path: string }
  | { readonly kind: 'restLag'; readonly ms: number; readonly lasting: number }
  /** One of the first chats, which never end, or all. */
  | { readonly kind: 'hideFromList'; readonly chat: number | 'all'; readonly ms: number }
);

/** The faults of message logs. */
export type LogFaultKind = 'duplicate' | 'reorder' | 'loseMessages' | 'malformed';

type Parts<F> = F extends Fault ? Omit<F, 'at'> : never;

const PATHS = ['/', '/api/v2/notifications', '/api/v2/me', '/api/v2/me/chats'];
/** Not where users log in: who is refused there after another refusal is denied. */
const REFUSED_PATHS = ['/api/v2/notifications', '/api/v2/me/chats'];

const logFault =
  (kind: LogFaultKind) =>
  (random: Random): Parts<Fault> => ({ kind, count: random.between(1, 5) });

/** How many of a hundred faults are of a kind, and how one is made up. */
const KINDS: Readonly<
  Record<FaultKind, readonly [share: number, make: (random: Random, n: number) => Parts<Fault>]>
> = {
  restart: [6, (random) => ({ kind: 'restart', downFor: random.between(20, 250) })],
  expireSessions: [10, (random) => ({ kind: 'expireSessions', http: random.chance(0.3) })],
  dropConnections: [13, () => ({ kind: 'dropConnections' })],
  blackhole: [7, (random) => ({ kind: 'blackhole', ms: random.between(100, 500) })],
  delay: [
    7,
    (random) => ({
      kind: 'delay',
      ms: random.between(5, 50),
      jitter: random.between(0, 40),
      lasting: random.between(200, 700),
    }),
  ],
  http: [16, httpFault],
  duplicate: [11, logFault('duplicate')],
  reorder: [11, logFault('reorder')],
  loseMessages: [11, logFault('loseMessages')],
  malformed: [8, logFault('malformed')],
  cutReplies: [
    8,
    (random) => ({ kind: 'cutReplies', count: random.between(1, 3), path: random.pick(PATHS) }),
  ],
  restLag: [
    6,
    (random) => ({ kind: 'restLag', ms: random.between(100, 3_000), lasting: random.between(500, 2_000) }),
  ],
  hideFromList: [6, hidden],
};

export const FAULT_KINDS: readonly FaultKind[] = Object.keys(KINDS).filter((kind): kind is FaultKind =>
  Object.hasOwn(KINDS, kind),
);

/** First one that refuses the credentials and one that refuses the token, then failures. */
function httpFault(random: Random, n: number): Parts<Fault> {
  const refusal = [401, 403][n];
  if (refusal !== undefined) {
    return { kind: 'http', status: refusal, count: 1, path: random.pick(REFUSED_PATHS) };
  }
  const path = random.pick(PATHS);
  if (n === 2) return { kind: 'http', status: 429, count: 1, path, retryAfter: 1 };
  return { kind: 'http', status: random.pick([500, 502, 503, 504]), count: random.between(1, 3), path };
}

/** The sessions expire as well, so that the session requests the list while it is incomplete. */
function hidden(random: Random): Parts<Fault> {
  const chat = random.chance(0.5) ? 'all' : random.between(0, 3);
  return { kind: 'hideFromList', chat, ms: random.between(500, 1_500) };
}

/** Whether the server refuses somebody after it who was logged in before. */
export const isRefusing = (fault: Fault): boolean =>
  fault.kind === 'restart' ||
  (fault.kind === 'expireSessions' && fault.http) ||
  (fault.kind === 'http' && (fault.status === 401 || fault.status === 403));

/** Some of every kind, anywhere in the run. */
export function faultsOf(random: Random, { faults, duration }: Size): readonly Fault[] {
  return FAULT_KINDS.flatMap((kind) => {
    const [share, make] = KINDS[kind];
    const count = Math.max(2, Math.ceil((share * faults) / 100));
    return Array.from({ length: count }, (_, n) => ({
      at: random.between(duration * 0.05, duration),
      ...make(random, n),
    }));
  });
}
