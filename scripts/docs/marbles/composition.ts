import { legendOf } from './legend.ts';
import type { Pipeline } from './pipeline.ts';
import { resultRows, sourceLine } from './lines.ts';
import type { RecordedExpectation, RecordedSource, Recording, Span } from './recording.ts';
import type { Row, Scene, Subscription } from './scene.ts';

/** What the test's source shows about a recording: how each expectation is made, and the names of the streams. */
export interface Reading {
  readonly pipelines: readonly Pipeline[];
  readonly names: readonly (string | undefined)[];
}

interface Source extends RecordedSource {
  readonly name: string;
}

interface Expectation extends RecordedExpectation {
  readonly operators: readonly string[];
  /** Those that it is made of. */
  readonly sources: readonly Source[];
}

/** Composes the picture: sources, and below them what comes of them, with what made it. */
export function sceneOf(recording: Recording, reading: Reading): Scene {
  const expectations = expectationsOf(recording, reading);
  const rows = partsOf(expectations).flatMap((part) => rowsOf(part, expectations, recording));
  return { title: recording.title, rows, legend: legendOf(rows, recording) };
}

function expectationsOf(recording: Recording, { pipelines, names }: Reading): Expectation[] {
  const inner = new Set(recording.values.map((value) => value.inner));
  const outer = recording.sources.flatMap((source, at) =>
    inner.has(at) ? [] : [{ ...source, name: names[at] ?? 'source' }],
  );
  return recording.expectations.map((expectation, at) => {
    const { operators = [], streams = [] } = pipelines[at] ?? {};
    const named = [...new Set(streams)].flatMap((stream) => outer.filter(({ name }) => name === stream));
    return { ...expectation, operators, sources: named.length > 0 ? named : outer };
  });
}

/** Expectations in a row of the same sources. */
function partsOf(expectations: readonly Expectation[]): Expectation[][] {
  const parts: Expectation[][] = [];
  for (const expectation of expectations) {
    const part = parts.at(-1);
    if (part?.[0] && namesOf(part[0]) === namesOf(expectation)) part.push(expectation);
    else parts.push([expectation]);
  }
  return parts;
}

const namesOf = ({ sources }: Expectation): string => sources.map(({ name }) => name).join();

function rowsOf(part: readonly Expectation[], all: readonly Expectation[], recording: Recording): Row[] {
  const sources = part[0]?.sources ?? [];
  const spans = new Map(sources.map((source) => [source, distinct(spansOf(source, part, all))]));
  const [main] = sources;
  const differ = main !== undefined && (spans.get(main)?.length ?? 0) > 1;
  return [
    ...sources.flatMap((source) => [
      sourceLine(source),
      ...(source === main && differ ? [] : (spans.get(source) ?? [])).map(subscriptionRow),
    ]),
    ...part.flatMap((expectation): Row[] => [
      ...operatorRows(expectation),
      ...resultRows(expectation, recording),
      ...(differ ? spansOf(main, [expectation], all).map(subscriptionRow) : []),
    ]),
  ];
}

/** When some expectations are subscribed to a source: each once, if it is known which belongs to which. */
function spansOf(source: Source, some: readonly Expectation[], all: readonly Expectation[]): readonly Span[] {
  if (!source.asserted) return [];
  const users = all
    .filter(({ sources }) => sources.includes(source))
    .sort((a, b) => (a.subscription?.from ?? 0) - (b.subscription?.from ?? 0));
  if (users.length !== source.subscriptions.length) return source.subscriptions;
  return source.subscriptions.filter((_, at) => some.some((expectation) => expectation === users[at]));
}

const distinct = (spans: readonly Span[]): readonly Span[] => [
  ...new Map(spans.map((span) => [JSON.stringify(span), span])).values(),
];

const operatorRows = ({ operators }: Expectation): Row[] =>
  operators.length > 0 ? [{ kind: 'operators', code: operators.join(',\n').split('\n') }] : [];

const subscriptionRow = (span: Span): Subscription => ({ kind: 'subscription', span });
