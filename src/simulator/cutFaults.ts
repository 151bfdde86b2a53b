import type { IncomingMessage } from 'node:http';
import type { Random } from './random.ts';
import type { CutOptions, FiredFaults } from './simulatorFaults.ts';

/** Cuts replies in the middle of the body. */
export interface CutFaults {
  /** Arms so many cuts; 0 disarms all. */
  readonly arm: (count: number, options: CutOptions) => void;
  /** Whether the reply to a request is cut; each call is one reply. */
  readonly strikes: (request: IncomingMessage) => boolean;
  readonly fired: () => Pick<FiredFaults, 'cutReplies'>;
}

/** The first that is armed for the path of a request decides. */
export function cutFaults(random: Random): CutFaults {
  const armed: { readonly path: string; readonly probability: number; left: number }[] = [];
  let fired = 0;
  return {
    arm(count, { path = '/', probability = 1 }) {
      if (count === 0) armed.length = 0;
      else armed.push({ path, probability, left: count });
    },
    strikes({ url = '' }) {
      const found = armed.find(({ path, left }) => left > 0 && url.startsWith(path));
      if (found === undefined || !random.chance(found.probability)) return false;
      found.left -= 1;
      fired += 1;
      return true;
    },
    fired: () => ({ cutReplies: fired }),
  };
}
