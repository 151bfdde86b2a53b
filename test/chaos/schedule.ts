import { type Random, seededRandom } from '../../src/simulator/random.ts';
import { type Fault, faultsOf } from './faults.ts';

/** Something that people do, `at` milliseconds from the start. */
export type Step = { readonly at: number; readonly chatId: string } & (
  | {
      readonly do: 'open';
      readonly customer: string;
      readonly state: 'Invited' | 'Chatting';
      readonly userData: UserData;
    }
  | { readonly do: 'say'; readonly from: 'Customer' | 'Agent'; readonly text: string }
  | { readonly do: 'setState'; readonly state: string }
  | { readonly do: 'setUserData'; readonly userData: UserData }
  | { readonly do: 'type'; readonly operationName: string }
);

export type UserData = Readonly<Record<string, unknown>>;

/** How much happens, in how many milliseconds. */
export interface Size {
  readonly duration: number;
  readonly chats: number;
  /** What people say; that they join comes on top. */
  readonly messages: number;
  /** At least so many. */
  readonly faults: number;
}

/** A run that counts, and one that is short enough for every day. */
export const SIZES: Readonly<Record<'full' | 'short', Size>> = {
  full: { duration: 9_000, chats: 24, messages: 5_000, faults: 66 },
  short: { duration: 4_000, chats: 20, messages: 1_500, faults: 40 },
};

/** All that happens in a run before it settles, decided by a seed. */
export interface Schedule {
  readonly seed: number;
  readonly duration: number;
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
}

/** When a chat opens, is taken, ends and comes back, if it does. */
interface Life {
  readonly chatId: string;
  readonly opensAt: number;
  readonly takenAt: number;
  readonly endsAt: number;
  readonly returnsAt: number;
}

const TEXTS = ['ok', 'Thank you!', 'One moment, please.', '¿Sigue ahí?', 'да 👍', '"quoted" \\ and\nbroken'];

/** The same seed and size give the same schedule. */
export function scheduleOf(seed: number, size: Size): Schedule {
  const random = seededRandom(seed);
  const lives = Array.from({ length: size.chats }, (_, n) => lifeOf(n, random, size));
  const steps = [
    ...lives.flatMap((life) => [...turnsOf(life, random, size)]),
    ...Array.from({ length: size.messages }, (_, n) => saying(n, lives, random, size)),
  ];
  return {
    seed,
    duration: size.duration,
    steps: inOrder(steps),
    faults: inOrder([...faultsOf(random, size), ...lives.flatMap(lastWordsLost)]),
  };
}

/** Half of the chats are there soon; the first four never end, so that somebody can always speak. */
function lifeOf(n: number, random: Random, { chats, duration }: Size): Life {
  const opensAt = n < chats / 2 ? random.between(0, 200) : random.between(200, duration * 0.7);
  const takenAt = random.chance(0.5) ? opensAt : opensAt + random.between(20, 300);
  const ends = n >= 4 && random.chance(0.6);
  const endsAt = ends ? random.between(takenAt + duration * 0.1, duration) : Infinity;
  const returns = ends && random.chance(0.3);
  return {
    chatId: `0000CHAOS${String(n).padStart(6, '0')}`,
    opensAt,
    takenAt,
    endsAt,
    returnsAt: returns ? endsAt + random.between(50, 800) : Infinity,
  };
}

function* turnsOf(life: Life, random: Random, { duration }: Size): Generator<Step> {
  const { chatId, opensAt, takenAt, endsAt, returnsAt } = life;
  /** Its version only rises. */
  const dataAt = (version: number): UserData => ({
    version,
    subject: random.pick(['Delivery', 'Invoice', 'Größe']),
  });
  yield {
    at: opensAt,
    do: 'open',
    chatId,
    customer: `Customer ${random.between(1, 99)}`,
    state: takenAt > opensAt ? 'Invited' : 'Chatting',
    userData: dataAt(0),
  };
  if (takenAt > opensAt) yield { at: takenAt, do: 'setState', chatId, state: 'Chatting' };
  const until = Math.max(takenAt, Math.min(endsAt, duration));
  const changes = Array.from({ length: 12 }, () => random.between(takenAt, until)).sort(
    (one, other) => one - other,
  );
  for (const [n, at] of changes.entries()) {
    yield { at, do: 'setUserData', chatId, userData: dataAt(n + 1) };
  }
  for (let n = 0; n < 4; n += 1) {
    const operationName = random.pick(['SendStartTypingNotification', 'SendStopTypingNotification']);
    yield { at: random.between(takenAt, until), do: 'type', chatId, operationName };
  }
  if (endsAt < Infinity) {
    yield { at: endsAt - LAST_WORDS, do: 'say', chatId, from: 'Customer', text: 'Bye' };
    yield { at: endsAt, do: 'setState', chatId, state: random.pick(['Completed', 'Revoked']) };
  }
  if (returnsAt < Infinity) yield { at: returnsAt, do: 'setState', chatId, state: 'Chatting' };
}

/** Somebody says something in a chat that is open then; before it was taken, only the customer is there. */
function saying(n: number, lives: readonly Life[], random: Random, { duration }: Size): Step {
  const at = random.between(250, duration);
  const { chatId, takenAt } = random.pick(
    lives.filter(({ opensAt, endsAt, returnsAt }) => (opensAt < at && at < endsAt) || at > returnsAt),
  );
  const from = at > takenAt && random.chance(0.5) ? 'Agent' : 'Customer';
  return { at, do: 'say', chatId, from, text: random.chance(0.4) ? random.pick(TEXTS) : `Message ${n}` };
}

/** Less than the whole milliseconds between which all else happens. */
const LAST_WORDS = 0.1;

/** What is lost last in a chat has no successor that would tell. */
const lastWordsLost = ({ endsAt }: Life): readonly Fault[] =>
  endsAt < Infinity ? [{ at: endsAt - 2 * LAST_WORDS, kind: 'loseMessages', count: 1 }] : [];

const inOrder = <T extends { readonly at: number }>(items: readonly T[]): readonly T[] =>
  [...items].sort((one, other) => one.at - other.at);
