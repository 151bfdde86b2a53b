import type { ChatStatus, MessageType } from '../model/index.ts';
import { GOODBYES, type Line, type Speaker, TOPICS } from './lines.ts';
import { type Opening, opening } from './opening.ts';
import { type Random, seededRandom } from './random.ts';

/** One entry of a message log, before its chat gives it an index. */
export interface ScriptEntry {
  readonly at: number;
  readonly from: Speaker;
  readonly type: MessageType;
  readonly text?: string;
}

/** What happens next; each step becomes one notification, an `open` or `state` step also the joining that follows. */
export type ScriptStep =
  | { readonly kind: 'open'; readonly at: number; readonly opening: Opening; readonly state: ChatStatus }
  | { readonly kind: 'state'; readonly at: number; readonly chatId: string; readonly state: ChatStatus }
  | { readonly kind: 'log'; readonly chatId: string; readonly entries: readonly ScriptEntry[] };

/** Where virtual time starts: the moment of the first message in the documentation of GWS. */
export const SCRIPT_EPOCH = 1_389_261_492_035;

type Clock = (least: number, most: number) => number;

/**
 * The seeded script, without end: `chats` conversations side by side, each place taken by the next when one is
 * over. Everything in it, ids and times included, is decided by the two arguments. Without chats there is no script.
 */
export function* chatScript(seed: number, chats: number): Generator<ScriptStep, void> {
  if (chats === 0) return;
  const random = seededRandom(seed);
  let now = SCRIPT_EPOCH;
  const clock: Clock = (least, most) => (now += random.between(least, most));
  const places = Array.from({ length: chats }, () => conversations(random, clock));
  for (const place of places) yield place.next().value;
  for (;;) yield random.pick(places).next().value;
}

function* conversations(random: Random, clock: Clock): Generator<ScriptStep, never> {
  for (;;) yield* conversation(random, clock);
}

function* conversation(random: Random, clock: Clock): Generator<ScriptStep> {
  const { subject, language, lines } = random.pick(TOPICS);
  const opened = opening(random, { userData: { subject, language, waited: random.between(3, 240) } });
  const { chatId } = opened;
  yield { kind: 'open', at: clock(400, 4_000), opening: opened, state: 'Invited' };
  yield { kind: 'state', at: clock(800, 6_000), chatId, state: 'Chatting' };
  const remaining: Line[] = [
    ...lines.slice(0, random.between(5, lines.length)),
    ['Agent', random.pick(GOODBYES)],
  ];
  for (let line = remaining.shift(); line !== undefined; line = remaining.shift()) {
    const more = random.chance(0.2) ? remaining.splice(0, random.between(1, 2)) : [];
    yield* turn(chatId, [line, ...more], random, clock);
  }
  yield { kind: 'state', at: clock(800, 6_000), chatId, state: 'Completed' };
}

/** What is said in one go becomes one notification, now and then after a typing notice. */
function* turn(
  chatId: string,
  lines: readonly [Line, ...Line[]],
  random: Random,
  clock: Clock,
): Generator<ScriptStep> {
  const [[from]] = lines;
  const entries: ScriptEntry[] = [];
  if (random.chance(0.3)) {
    yield { kind: 'log', chatId, entries: [{ at: clock(300, 2_000), from, type: 'TypingStarted' }] };
    entries.push({ at: clock(500, 4_000), from, type: 'TypingStopped' });
  }
  for (const [author, text] of lines) {
    entries.push({ at: clock(12, 3_000), from: author, type: 'Text', text });
  }
  yield { kind: 'log', chatId, entries };
}
