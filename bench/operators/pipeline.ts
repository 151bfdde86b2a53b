import { Observable, type Subscriber } from 'rxjs';
import { dedupeByIndex, transcriptAccumulator, validNotifications } from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { limitPipeline } from './limit.ts';
import { chatIds, logText, timed } from './streams.ts';

const notifications = 40_000;
const batch = 20;

/** Takes parsed messages. */
interface Pipeline {
  readonly push: (message: unknown) => void;
  readonly close: () => void;
}

const startOurs = (): Pipeline => {
  let channel: Subscriber<unknown> | undefined;
  const subscription = new Observable<unknown>((subscriber) => {
    channel = subscriber; // as a channel calls its subscriber: a Subject would be measured, too
  })
    .pipe(
      validNotifications(({ message }) => {
        throw new Error(message);
      }),
      dedupeByIndex(),
      transcriptAccumulator(),
    )
    .subscribe();
  return {
    push: (message) => channel?.next(message),
    close: () => {
      subscription.unsubscribe();
    },
  };
};

const startLimit = (): Pipeline => ({ push: limitPipeline(), close: () => undefined });

/** The milliseconds for parsing all texts, and for everything after that. */
function timesOf(texts: readonly string[], start: () => Pipeline): { parsing: number; pipeline: number } {
  const { push, close } = start();
  let parsing = 0;
  let pipeline = 0;
  // A batch is parsed and then pushed, as when the server answers a poll.
  for (let at = 0; at < notifications; at += batch) {
    const parsed: unknown[] = [];
    parsing += timed(() => {
      for (const text of texts.slice(at, at + batch)) parsed.push(JSON.parse(text));
    });
    pipeline += timed(() => {
      for (const message of parsed) push(message);
    });
  }
  close();
  return { parsing, pipeline };
}

/**
 * Everything from the parsed message to the transcript, in relation to parsing its text: ours, and the limit.
 *
 * The parsed messages are dropped, the transcripts are not. Still the yardstick costs about as much as if it held what it
 * parsed: both share one heap, so what a pipeline holds makes the garbage collections of parsing dearer, too. Parsing
 * alone, with nothing held beside it, is about a fifth faster than measured here.
 */
export function pipeline(chats: number, goal: number): readonly BenchRow[] {
  const ids = chatIds(chats);
  const texts = Array.from({ length: notifications }, (_, at) =>
    logText(ids[at % chats] ?? '', 2 * Math.floor(at / chats)),
  );
  const rounds = Array.from({ length: 7 }, () => ({
    limit: timesOf(texts, startLimit),
    ours: timesOf(texts, startOurs),
  })).slice(2); // two to warm up
  const row = (contender: string, spent: readonly number[], ratios: readonly number[]): BenchRow => ({
    bench: 'operators',
    case: `decode, dedupe, transcript against JSON.parse: ${chats.toLocaleString('en')} chats`,
    contender,
    nsPerOp: medianOf(spent.map((milliseconds) => (milliseconds * 1e6) / notifications)),
    ratio: medianOf(ratios),
  });
  const parsing = rounds.map(({ ours }) => ours.parsing);
  const rowOf = (contender: 'limit' | 'ours'): BenchRow =>
    row(
      contender,
      rounds.map((round) => round[contender].pipeline),
      rounds.map((round) => round[contender].pipeline / round[contender].parsing),
    );
  return [row('JSON.parse', parsing, [1]), rowOf('limit'), { ...rowOf('ours'), goal }];
}
