import type { Participant } from '../model/index.ts';
import { CUSTOMERS } from './lines.ts';
import type { Random } from './random.ts';

/** Who meets in a chat, and what is known before a word was said. */
export interface Opening {
  readonly chatId: string;
  readonly customer: Participant;
  readonly agent: Participant;
  readonly userData: Readonly<Record<string, unknown>>;
}

/** The parts of an opening that may be given instead of made up. */
export interface OpeningParts {
  readonly id?: string | undefined;
  readonly customer?: string | undefined;
  readonly agent?: string | undefined;
  readonly userData?: Readonly<Record<string, unknown>> | undefined;
}

/** Who leads a chat if nobody is named. */
export const AGENT = 'Sam';

const BASE_36 = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const HEX = BASE_36.slice(0, 16);

const digits = (random: Random, alphabet: readonly string[], length: number): string =>
  Array.from({ length }, () => random.pick(alphabet)).join('');

/** What arrives of an object at the other end of the wire. */
export function asJson(
  caller: string,
  userData: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(JSON.stringify(userData));
    if (typeof json === 'object' && json !== null) return { ...json };
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`${caller}: userData must be serializable as JSON, got: ${got}`, { cause });
  }
  throw new TypeError(
    `${caller}: userData must be an object as JSON, too, got what its toJSON() makes of it`,
  );
}

/** Makes up whatever is not given; the ids look like `0000WA9CAM6W00J` and `007352CE982D031B`. */
export function opening(random: Random, parts: OpeningParts = {}): Opening {
  const participantId = (): string => `007352CE${digits(random, HEX, 8)}`;
  return {
    chatId: parts.id ?? `0000${digits(random, BASE_36, 11)}`,
    customer: {
      nickname: parts.customer ?? random.pick(CUSTOMERS),
      type: 'Customer',
      participantId: participantId(),
    },
    agent: { nickname: parts.agent ?? AGENT, type: 'Agent', participantId: participantId() },
    userData: parts.userData === undefined ? {} : asJson('openChat', parts.userData),
  };
}
