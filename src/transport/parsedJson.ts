import { placeOf } from './readable.ts';
import type { Reply } from './reply.ts';
import { type Clean, ReplyError, unchanged } from './replyError.ts';

/** @throws ReplyError that says what came instead, and from where: a login page, as a rule. */
export function parsedJson(text: string, { headers }: Reply, url: string, clean: Clean = unchanged): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = headers.get('content-type')?.split(';', 1)[0];
    const got =
      text === '' ? 'an empty response' : type === undefined ? 'text of no content type' : clean(type);
    throw new ReplyError(`expected JSON, got ${got} from ${clean(placeOf(url))}`);
  }
}
