/** Prints one closing line over vitest's JSON reports: `Tests: N passed, N failed, N skipped`. */
import { readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report);
const total = (count: (report: Report) => number): number =>
  reports.reduce((sum, report) => sum + count(report), 0);

const failed = total(({ numFailedTests }) => numFailedTests);
const skipped = total(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests);
const passed = total(({ numPassedTests }) => numPassedTests);
console.log(`Tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
