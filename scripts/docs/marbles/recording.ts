/** Where something was called: a place in the tests, and by whom that was called, outermost last. */
export type Places = readonly Place[];

export interface Place {
  /** From the root of the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What happens on a line at one instant; a letter that stands for a value has its number among the values. */
export type Mark =
  | { readonly kind: 'next'; readonly frame: number; readonly letter: string; readonly value?: number }
  | { readonly kind: 'error' | 'complete'; readonly frame: number };

/** What a letter stands for. */
export interface RecordedValue {
  readonly letter: string;
  readonly label: string;
  /** The number of the source that it is, if it is itself a stream. */
  readonly inner?: number;
}

/** From subscribing to unsubscribing, if there was one. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

export interface RecordedSource {
  readonly kind: 'hot' | 'cold';
  readonly places: Places;
  readonly marks: readonly Mark[];
  readonly error?: string;
  readonly subscriptions: readonly Span[];
  /** Whether the test says what the subscriptions have to be. */
  readonly asserted: boolean;
}

export interface RecordedExpectation {
  readonly places: Places;
  readonly marks: readonly Mark[];
  readonly error?: string;
  /** When the test subscribes, and leaves, if it says so. */
  readonly subscription?: Span;
}

/** What one marble test of the suite did, and was found to be true. */
export interface Recording {
  readonly title: string;
  /** From the root of the project. */
  readonly file: string;
  readonly values: readonly RecordedValue[];
  readonly sources: readonly RecordedSource[];
  readonly expectations: readonly RecordedExpectation[];
}
