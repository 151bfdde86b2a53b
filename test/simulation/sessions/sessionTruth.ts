import type { ChatDirectory } from '../../../src/state/chatDirectory.ts';
import { violated } from '../violation.ts';
import type { ModelChat } from '../world/modelChat.ts';

/** After the server was honest for a while, the directory is the truth. */
export function compareDirectory(chats: Iterable<ModelChat>, directory: ChatDirectory, now: number): void {
  for (const { id, current, entries } of chats) {
    const view = directory.get(id);
    if (current === undefined) continue;
    const { chat, hasEnded } = current;
    if (view === undefined) {
      if (!hasEnded) violated('chat', now, `${id} is open and not known`);
      continue;
    }
    const isOver = view.endedAt !== undefined;
    if (isOver !== hasEnded || (!hasEnded && view.status !== chat.state))
      violated('status', now, `${id} is ${chat.state}, not ${view.status}`);
    const revision = chat.userData?.['revision'];
    if (!hasEnded && view.userData['revision'] !== revision)
      violated(
        'fields',
        now,
        `${id} has revision ${String(view.userData['revision'])}, not ${String(revision)}`,
      );
    const known = view.transcript.messages.map(({ text = '' }) => text);
    const texts = entries.filter(({ what }) => what === 'text').map(({ message }) => message.text ?? '');
    // What a chat says last, after its end, nobody needs to fetch.
    const least = hasEnded
      ? texts.filter((text) => texts.indexOf(text) <= texts.indexOf(known.at(-1) ?? ''))
      : texts;
    const isSame = known.length >= least.length && known.every((text, at) => text === texts[at]);
    if (!isSame) violated('messages', now, `${id} has ${known.join(', ')}, not ${texts.join(', ')}`);
  }
}

/** In no window of so many milliseconds are there more requests than that. */
export function boundRequests(instants: readonly number[], span: number, most: number): number {
  let busiest = 0;
  let from = 0;
  instants.forEach((at, place) => {
    while (Number(instants[from]) <= at - span) from += 1;
    const count = place - from + 1;
    busiest = Math.max(busiest, count);
    if (count > most) violated('requests', at, `${count} requests within ${span} ms`);
  });
  return busiest;
}
