import { open } from 'node:fs/promises';
import { EMPTY, finalize, Subject } from 'rxjs';
import { fromRecording } from '../../index.ts';
import { usageError, wordsOfThrown } from '../exitCodes.ts';
import type { Feed, FeedFailure } from '../view/feed.ts';

/** What a recording is read from. */
interface Input extends AsyncIterable<string> {
  readonly destroy: () => unknown;
}

/** A recording as something to watch. */
interface ReplayFeed extends Feed {
  /** Waits for no more of what it is read from. */
  readonly close: () => void;
}

/** Plays a recording from a file, or from standard input where its name is `-`. */
export async function replayFeed(file: string, speed: number): Promise<ReplayFeed> {
  const input: Input =
    file === '-' ? process.stdin.setEncoding('utf8') : (await opened(file)).setEncoding('utf8');
  const failures$ = new Subject<FeedFailure>();
  return {
    notifications$: fromRecording(linesOf(input), {
      speed,
      onFailure: ({ message }) => {
        failures$.next({ kind: 'recording', message });
      },
    }).pipe(
      finalize(() => {
        failures$.complete();
      }),
    ),
    failures$,
    status$: EMPTY,
    backfilled$: EMPTY,
    close: () => {
      input.destroy();
    },
  };
}

async function opened(
  file: string,
): Promise<ReturnType<Awaited<ReturnType<typeof open>>['createReadStream']>> {
  try {
    const handle = await open(file);
    if (!(await handle.stat()).isDirectory()) return handle.createReadStream();
    await handle.close();
  } catch (error) {
    throw usageError(`Cannot read ${file}: ${wordsOfThrown(error)}`);
  }
  throw usageError(`Cannot read ${file}: it is a folder`);
}

/** Lines as they come; an error of the file is an error here. A line of many chunks is searched for its end only once. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of chunks) {
    const [end = '', ...lines] = chunk.split('\n');
    begun += end;
    for (const line of lines) {
      yield begun;
      begun = line;
    }
  }
  if (begun !== '') yield begun;
}
