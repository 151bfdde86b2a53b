import type { ChatMessage, Origin, Transcript } from 'rx-chat-notifications';

/** How a message came that did not simply come: between others that were there before it, or asked for afterwards. */
export type Mark = 'late' | 'fetched';

/** A transcript, and what came in an unusual way while somebody looked at it. */
export interface MarkedTranscript {
  readonly transcript: Transcript | undefined;
  readonly marks: ReadonlyMap<ChatMessage, Mark>;
  /** The origin of the last notification. */
  readonly origin: Origin;
}

/** The origin of a notification, then the transcript that it led to, if it changed that. */
export type TranscriptEvent =
  | { readonly kind: 'origin'; readonly origin: Origin }
  | { readonly kind: 'transcript'; readonly transcript: Transcript };

export const unmarked: MarkedTranscript = { transcript: undefined, marks: new Map(), origin: 'live' };

export function markedAfter(marked: MarkedTranscript, event: TranscriptEvent): MarkedTranscript {
  if (event.kind === 'origin') return { ...marked, origin: event.origin };
  const { transcript } = event;
  // What is there at first is what was said before anybody looked.
  if (marked.transcript === undefined) return { ...marked, transcript };
  const marks = new Map(marked.marks);
  for (const position of transcript.inserted) {
    const message = transcript.at(position);
    if (message !== undefined) marks.set(message, 'late');
  }
  if (marked.origin === 'history') for (const message of transcript.appended) marks.set(message, 'fetched');
  return { ...marked, transcript, marks };
}
