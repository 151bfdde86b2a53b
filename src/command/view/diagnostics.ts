import type { DeskEvent } from './desk.ts';
import { newsOf } from './plainLines.ts';
import type { View } from './view.ts';

/** The view beside an output for programs: the connection, backfills and failures. */
export const diagnostics = (report: (line: string) => void): View => ({
  show(update) {
    if (!isReported(update.event)) return;
    for (const [subject, news] of newsOf(update)) report(`${subject}: ${news}`);
  },
  end: () => undefined,
});

const isReported = ({ kind }: DeskEvent): boolean =>
  kind === 'connection' || kind === 'backfilled' || kind === 'failure';
