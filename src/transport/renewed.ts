import type { TransportOptions } from './transport.ts';

/** Two requests at once may carry the same token, and the reply with the next one may come a little later. */
const grace = 100;

/**
 * How often a refused request is sent again. Once is not enough where each POST brings another token: a subscription and two
 * polls are on their way at every start, and each of them may overtake it.
 */
export const mostRepeats = 3;

/** Whether the headers that a refused request carried have been replaced since, or are within a moment. */
export async function isRenewed(
  sent: Record<string, string>,
  { headers, onReply }: Pick<TransportOptions, 'headers' | 'onReply'>,
): Promise<boolean> {
  if (onReply === undefined) return false;
  if (isOther(sent, headers())) return true;
  await new Promise((resolve) => setTimeout(resolve, grace));
  return isOther(sent, headers());
}

const isOther = (a: Record<string, string>, b: Record<string, string>): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].some((name) => a[name] !== b[name]);
};
