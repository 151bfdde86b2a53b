import type { DeskEvent } from './desk.ts';
import { newsOf } from './plainLines.ts';
import type { View } from './view.ts';

/** The view beside an output for programs: the connection, backfills and failures. */
export const diagnostics = (tell: (line: string) => void): View => ({
  show(update) {
    if (!isTold(update.event)) return;
    for (const [subject, news] of newsOf(update)) tell(`${subject}: ${news}`);
  },
  end: () => undefined,
});

const isTold = ({ kind }: DeskEvent): boolean =>
  kind === 'connection' || kind === 'backfilled' || kind === 'failure';
