import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from 'rx-chat-notifications/simulator';
import type { ServerNews } from './desk.ts';
import type { Playbill } from './playbill.ts';

/** What the play shows. */
export const playbill: Playbill = {
  intro: [
    'rx-chat-notifications: chats of a simulated GWS over real HTTP long polling.',
    'Half way the server is killed on purpose; some messages come twice or late.',
  ],
  duration: 15,
};

/** How long the server stays down, in milliseconds. */
export const downFor = 1_000;

/** Some fourteen seconds of chats: two faults every second, and half way the server is killed and started again. */
export async function play(simulator: Simulator, tell: (news: ServerNews) => void): Promise<void> {
  const { faults } = simulator;
  const arming = setInterval(() => {
    faults.duplicate();
    faults.reorder();
  }, 1_000);
  try {
    await sleep(6_500);
    tell('killed');
    await faults.restart({ drain: true, downFor });
    tell('listening');
    await sleep(6_500);
  } finally {
    clearInterval(arming);
  }
  await simulator.drain();
}
