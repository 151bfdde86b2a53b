import {
  combineLatest,
  connect,
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  of,
  scan,
  startWith,
  switchMap,
} from 'rxjs';
import {
  type ChatNotification,
  type ChatView,
  filterByChat,
  transcriptAccumulator,
} from 'rx-chat-notifications';
import {
  type MarkedTranscript,
  markedAfter,
  type TranscriptEvent,
  unmarked,
} from '../model/markedTranscript.ts';
import type { ConsoleSession } from './session.ts';

/** The chat that somebody looks at. */
export interface OpenChat {
  readonly view: ChatView;
  readonly marked: MarkedTranscript;
}

export const openChatOf = (
  { chats$, notifications$ }: ConsoleSession,
  selected$: Observable<string | undefined>,
): Observable<OpenChat | undefined> =>
  selected$.pipe(
    switchMap((chatId) => {
      if (chatId === undefined) return of(undefined);
      const view$ = chats$.pipe(
        map((chats) => chats.get(chatId)),
        scan((last: ChatView | undefined, view) => view ?? last, undefined), // a chat that has ended stays visible
        distinctUntilChanged(),
      );
      return combineLatest([view$, notifications$.pipe(markedTranscript(chatId))]).pipe(
        map(([view, marked]) => (view === undefined ? undefined : { view, marked })),
      );
    }),
  );

/** The transcript of a chat, and which of its messages came late or had to be fetched. */
const markedTranscript =
  (chatId: string) =>
  (notifications$: Observable<ChatNotification>): Observable<MarkedTranscript> =>
    notifications$.pipe(
      filterByChat(chatId),
      connect((ofChat$) =>
        merge(
          ofChat$.pipe(map(({ origin }): TranscriptEvent => ({ kind: 'origin', origin }))),
          ofChat$.pipe(
            transcriptAccumulator(),
            map((transcript): TranscriptEvent => ({ kind: 'transcript', transcript })),
          ),
        ),
      ),
      scan(markedAfter, unmarked),
      startWith(unmarked),
    );
