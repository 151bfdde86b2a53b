import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../scripts/docs/marbles/composition.ts';
import { drawingOf } from '../../scripts/docs/marbles/drawing.ts';
import type { Mark, Recording, RecordedSource } from '../../scripts/docs/marbles/recording.ts';

const next = (frame: number, letter: string, value?: number): Mark => ({
  kind: 'next',
  frame,
  letter,
  ...(value !== undefined && { value }),
});
const complete = (frame: number): Mark => ({ kind: 'complete', frame });

const source: RecordedSource = {
  kind: 'hot',
  places: [],
  marks: [next(1, 'a', 0), next(3, 'b', 1), complete(5)],
  subscriptions: [{ from: 0, to: 5 }],
  asserted: true,
};
const recording: Recording = {
  title: 'keeps <b> & "more"',
  file: 'test/a.test.ts',
  values: [
    { letter: 'a', label: 'chat A: “1 < 2 & 3”' },
    { letter: 'b', label: 'chat B: Invited' },
    { letter: 'r', label: 'chat A: → Invited' },
  ],
  sources: [source],
  expectations: [{ places: [], marks: [next(1, 'r', 2), complete(5)] }],
};
const drawn = (fields: Partial<Recording> = {}, operators: readonly string[] = ['f<T>(a)']): string =>
  drawingOf(
    sceneOf({ ...recording, ...fields }, { pipelines: [{ operators, streams: [] }], names: ['source'] }),
  );

const tag = /<(\/?)([\w:]+)((?: [\w-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)(\/?)>/g;

/** What is left of an SVG when its tags are taken away, and the tags that are not closed. */
function withoutTags(svg: string): { readonly text: string; readonly open: string[] } {
  const open: string[] = [];
  const text = svg.replaceAll(tag, (_, closes: string, name: string, __, alone: string) => {
    if (closes === '') open.push(...(alone === '' ? [name] : []));
    else if (open.at(-1) === name) open.pop();
    return '';
  });
  return { text: text.replaceAll(/&(amp|lt|gt|quot);/g, ''), open };
}

/** From left to right: where the letters of a line stand, by the circles around them. */
const placesOf = (svg: string): number[] =>
  [...svg.matchAll(/<circle class="value v\d" cx="([\d.]+)" cy="[\d.]+" r="13"/g)].map(([, x]) => Number(x));

describe('the drawing of a marble test', () => {
  it('is well-formed, whatever the texts say', () => {
    const { text, open } = withoutTags(drawn());
    expect(open).toEqual([]);
    expect(text).not.toMatch(/[<>]|&(?!\w+;)/);
  });

  it('is the same text each time', () => {
    expect(drawn()).toBe(drawn());
  });

  it('tells in words what it shows', () => {
    const svg = drawn();
    expect(svg).toContain('<title>keeps &lt;b&gt; &amp; &quot;more&quot;</title>');
    expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toBe(
      'source: a at 1 ms, b at 3 ms, the end at 5 ms. Subscribed from 0 ms to 5 ms. f&lt;T&gt;(a) gives: ' +
        'result: r at 1 ms, the end at 5 ms. ' +
        'In the source: a is chat A: “1 &lt; 2 &amp; 3”; b is chat B: Invited. In the result: r is chat A: → Invited.',
    );
  });

  it('is to scale, but for long times, which it breaks and names', () => {
    const [a = 0, b = 0] = placesOf(drawn({ sources: [{ ...source, marks: [next(2, 'a'), next(6, 'b')] }] }));
    const [start = 0, end = 0] = placesOf(
      drawn({ sources: [{ ...source, marks: [next(2, 'a'), next(10_002, 'b')] }] }),
    );
    expect(b - a).toBeGreaterThan(0);
    expect(end - start).toBeLessThan(2 * (b - a));
    const long = drawn({ sources: [{ ...source, marks: [next(2, 'a'), next(10_002, 'b')] }] });
    expect(long).toContain('>9.997 s</text>');
  });

  it('puts what comes at one time one below the other', () => {
    const marks = [next(1, 'a'), next(1, 'b'), next(1, 'c'), complete(1)];
    const [first, second, third] = placesOf(drawn({ sources: [{ ...source, marks }] }));
    expect([second, third]).toEqual([first, first]);
  });

  it('shows a stream that is a value as a line of its own, from where it comes', () => {
    const inner: RecordedSource = {
      ...source,
      kind: 'cold',
      subscriptions: [],
      marks: [next(0, 'a'), complete(2)],
    };
    const scene = sceneOf(
      {
        ...recording,
        values: [{ letter: 'x', label: 'a stream', inner: 1 }],
        sources: [source, inner],
        expectations: [{ places: [], marks: [next(3, 'x', 0), complete(5)] }],
      },
      { pipelines: [], names: ['source', 'x'] },
    );
    expect(scene.rows.at(-1)).toMatchObject({ kind: 'line', name: 'x', from: 3 });
    expect(scene.rows.at(-1)).toMatchObject({ marks: [{ frame: 3, letter: 'a' }, { frame: 5 }] });
  });
});
