import * as t from 'io-ts';
import { RecordCodec } from '../../src/codec/recordCodec.ts';

type Row = readonly string[];

/** The tables of a Markdown page by their first cell; of each row the cells without what is around them. */
export function tablesOf(markdown: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, readonly Row[]>();
  for (const [table] of markdown.matchAll(/(?:^\|.*\|$\n?)+/gm)) {
    const [head = [], , ...rows] = table.trimEnd().split('\n').map(cellsOf);
    tables.set(head[0] ?? '', rows);
  }
  return tables;
}

const cellsOf = (line: string): Row =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The fields of all records that codecs are made of: of each its name, its type, and whether it is required. */
export function recordsOf(codecs: readonly t.Mixed[]): ReadonlyMap<string, readonly Row[]> {
  const records = new Map<string, readonly Row[]>();
  const visit = (codec: t.Mixed): void => {
    if (codec instanceof t.ReadonlyArrayType) visit(codec.type as t.Mixed);
    if (!(codec instanceof RecordCodec) || records.has(codec.name)) return;
    const { name, required, optional } = codec as RecordCodec<t.Props, t.Props>;
    records.set(name, [...rowsOf(required, 'yes'), ...rowsOf(optional, '')]);
    for (const field of Object.values({ ...required, ...optional })) visit(field);
  };
  codecs.forEach(visit);
  return records;
}

const rowsOf = (props: t.Props, isRequired: string): readonly Row[] =>
  Object.entries(props).map(([name, codec]) => [`\`${name}\``, typeName(codec), isRequired]);

function typeName(codec: t.Mixed): string {
  const item = codec instanceof t.ReadonlyArrayType ? (codec.type as t.Mixed) : t.unknown;
  return item.name === t.unknown.name ? codec.name : `array of ${typeName(item)}`;
}
