import { Observable } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { callSites } from './callSites.ts';
import { labelOf } from './labels/label.ts';
import type {
  Mark,
  RecordedExpectation,
  RecordedSource,
  RecordedValue,
  Recording,
  Span,
} from './recording.ts';

type Source = ReturnType<RunHelpers['hot']>;
interface SourceRecord extends Pick<RecordedSource, 'kind' | 'places' | 'marks' | 'error'> {
  readonly source$: Source;
}

/** Writes down what a marble test does through the helpers that it is given. */
export class Recorder {
  readonly #values: RecordedValue[] = [];
  readonly #sources: SourceRecord[] = [];
  readonly #asserted = new Set<unknown>();
  readonly #expectations: RecordedExpectation[] = [];

  listeningTo(helpers: RunHelpers): RunHelpers {
    const listening: RunHelpers = {
      ...helpers,
      hot: (marbles, values, error: unknown) => {
        const source = helpers.hot(marbles, values, error);
        this.#noteSource('hot', source as Source, marbles, values, error);
        return source;
      },
      cold: (marbles, values, error: unknown) => {
        const source = helpers.cold(marbles, values, error);
        this.#noteSource('cold', source as unknown as Source, marbles, values, error);
        return source;
      },
      expectObservable: (observable, subscription) => {
        const expectation = helpers.expectObservable(observable, subscription);
        const places = callSites();
        return {
          ...expectation,
          toBe: (marbles, values?: unknown, error?: unknown) => {
            expectation.toBe(marbles, values, error);
            this.#expectations.push({
              places,
              ...this.#read(marbles, values, error),
              ...(typeof subscription === 'string' && { subscription: spanOf(subscription) }),
            });
          },
        };
      },
      expectSubscriptions: (logs) => {
        this.#asserted.add(logs);
        return helpers.expectSubscriptions(logs);
      },
    };
    return listening;
  }

  /** All of it, once the test has run to its end. */
  recording(title: string, file: string): Recording {
    return {
      title,
      file,
      values: this.#values,
      sources: this.#sources.map(({ source$, ...rest }) => ({
        ...rest,
        subscriptions: source$.subscriptions.map(({ subscribedFrame, unsubscribedFrame }) =>
          span(subscribedFrame, unsubscribedFrame),
        ),
        asserted: this.#asserted.has(source$.subscriptions),
      })),
      expectations: this.#expectations,
    };
  }

  #noteSource(kind: 'hot' | 'cold', source: Source, marbles: string, values: unknown, error: unknown): void {
    this.#sources.push({ kind, source$: source, places: callSites(), ...this.#read(marbles, values, error) });
  }

  #read(marbles: string, values: unknown, error: unknown): Pick<RecordedExpectation, 'marks' | 'error'> {
    const marks = TestScheduler.parseMarbles(marbles, undefined, undefined, false, true).map(
      ({ frame, notification }): Mark => {
        if (notification.kind === 'C') return { kind: 'complete', frame };
        if (notification.kind === 'E') return { kind: 'error', frame };
        const letter = String(notification.value);
        if (!isRecordOfValues(values)) return { kind: 'next', frame, letter };
        return { kind: 'next', frame, letter, value: this.#numberOf(letter, values[letter]) };
      },
    );
    return { marks, ...(error !== undefined && { error: labelOf(error) }) };
  }

  /** One number for a letter with one meaning, wherever it stands. */
  #numberOf(letter: string, value: unknown): number {
    const inner =
      value instanceof Observable ? this.#sources.findIndex(({ source$ }) => source$ === value) : -1;
    const entry = { letter, label: labelOf(value), ...(inner >= 0 && { inner }) };
    const known = this.#values.findIndex(
      (other) => other.letter === letter && other.label === entry.label && other.inner === entry.inner,
    );
    return known >= 0 ? known : this.#values.push(entry) - 1;
  }
}

const isRecordOfValues = (values: unknown): values is Readonly<Record<string, unknown>> =>
  typeof values === 'object' && values !== null;

const span = (from: number, to: number): Span => (to === Infinity ? { from } : { from, to });

function spanOf(marbles: string): Span {
  const { subscribedFrame, unsubscribedFrame } = TestScheduler.parseMarblesAsSubscriptions(marbles, true);
  return span(subscribedFrame === Infinity ? 0 : subscribedFrame, unsubscribedFrame);
}
