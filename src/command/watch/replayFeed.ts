import { open } from 'node:fs/promises';
import { EMPTY, finalize, Subject } from 'rxjs';
import { fromRecording } from '../../index.ts';
import { usageError, wordsOfThrown } from '../exit.ts';
import type { Feed, FeedFailure } from '../view/feed.ts';

/** What a recording is read from. */
interface Input extends AsyncIterable<string> {
  readonly destroy: () => unknown;
}

/** Plays a recording from a file, or from standard input where its name is `-`. */
export async function replayFeed(file: string, speed: number): Promise<Feed> {
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
        input.destroy(); // nobody waits for the rest of it
        failures$.complete();
      }),
    ),
    failures$,
    status$: EMPTY,
    restored$: EMPTY,
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

/** Lines as they come; an error of the file is an error here. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
