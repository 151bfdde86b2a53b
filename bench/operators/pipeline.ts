import { Observable, type Subscriber } from 'rxjs';
import { dedupeByIndex, transcriptAccumulator, validNotifications } from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { chatIds, logText, timed } from './streams.ts';

const notifications = 40_000;
const batch = 20;

/**
 * Everything from the parsed message to the transcript, in relation to parsing its text.
 *
 * The parsed messages are dropped, the transcripts are not. Still the yardstick pays for about as much as if it held what
 * it parsed: both take turns in one heap, so that what the pipeline holds makes the collections that parsing causes
 * dearer, too. Parsing alone, with nothing held beside it, is faster by a fifth or so than what is measured here.
 */
export function pipeline(chats: number): BenchRow {
  const ids = chatIds(chats);
  const texts = Array.from({ length: notifications }, (_, at) =>
    logText(ids[at % chats] ?? '', 2 * Math.floor(at / chats)),
  );
  const rounds = Array.from({ length: 7 }, () => {
    let channel: Subscriber<unknown> | undefined;
    const subscription = new Observable<unknown>((subscriber) => {
      channel = subscriber; // as a channel tells its subscriber: a Subject would be measured, too
    })
      .pipe(
        validNotifications(({ message }) => {
          throw new Error(message);
        }),
        dedupeByIndex(),
        transcriptAccumulator(),
      )
      .subscribe();
    let parsing = 0;
    let ours = 0;
    // A batch is parsed and then pushed, as it is when the server answers a poll.
    for (let at = 0; at < notifications; at += batch) {
      const parsed: unknown[] = [];
      parsing += timed(() => {
        for (const text of texts.slice(at, at + batch)) parsed.push(JSON.parse(text));
      });
      ours += timed(() => {
        for (const message of parsed) channel?.next(message);
      });
    }
    subscription.unsubscribe();
    return { ours: (ours * 1e6) / notifications, ratio: ours / parsing };
  }).slice(2); // two to warm up
  return {
    bench: 'operators',
    case: `decode, dedupe, transcript against JSON.parse: ${chats.toLocaleString('en')} chats`,
    contender: 'ours',
    nsPerOp: medianOf(rounds.map(({ ours }) => ours)),
    ratio: medianOf(rounds.map(({ ratio }) => ratio)),
    goal: 1,
  };
}
