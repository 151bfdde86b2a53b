import type { Mark, Span } from './recording.ts';

/** A picture before it has a size: rows from top to bottom, and what its letters stand for. */
export interface Scene {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly legend: readonly LegendPart[];
}

export type Row = Line | Subscription | Operators;

/** A stream in time, from where it begins to its end or to where it is left. */
export interface Line {
  readonly kind: 'line';
  readonly role: 'source' | 'result' | 'inner';
  readonly name: string;
  readonly from: number;
  readonly to?: number;
  readonly marks: readonly Mark[];
}

export interface Subscription {
  readonly kind: 'subscription';
  readonly span: Span;
}

export interface Operators {
  readonly kind: 'operators';
  readonly code: readonly string[];
}

export interface LegendPart {
  /** Empty where there is but one part. */
  readonly heading: string;
  readonly entries: readonly { readonly letter: string; readonly label: string }[];
}
