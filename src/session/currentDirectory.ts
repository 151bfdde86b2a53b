import { Observable, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { chatDirectory } from '../../operators/chatDirectory.ts';
import type { ChatNotification } from '../model/index.ts';
import { type ChatDirectory, DirectoryFold } from '../state/chatDirectory.ts';

/** The current directory of a session. It is folded only once somebody has asked for it. */
export interface CurrentDirectory {
  readonly chats$: Observable<ChatDirectory>;
  readonly current: () => ChatDirectory;
  /** The chats are known, as far as they can be: from now on the directory is emitted. */
  readonly listed: () => void;
  /** Nothing is known any more: a new connection begins. */
  readonly reset: () => void;
  readonly close: () => void;
}

/** @param notifications$ - the current state, then what is live. */
export function currentDirectory(
  notifications$: Observable<ChatNotification>,
  scheduler: SchedulerLike,
): CurrentDirectory {
  const changes = new Subject<ChatDirectory>();
  let current: ChatDirectory = DirectoryFold.empty();
  let folding: Subscription | undefined;
  let isListed = false;
  let isClosed = false;

  function start(): void {
    if (folding !== undefined || isClosed) return;
    let isReplaying = true;
    folding = new Subscription();
    folding.add(
      notifications$.pipe(chatDirectory({ scheduler })).subscribe({
        next: (directory) => {
          current = directory;
          if (isListed && !isReplaying) changes.next(directory);
        },
        error: (error: unknown) => {
          changes.error(error); // neither the notifications nor the operator error
        },
      }),
    );
    isReplaying = false;
    current = DirectoryFold.asNew(current);
  }

  return {
    chats$: new Observable((subscriber) => {
      start();
      if (isListed && !isClosed) subscriber.next(current);
      subscriber.add(changes.subscribe(subscriber));
    }),
    current: () => {
      start();
      return current;
    },
    listed: () => {
      if (isListed) return;
      isListed = true;
      if (folding === undefined) return;
      current = DirectoryFold.asNew(current);
      changes.next(current);
    },
    reset: () => {
      isListed = false;
      const wasFolding = folding !== undefined;
      folding?.unsubscribe();
      folding = undefined;
      current = DirectoryFold.empty();
      if (wasFolding) start();
    },
    close: () => {
      isClosed = true;
      folding?.unsubscribe();
      current = DirectoryFold.empty();
      changes.complete();
    },
  };
}
