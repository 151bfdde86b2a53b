/**
 * The longest time that nothing else could be done while something went on, in milliseconds: the most that the process
 * computed in one turn of its event loop. What other processes do meanwhile does not count.
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let isOver = false;
  let before = computed();
  const turn = (): void => {
    const now = computed();
    longest = Math.max(longest, now - before);
    before = now;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return longest;
}

/** How long the process has computed, in milliseconds. */
export function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
