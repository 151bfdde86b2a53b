import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { readAll, startingAt } from './readAll.ts';

/** The ids of the messages that a stream has stored under a subject since an instant. */
export async function storedIds(
  js: JetStreamClient,
  jsm: JetStreamManager,
  { stream, subject, since }: { readonly stream: string; readonly subject: string; readonly since: number },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  if ((await jsm.streams.getMessage(stream, { last_by_subj: subject })) === null) return ids;
  const options = { filter_subjects: subject, headers_only: true, ...startingAt(since) };
  await readAll(js, stream, options, ({ headers }) => {
    const id = headers?.get('Nats-Msg-Id');
    if (id !== undefined) ids.add(id);
  });
  return ids;
}
