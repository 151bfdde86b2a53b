import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/index.ts';
import type { ServerNews } from '../view/desk.ts';
import type { Introduction } from '../view/introduction.ts';

/** What the play shows. */
export const introduction: Introduction = {
  intro: [
    'chat-notifications: chats of a simulated GWS over real HTTP long polling.',
    'Half way the server is killed on purpose; some messages come twice or late.',
  ],
  duration: 15,
};

/** How long the server stays down, in milliseconds. */
const downFor = 1_000;

/** Some fourteen seconds of chats, unless aborted: two faults every second, and half way the server is killed and started again. */
export async function play(
  simulator: Simulator,
  onNews: (news: ServerNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const { faults } = simulator;
  const arming = setInterval(() => {
    faults.duplicate();
    faults.reorder();
  }, 1_000);
  try {
    await sleep(6_500, undefined, { signal });
    onNews({ isUp: false, words: `killed on purpose, back in ${downFor / 1_000} s` });
    await faults.restart({ drain: true, downFor });
    onNews({ isUp: true, words: 'listens again; it knows no session' });
    await sleep(6_500, undefined, { signal });
  } finally {
    clearInterval(arming);
  }
  await simulator.drain();
}
