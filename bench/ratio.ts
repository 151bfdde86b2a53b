/** A contender: `run` does its work once, on the item at that place of its pool. */
export interface Runner {
  readonly contender: string;
  readonly run: (at: number) => unknown;
}

export interface Timing {
  readonly contender: string;
  readonly nsPerOp: number;
  readonly ratio: number;
}

export interface Effort {
  /** How many items the pool of each runner holds. */
  readonly poolSize: number;
  readonly rounds: number;
  /** How often a round passes over the pool. */
  readonly passes: number;
}

/** Results end here, so that no engine can optimise the work away. */
const sink: { last: unknown } = { last: undefined };

/**
 * Times the contenders against the yardstick. They take turns after each pass over the pool, so that other load of the
 * machine affects all of them alike. A round gives one ratio for each contender; the median of the rounds counts.
 */
export function compare(yardstick: Runner, contenders: readonly Runner[], effort: Effort): readonly Timing[] {
  const runners = [yardstick, ...contenders];
  const rounds = Array.from({ length: effort.rounds }, () => round(runners, effort));
  return runners.map(({ contender }, at) => ({
    contender,
    nsPerOp: rounded(median(rounds.map((spent) => spent[at] ?? NaN)), 1),
    ratio: rounded(median(rounds.map((spent) => (spent[at] ?? NaN) / (spent[0] ?? NaN))), 3),
  }));
}

/** Runs each contender often enough for the engine to optimise it. */
export function warmUp(runners: readonly Runner[], effort: Effort): void {
  round(runners, effort);
}

/** The nanoseconds that each runner spends on one item. */
function round(runners: readonly Runner[], { poolSize, passes }: Effort): readonly number[] {
  const spent = runners.map(() => 0);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, { run }] of runners.entries()) {
      const start = performance.now();
      for (let item = 0; item < poolSize; item += 1) sink.last = run(item);
      spent[at] = (spent[at] ?? 0) + performance.now() - start;
    }
  }
  return spent.map((milliseconds) => (milliseconds * 1e6) / (passes * poolSize));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** The middle of some measurements, as it is printed. */
export const medianOf = (values: readonly number[]): number => rounded(median(values), 3);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
