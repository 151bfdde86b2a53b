import { describe, expect, it } from 'vitest';
import { type Engine, ENGINES } from './engines.ts';
import type { Fault } from './faults.ts';
import { report, reportShrunk } from './report.ts';
import { doubtsAbout, failuresOf, run } from './run.ts';
import { scheduleOf } from './schedule.ts';
import { shrink } from './shrink.ts';

const [cometd] = ENGINES;
if (cometd === undefined) throw new Error('There is no engine');

const small = { duration: 250, chats: 4, messages: 60, faults: 0 };
/** In milliseconds: what fails is waited for in vain. */
const patience = 400;

const drop: Fault = { at: 100, kind: 'dropConnections' };
const others: readonly Fault[] = [
  { at: 50, kind: 'duplicate', count: 1 },
  { at: 60, kind: 'reorder', count: 1 },
  { at: 150, kind: 'loseMessages', count: 1 },
];

/** A server on which more was said than anybody can know, once connections were dropped. */
const secretive: Engine = {
  ...cometd,
  async start(seed) {
    const server = await cometd.start(seed);
    return {
      ...server,
      truth(chatId) {
        const truth = server.truth(chatId);
        const [first] = truth.messages;
        if (first === undefined || server.faults.fired.dropConnections === 0) return truth;
        return { ...truth, messages: [...truth.messages, { ...first, index: 999 }] };
      },
    };
  },
};

const isHidden = (finding: string): boolean => finding.endsWith('message 999 is lost');

describe('a run', () => {
  it('in which not every kind of fault has struck, or the naive client came through, proves nothing', async () => {
    const outcome = await run({ ...scheduleOf(1, small), faults: others }, cometd);
    expect(failuresOf(outcome).filter((line) => !line.startsWith('left behind'))).toEqual([]);
    expect(outcome.ours).toMatchObject({ lost: 0, doubled: 0, misplaced: 0, altered: 0, wrong: 0 });
    expect(doubtsAbout(outcome)).toEqual(
      [
        'restart',
        'dropConnections',
        'blackhole',
        'delay',
        'http',
        'malformed',
        'cutReplies',
        'restLag',
        'hideFromList',
      ].map((kind) => `${kind} has never struck`),
    );
    const came = { ...outcome, naive: { ...outcome.naive, lost: 0, doubled: 0 } };
    expect(doubtsAbout(came)).toContain('the naive client has neither lost nor doubled anything');
    const without = {
      restart: '',
      dropConnections: '',
      blackhole: '',
      http: '',
      delay: '',
      malformed: '',
      cutReplies: '',
      restLag: '',
      hideFromList: '',
    };
    expect(doubtsAbout({ ...outcome, engine: { ...cometd, without } })).toEqual([]);
  });

  it('that fails is printed with its seed, what is wrong, and the only fault that it takes', async () => {
    const schedule = { ...scheduleOf(3, small), faults: [...others.slice(0, 1), drop, ...others.slice(1)] };
    const outcome = await run(schedule, secretive, patience);
    expect(outcome.ours.findings.some(isHidden)).toBe(true);
    expect(report(outcome)).toMatch(/^seed 3 over cometd: 4 faults, 4 chats, /);
    expect(report(outcome)).toMatch(/FAILED: .*message 999 is lost/);

    const shrunk = await shrink(
      schedule.faults,
      async (faults) =>
        (await run({ ...schedule, faults }, secretive, patience)).ours.findings.some(isHidden),
      () => false,
    );
    expect(shrunk).toMatchObject({ items: [drop], isMinimal: true });
    expect(reportShrunk(shrunk)).toContain(
      'a minimal list of its faults:\n    {"at":100,"kind":"dropConnections"}',
    );
  }, 60_000);
});
