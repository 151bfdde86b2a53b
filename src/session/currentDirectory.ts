import { Observable, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { chatDirectory } from '../../operators/chatDirectory.ts';
import type { ChatNotification } from '../model/index.ts';
import { type ChatDirectory, DirectoryFold } from '../state/chatDirectory.ts';

/** The current directory of a session. It is folded from the first time that somebody needs it. */
export class CurrentDirectory {
  readonly #notifications$: Observable<ChatNotification>;
  readonly #scheduler: SchedulerLike;
  readonly #changes$ = new Subject<ChatDirectory>();
  #current: ChatDirectory = DirectoryFold.empty();
  #folding: Subscription | undefined;
  #isReplaying = false;
  /** Whether the chats are known, so that the directory is emitted. */
  #isListed = false;
  #isClosed = false;

  /** @param notifications$ - the current state, then what is live. */
  constructor(notifications$: Observable<ChatNotification>, scheduler: SchedulerLike) {
    this.#notifications$ = notifications$;
    this.#scheduler = scheduler;
  }

  readonly chats$: Observable<ChatDirectory> = new Observable<ChatDirectory>((subscriber) => {
    this.#start();
    if (this.#isListed && !this.#isClosed) subscriber.next(this.#current);
    subscriber.add(this.#changes$.subscribe(subscriber));
  });

  current(): ChatDirectory {
    this.#start();
    return this.#current;
  }

  /** The chats are known, as far as they can be: from now on the directory is emitted. */
  listed(): void {
    if (this.#isListed) return;
    this.#isListed = true;
    if (this.#folding === undefined) return;
    this.#current = DirectoryFold.asNew(this.#current);
    this.#changes$.next(this.#current);
  }

  /** Nothing is known any more: a new connection begins. */
  reset(): void {
    const wasFolding = this.#folding !== undefined;
    this.#stop();
    this.#isListed = false;
    if (wasFolding) this.#start();
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#changes$.complete();
  }

  #start(): void {
    if (this.#folding !== undefined || this.#isClosed) return;
    this.#folding = new Subscription();
    this.#isReplaying = true;
    this.#folding.add(
      this.#notifications$.pipe(chatDirectory({ scheduler: this.#scheduler })).subscribe({
        next: (directory) => {
          this.#current = directory;
          if (this.#isListed && !this.#isReplaying) this.#changes$.next(directory);
        },
        error: (error: unknown) => {
          this.#changes$.error(error); // neither the notifications nor the operator errors
        },
      }),
    );
    this.#isReplaying = false;
    this.#current = DirectoryFold.asNew(this.#current);
  }

  #stop(): void {
    this.#folding?.unsubscribe();
    this.#folding = undefined;
    this.#current = DirectoryFold.empty();
  }
}
