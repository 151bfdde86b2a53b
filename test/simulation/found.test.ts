import { expect, it } from 'vitest';
import type { Scenario, ServerTraits, WorldEvent } from './scenario.ts';
import { simulate } from './simulate.ts';

/** Histories that once failed, shrunk: they stay tried whatever the generator makes of its seeds. */
interface Found {
  readonly seed: number;
  readonly traits?: Partial<ServerTraits>;
  readonly events: readonly WorldEvent[];
}

const honest: ServerTraits = {
  returnsTyping: true,
  givesSeconds: false,
  forgetsAfter: undefined,
  listsEndedFor: 20_000,
};

const scenarioOf = ({ seed, traits, events }: Found): Scenario => ({
  seed,
  traits: { ...honest, ...traits },
  events,
  honestFrom: 510_000,
  until: 600_000,
});

const push = 'arrives';

it.each<readonly [string, Found]>([
  [
    'a stale answer about a chat that was evicted and reopened with new indices is not mixed into the new messages',
    {
      seed: 2361,
      events: [
        { at: 15_574, do: 'open', chat: 3, push },
        { at: 31_594, do: 'lag', node: 1, by: 5_000 },
        { at: 249_723, do: 'lag', node: 0, by: 5_000 },
        { at: 278_364, do: 'say', chat: 3, what: 'typing', push },
        { at: 376_139, do: 'end', chat: 3, push },
        { at: 376_731, do: 'say', chat: 3, what: 'text', push },
        { at: 438_249, do: 'reopen', chat: 3, restarts: true, push },
        { at: 439_745, do: 'say', chat: 3, what: 'text', push: { late: 2_042 } },
        { at: 440_133, do: 'say', chat: 3, what: 'text', push },
      ],
    },
  ],
  [
    'a chat whose messages were refused, and that was concluded to be over, is fetched when it goes on',
    {
      seed: 2401,
      traits: { returnsTyping: false, givesSeconds: true, forgetsAfter: 0, listsEndedFor: 0 },
      events: [
        { at: 35_454, do: 'open', chat: 2, push },
        { at: 160_209, do: 'lag', node: 1, by: 40_000 },
        { at: 195_855, do: 'cut', for: 2_331 },
        { at: 195_855, do: 'refuse', only: 'messages', status: 500, share: 1, for: 180_000 },
        { at: 418_296, do: 'say', chat: 2, what: 'hidden', push },
        { at: 425_566, do: 'say', chat: 2, what: 'text', push },
        { at: 433_038, do: 'lag', node: 0, by: 40_000 },
        { at: 433_078, do: 'end', chat: 2, push },
        { at: 438_619, do: 'cut', for: 7_847 },
        { at: 439_125, do: 'say', chat: 2, what: 'text', push },
        { at: 481_179, do: 'refuse', share: 1, for: 29_893, status: 429, retryAfter: 9_646 },
        { at: 527_126, do: 'reopen', chat: 2, restarts: false, push },
      ],
    },
  ],
  [
    'a message of the second in which an epoch ended is known when history repeats it in whole seconds',
    {
      seed: 3194,
      traits: { returnsTyping: false, givesSeconds: true, listsEndedFor: 0 },
      events: [
        { at: 15_827, do: 'open', chat: 61, push },
        { at: 61_510, do: 'end', chat: 61, push },
        { at: 68_693, do: 'say', chat: 61, what: 'system', push },
        { at: 68_859, do: 'reopen', chat: 61, restarts: true, push },
      ],
    },
  ],
  [
    'after two reopenings all subscribers have the same epochs, although the first messages came after one of them',
    {
      seed: 4260,
      events: [
        { at: 0, do: 'open', chat: 60, push },
        { at: 344_560, do: 'cut', for: 30_661 },
        { at: 363_267, do: 'end', chat: 60, push },
        { at: 412_069, do: 'reopen', chat: 60, restarts: true, push },
        { at: 507_994, do: 'end', chat: 60, push: 'lost' },
        { at: 508_813, do: 'cut', for: 26_261 },
        { at: 531_520, do: 'reopen', chat: 60, restarts: true, push },
      ],
    },
  ],
  [
    'a restart of the indices that no push showed is found by the next backfill',
    {
      seed: 5654,
      traits: { returnsTyping: false, listsEndedFor: 0 },
      events: [
        { at: 0, do: 'open', chat: 3, push },
        { at: 28_277, do: 'say', chat: 3, what: 'typing', push },
        { at: 46_246, do: 'say', chat: 3, what: 'text', push },
        { at: 176_248, do: 'end', chat: 3, push: 'lost' },
        { at: 186_498, do: 'reopen', chat: 3, restarts: true, push },
        { at: 410_264, do: 'say', chat: 3, what: 'text', push: 'lost' },
        { at: 435_228, do: 'say', chat: 3, what: 'text', push },
      ],
    },
  ],
  [
    'what was given up in an earlier epoch does not hide a gap after a restart of the indices',
    {
      seed: 2566,
      traits: { returnsTyping: true, listsEndedFor: 0 },
      events: [
        { at: 21_958, do: 'open', chat: 2, push },
        { at: 115_196, do: 'refuse', only: 'messages', status: 500, share: 1, for: 180_000 },
        { at: 163_277, do: 'say', chat: 2, what: 'typing', push: 'lost' },
        { at: 206_372, do: 'say', chat: 2, what: 'typing', push },
        { at: 208_920, do: 'say', chat: 2, what: 'typing', push },
        { at: 322_317, do: 'end', chat: 2, push },
        { at: 359_711, do: 'reopen', chat: 2, restarts: true, push },
        { at: 418_516, do: 'say', chat: 2, what: 'pair', push: 'lost' },
        { at: 453_638, do: 'say', chat: 2, what: 'text', push },
      ],
    },
  ],
  [
    'a chat whose end was concluded is looked at by the next backfill, for its history may have been behind',
    {
      seed: 11_230,
      traits: { returnsTyping: false, givesSeconds: true, listsEndedFor: 0 },
      events: [
        { at: 0, do: 'open', chat: 0, push },
        { at: 4_287, do: 'change', chat: 0, state: 'Chatting', push },
        { at: 32_287, do: 'open', chat: 1, push },
        { at: 204_887, do: 'say', chat: 0, what: 'pair', push },
        { at: 215_970, do: 'lag', node: 1, by: 40_000 },
        { at: 432_250, do: 'cut', for: 27_064 },
        { at: 440_770, do: 'say', chat: 0, what: 'text', push },
        { at: 451_177, do: 'end', chat: 0, push },
        { at: 463_804, do: 'say', chat: 1, what: 'text', push },
      ],
    },
  ],
  [
    'a subscriber that came after a reopening has the order of the desk where the restart of the indices is found later',
    {
      seed: 18_710,
      traits: { returnsTyping: false, givesSeconds: false, forgetsAfter: 0, listsEndedFor: 0 },
      events: [
        { at: 50_620, do: 'open', chat: 1, push },
        { at: 69_520, do: 'end', chat: 1, push },
        { at: 76_685, do: 'say', chat: 1, what: 'typing', push },
        { at: 84_426, do: 'refuse', only: 'messages', status: 500, share: 1, for: 180_000 },
        { at: 98_003, do: 'cut', for: 21_434 },
        { at: 98_933, do: 'reopen', chat: 1, restarts: true, push },
        { at: 200_463, do: 'say', chat: 1, what: 'pair', push },
        { at: 200_484, do: 'subscribe', subscriber: 2 },
      ],
    },
  ],
  [
    'a chat that speaks after two lists lacked it ends after the lists that follow',
    {
      seed: 5_713,
      traits: { returnsTyping: true, givesSeconds: false, forgetsAfter: 8_000, listsEndedFor: 0 },
      events: [
        { at: 9_264, do: 'open', chat: 0, push },
        { at: 60_992, do: 'say', chat: 0, what: 'hidden', push },
        { at: 445_700, do: 'say', chat: 0, what: 'text', push },
        { at: 510_779, do: 'end', chat: 0, push },
        { at: 516_082, do: 'say', chat: 0, what: 'text', push },
      ],
    },
  ],
  [
    'a chat that a list ends is asked for its last messages',
    {
      seed: 16_639,
      traits: { returnsTyping: true, givesSeconds: false, listsEndedFor: 20_000 },
      events: [
        { at: 0, do: 'open', chat: 0, push },
        { at: 3_934, do: 'change', chat: 0, state: 'Chatting', push },
        { at: 5_862, do: 'open', chat: 85, push: 'lost' },
        { at: 25_676, do: 'say', chat: 85, what: 'text', push },
        { at: 47_728, do: 'cut', for: 34_307 },
        { at: 51_375, do: 'say', chat: 0, what: 'text', push },
        { at: 54_363, do: 'end', chat: 0, push },
      ],
    },
  ],
  [
    'of two messages under one index, the second can be on the next page',
    {
      seed: 17_469,
      traits: { returnsTyping: true, givesSeconds: false, listsEndedFor: 0 },
      events: [
        { at: 45_116, do: 'open', chat: 0, push },
        { at: 130_360, do: 'say', chat: 0, what: 'text', push },
        { at: 137_602, do: 'say', chat: 0, what: 'typing', push },
        { at: 156_035, do: 'say', chat: 0, what: 'text', push },
        { at: 170_572, do: 'say', chat: 0, what: 'typing', push },
        { at: 197_158, do: 'say', chat: 0, what: 'text', push },
        { at: 211_882, do: 'say', chat: 0, what: 'typing', push },
        { at: 232_697, do: 'page', size: 10 },
        { at: 245_169, do: 'say', chat: 0, what: 'text', push },
        { at: 276_843, do: 'say', chat: 0, what: 'text', push },
        { at: 298_367, do: 'say', chat: 0, what: 'text', push },
        { at: 373_513, do: 'end', chat: 0, push },
        { at: 375_330, do: 'say', chat: 0, what: 'pair', push },
        { at: 456_762, do: 'reopen', chat: 0, restarts: false, push },
        { at: 494_979, do: 'say', chat: 0, what: 'text', push },
      ],
    },
  ],
  [
    'an ended chat of which something was presumed is looked at by the next backfill',
    {
      seed: 14_914,
      traits: { returnsTyping: false, givesSeconds: false },
      events: [
        { at: 56_922, do: 'open', chat: 5, push },
        { at: 348_146, do: 'lag', node: 1, by: 40_000 },
        { at: 449_161, do: 'lag', node: 0, by: 40_000 },
        { at: 450_053, do: 'say', chat: 5, what: 'text', push: 'lost' },
        { at: 451_856, do: 'end', chat: 5, push },
        { at: 454_323, do: 'say', chat: 5, what: 'typing', push },
      ],
    },
  ],
  [
    'a chat that is evicted before its messages could be requested is reported',
    {
      seed: 2679,
      traits: { returnsTyping: true, givesSeconds: true, listsEndedFor: 20_000 },
      events: [
        { at: 0, do: 'open', chat: 0, push },
        { at: 15_752, do: 'cut', for: 26_668 },
        { at: 29_602, do: 'refuse', share: 1, for: 100_930, status: 429, retryAfter: 28_906 },
        { at: 41_205, do: 'say', chat: 0, what: 'text', push },
        { at: 49_615, do: 'end', chat: 0, push },
        { at: 58_024, do: 'say', chat: 0, what: 'typing', push },
      ],
    },
  ],
  [
    'a chat that went on and ended again while nothing was pushed is looked at',
    {
      seed: 3579,
      traits: { returnsTyping: true, listsEndedFor: 20_000 },
      events: [
        { at: 58_618, do: 'open', chat: 6, push },
        { at: 252_281, do: 'lag', node: 1, by: 5_000 },
        { at: 276_093, do: 'end', chat: 6, push },
        { at: 286_255, do: 'cut', for: 25_407 },
        { at: 293_099, do: 'reopen', chat: 6, restarts: true, push },
        { at: 308_552, do: 'end', chat: 6, push },
      ],
    },
  ],
  [
    'a chat whose restart of the indices was missed, and which speaks before a list shows it, is fetched whole',
    {
      seed: 14366,
      traits: { returnsTyping: false, forgetsAfter: 0, listsEndedFor: 0 },
      events: [
        { at: 86_797, do: 'open', chat: 4, push },
        { at: 414_389, do: 'say', chat: 4, what: 'text', push },
        { at: 492_022, do: 'end', chat: 4, push },
        { at: 492_465, do: 'say', chat: 4, what: 'typing', push },
        { at: 493_953, do: 'cut', for: 33_338 },
        { at: 524_569, do: 'reopen', chat: 4, restarts: true, push },
        { at: 527_446, do: 'say', chat: 4, what: 'text', push },
      ],
    },
  ],
])('%s', (_, found) => {
  expect(simulate(scenarioOf(found)).violation).toBeUndefined();
});
