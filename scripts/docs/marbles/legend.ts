import type { RecordedValue, Recording } from './recording.ts';
import type { LegendPart, Line, Row } from './scene.ts';

/** What the letters that are drawn stand for; an unchanged notification is explained once. */
export function legendOf(rows: readonly Row[], { values, expectations }: Recording): LegendPart[] {
  const lines = rows.filter((row) => row.kind === 'line');
  const drawnIn = (...roles: Line['role'][]): RecordedValue[] => {
    const marks = lines.filter(({ role }) => roles.includes(role)).flatMap((line) => line.marks);
    const drawn = new Set(marks.flatMap((mark) => (mark.kind === 'next' ? [mark.value] : [])));
    return values.filter(
      ({ label, letter, inner }, at) => drawn.has(at) && inner === undefined && label !== letter,
    );
  };
  const sources = drawnIn('source');
  const results = drawnIn('result', 'inner').filter((value) => !sources.includes(value));
  const errors = new Set(expectations.flatMap(({ error }) => (error === undefined ? [] : [error])));
  const failures = [...errors].map((label) => ({ letter: '#', label }));
  const parts = [
    { heading: 'source', entries: sources },
    { heading: 'result', entries: [...results, ...failures] },
  ].filter(({ entries }) => entries.length > 0);
  return parts.length > 1 ? parts : parts.map((part) => ({ ...part, heading: '' }));
}
