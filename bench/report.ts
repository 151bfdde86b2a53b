import { parseArgs } from 'node:util';

/** One line of a benchmark; every benchmark of the project prints this shape and no other. */
export interface BenchRow {
  readonly bench: string;
  readonly case: string;
  /** `ours` is this package. */
  readonly contender: string;
  readonly nsPerOp: number;
  /** Where memory is measured instead of time. */
  readonly bytes?: number;
  /** Time, or memory, in relation to that of the yardstick, whose ratio is 1. */
  readonly ratio: number;
  /** The highest ratio allowed. */
  readonly goal?: number;
}

/**
 * Prints the rows as a table, with `--json` as one array and nothing else. The process fails if a ratio exceeds its goal or
 * there are other complaints; it prints them to stderr.
 */
export function report(rows: readonly BenchRow[], complaints: readonly string[]): void {
  // Benchmarks may have options of their own.
  const { values } = parseArgs({ options: { json: { type: 'boolean' } }, strict: false });
  console.log(values.json === true ? JSON.stringify(rows, undefined, 2) : table(rows));

  const all = [...complaints, ...rows.flatMap(missedGoal)];
  for (const complaint of all) console.error(complaint);
  if (all.length > 0) process.exitCode = 1;
}

function table(rows: readonly BenchRow[]): string {
  const head = ['bench', 'case', 'contender', 'ns/op', 'bytes', 'ratio', 'goal'];
  const lines = rows.map((row) => [
    row.bench,
    row.case,
    row.contender,
    row.bytes === undefined ? row.nsPerOp.toFixed(0) : '',
    row.bytes?.toFixed(0) ?? '',
    row.ratio.toFixed(3),
    row.goal?.toFixed(2) ?? '',
  ]);
  const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const isText = (at: number): boolean => at < 3;
  const pad = (cell: string, at: number): string =>
    isText(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return [head, ...lines].map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

const missedGoal = ({ bench, case: name, contender, ratio, goal }: BenchRow): readonly string[] =>
  goal !== undefined && ratio > goal
    ? [`${bench}, ${name}: ${contender} has a ratio of ${ratio}; the goal is at most ${goal}`]
    : [];
