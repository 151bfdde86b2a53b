import type { Mark, RecordedExpectation, RecordedSource, Recording } from './recording.ts';
import type { Line } from './scene.ts';

/** A source; a cold one begins when it is subscribed to. */
export function sourceLine({ name, kind, marks, subscriptions }: RecordedSource & { name: string }): Line {
  const starts = kind === 'cold' ? (subscriptions[0]?.from ?? 0) : 0;
  const placed = later(marks, starts);
  return {
    kind: 'line',
    role: 'source',
    name,
    from: Math.min(starts, ...placed.map(({ frame }) => frame)),
    marks: placed,
  };
}

/** What is expected, and below it the streams that it brings. */
export function resultRows(
  { marks, subscription }: RecordedExpectation,
  { values, sources }: Recording,
): Line[] {
  const from = subscription?.from ?? 0;
  const left = subscription?.to === undefined ? {} : { to: subscription.to };
  const inner = marks.flatMap((mark): Line[] => {
    const value = mark.kind === 'next' && mark.value !== undefined ? values[mark.value] : undefined;
    const source = value?.inner === undefined ? undefined : sources[value.inner];
    if (value === undefined || source === undefined) return [];
    const placed = later(source.marks, mark.frame);
    return [{ kind: 'line', role: 'inner', name: value.letter, from: mark.frame, marks: placed }];
  });
  return [{ kind: 'line', role: 'result', name: 'result', from, marks, ...left }, ...inner];
}

const later = (marks: readonly Mark[], by: number): Mark[] =>
  marks.map((mark) => ({ ...mark, frame: mark.frame + by }));
