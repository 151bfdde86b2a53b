import { instantsOf } from './instants.ts';
import type { Mark } from './recording.ts';
import type { Row, Scene } from './scene.ts';
import { spoken } from './timeAxis.ts';

/** The picture in words, for who cannot see it. */
export const descriptionOf = ({ rows, legend }: Scene): string =>
  [
    ...rows.flatMap(sentenceOf),
    ...legend.map(
      ({ heading, entries }) =>
        `${heading === '' ? 'Values' : `In the ${heading}`}: ${entries.map(({ letter, label }) => `${letter} is ${label}`).join('; ')}.`,
    ),
  ].join(' ');

function sentenceOf(row: Row): string[] {
  switch (row.kind) {
    case 'operators':
      return [`${row.code.map((line) => line.trim()).join(' ')} gives:`];
    case 'subscription': {
      const { from, to } = row.span;
      return [`Subscribed from ${spoken(from)}${to === undefined ? '' : ` to ${spoken(to)}`}.`];
    }
    case 'line':
      return [`${row.name}: ${marksInWords(row.marks)}.`];
  }
}

const marksInWords = (marks: readonly Mark[]): string =>
  instantsOf(marks)
    .map(({ frame, letters, end }) => {
      const ends = end === undefined ? [] : [end === 'error' ? 'an error' : 'the end'];
      return `${[...letters, ...ends].join(' and ')} at ${spoken(frame)}`;
    })
    .join(', ') || 'nothing';
