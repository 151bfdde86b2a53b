import { catchError, defer, EMPTY, finalize, type Observable, Subscription, tap } from 'rxjs';
import { type Chat, type ChatNotification, chatShownBy, isFinal } from '../../model/index.ts';
import type { CurrentChat, CurrentChats } from '../currentChats.ts';
import { withoutStop } from '../explained.ts';
import { answer, refusalOf } from './answer.ts';
import { endOf, pastMessages, snapshotOf } from './askedAgain.ts';
import type { Restored } from './chatHistory.ts';
import { Hints } from './hints.ts';
import { RequestQueue } from './requestQueue.ts';
import { SecondLook, type SecondLookOptions } from './secondLook.ts';
import { lowestUnseen } from './settled.ts';

export interface RestorationOptions extends SecondLookOptions {
  /** What is held: messages are asked for from the first that it lacks. */
  readonly chats: CurrentChats;
  /** How long to wait after so many failures in a row; `undefined` gives up. */
  readonly retryIn: (failures: number) => number | undefined;
  /** Called when the list of chats was told. */
  readonly onListed?: () => void;
  /** Called when everything was told that may have been missed. */
  readonly onRestored?: (restored: Restored) => void;
  /** Called when there is nothing left to ask for. */
  readonly onIdle: () => void;
}

const theList = Symbol('the chats');
const anotherLook = Symbol('the chats once more');

/** Asks again for what may not have been heard, and tells it. */
export class Restoration extends Subscription {
  readonly #options: RestorationOptions;
  readonly #queue: RequestQueue<string | symbol>;
  /** What live notifications have said of each chat since the list was asked for. */
  #since: Map<string, Partial<Chat>> | undefined;
  /** Held, not in the list, and not heard of since. */
  readonly #gone = new Set<string>();
  readonly #secondLook: SecondLook;
  /** Those that were given up. */
  readonly #left = new Set<string>();
  /** Until when the server asked to wait. */
  #busyUntil = -Infinity;
  readonly #hints: Hints;
  /** Since when something may be missing. */
  #lostFrom: number | undefined;
  #isRestoring = false;
  /** How often a restoration was asked for. */
  #restorations = 0;
  #asked = 0;
  #found = 0;

  constructor(options: RestorationOptions) {
    super();
    this.#options = options;
    this.#secondLook = new SecondLook(options);
    this.#queue = new RequestQueue({
      scheduler: options.scheduler,
      onFailure: (key, error, failures) => this.#failed(key, error, failures),
      onIdle: () => {
        this.#idle();
      },
    });
    this.add(this.#queue);
    this.#hints = new Hints(options.scheduler, (chatId, isSure) => {
      const held = options.chats.get(chatId);
      if (held === undefined || this.#secondLook.isMisplaced(chatId)) return;
      if (isSure || isOver(held) || isOpen(held)) this.#askFor(chatId);
    });
    this.add(this.#hints);
  }

  get isIdle(): boolean {
    return this.#queue.isIdle;
  }

  /** Asks for all chats and what is missing of each. At a start, where nothing was lost, `lostFrom` is absent. */
  restore(lostFrom?: number): void {
    if (this.#lostFrom === undefined) this.#found = 0; // else what was found since then counts, too
    this.#lostFrom ??= lostFrom;
    this.#isRestoring = true;
    this.#restorations += 1;
    this.#gone.clear(); // the next list tells
    this.#secondLook.reset();
    for (const { log, settled } of this.#options.chats.held())
      settled.lostAfter = Math.min(settled.lostAfter, log.lastIndex ?? 0);
    this.#queue.cancel(anotherLook);
    this.#queue.askFirst(theList, this.#list(), this.#options.scheduler.now() < this.#busyUntil);
  }

  /** To be told each live notification before it passes. */
  heard(notification: ChatNotification): void {
    const { chatId } = notification;
    if (chatId === undefined) return;
    this.#gone.delete(chatId);
    this.#secondLook.heard(chatId);
    this.#since?.set(chatId, { ...this.#since.get(chatId), ...chatShownBy(notification) });
  }

  /** To be called when no live notification will come any more. */
  heardAll(): void {
    this.#hints.settleAll();
  }

  /** To be told what passes, live or not, and what is known of its chat now and was before. */
  noted(notification: ChatNotification, now: CurrentChat, before: CurrentChat | undefined): void {
    if (notification.origin === 'history') {
      if (notification.kind === 'messages') this.#found += notification.messages.length;
    } else if (notification.origin === 'live') {
      const isMessages = notification.kind === 'messages';
      const isBroken = isMessages && notification.rejected !== undefined;
      const hasEnded = !isMessages && isOver(now) && !isOver(before);
      // One that has ended may have said something last.
      if (isBroken || hasEnded || isOpen(now)) this.#hints.hint(now.log.chatId, isBroken);
    }
  }

  #list(): Observable<unknown> {
    const { history, chats, scheduler, onListed } = this.#options;
    return defer(() => {
      const since = (this.#since = new Map());
      const held = [...chats.held()].filter((chat) => !isOver(chat));
      return answer(() => history.chats(), scheduler).pipe(
        tap((listed) => {
          this.#told(listed, held, since);
          onListed?.();
        }),
        finalize(() => {
          this.#since = undefined;
        }),
      );
    });
  }

  /** Tells the chats of the list, then asks for their messages, the newest first, and for those of chats that it lacks. */
  #told(
    listed: readonly Chat[],
    held: readonly CurrentChat[],
    since: ReadonlyMap<string, Partial<Chat>>,
  ): void {
    const { tell, scheduler } = this.#options;
    const isFinalSince = ({ id }: Chat): boolean => isFinal(since.get(id)?.state ?? '');
    const current = listed.filter((chat) => !isFinalSince(chat));
    for (const chat of current) tell(snapshotOf({ ...chat, ...since.get(chat.id) }, scheduler.now()));
    const ids = new Set(listed.map(({ id }) => id));
    const heldIds = new Set(held.map(({ log }) => log.chatId));
    const missing = [...heldIds].filter((chatId) => !ids.has(chatId));
    const open = current.filter(({ id, state }) => !isFinal(state) || heldIds.has(id)).map(({ id }) => id);
    for (const chatId of missing) if (!since.has(chatId)) this.#gone.add(chatId);
    const asked = new Set([...open.reverse(), ...missing, ...this.#left]);
    this.#left.clear();
    this.#asked = asked.size;
    for (const chatId of asked) this.#askFor(chatId);
  }

  #askFor(chatId: string): void {
    const { history, chats, scheduler, tell } = this.#options;
    this.#queue.ask(
      chatId,
      defer(() => {
        const asked = chats.get(chatId);
        if (asked === undefined) return EMPTY; // let go of meanwhile
        const { log, settled } = asked;
        const seenTo = log.lastIndex ?? 0;
        // Behind the last that was heard before the loss may be another of the same index.
        const fromIndex = Math.min(lowestUnseen(log, settled.to) ?? seenTo, settled.lostAfter);
        const restorations = this.#restorations;
        return answer(() => history.messages(chatId, fromIndex), scheduler).pipe(
          tap((messages) => {
            if (chats.get(chatId)?.settled !== settled) return;
            if (restorations === this.#restorations) settled.lostAfter = Infinity;
            settled.to = messages.reduce(
              (to, { index }) => Math.max(to, index),
              Math.max(settled.to, seenTo),
            );
            if (messages.length > 0) tell(pastMessages(chatId, messages, scheduler.now()));
          }),
          catchError((error: unknown) => {
            if (refusalOf(error).httpStatus !== 404) throw error;
            if (!this.#gone.has(chatId) && !isOver(chats.get(chatId))) this.#secondLook.doubt(chatId);
            return EMPTY;
          }),
          tap({
            complete: () => {
              if (this.#gone.delete(chatId)) tell(endOf(chatId, scheduler.now()));
            },
          }),
        );
      }),
    );
  }

  #failed(key: string | symbol, error: unknown, failures: number): number | undefined {
    const { reason, httpStatus, retryAfter } = refusalOf(error);
    const wait = this.#options.retryIn(failures);
    const isChat = typeof key === 'string';
    const what = isChat ? `the messages of chat "${key}"` : 'the chats';
    this.#options.onFailure({
      kind: 'history',
      message: `${what} could not be fetched: ${withoutStop(reason)}; ${wait === undefined ? 'given up' : 'asked again'}`,
      ...(isChat && { chatId: key }),
      ...(httpStatus !== undefined && { httpStatus }),
    });
    if (wait !== undefined) {
      if (retryAfter > 0) this.#busyUntil = this.#options.scheduler.now() + retryAfter;
      return Math.max(wait, retryAfter);
    }
    for (const left of [key, ...this.#queue.keys()]) if (typeof left === 'string') this.#left.add(left);
    this.#isRestoring = false; // the next restoration has to bring it, too
    this.#secondLook.giveUp();
    this.#gone.clear();
    return undefined;
  }

  #idle(): void {
    const { scheduler, onRestored, onIdle } = this.#options;
    if (this.#secondLook.isDue) {
      this.#queue.ask(anotherLook, this.#secondLook.look());
      return;
    }
    if (this.#isRestoring) {
      this.#isRestoring = false;
      const lostFrom = this.#lostFrom;
      this.#lostFrom = undefined;
      if (lostFrom !== undefined) {
        onRestored?.({ lostFrom, restoredAt: scheduler.now(), chats: this.#asked, messages: this.#found });
      }
    }
    onIdle();
  }
}

const isOver = (held: CurrentChat | undefined): boolean =>
  held?.chat !== undefined && isFinal(held.chat.state);

/** Whether messages are missing that nobody has asked for. */
const isOpen = ({ log, settled }: CurrentChat): boolean => lowestUnseen(log, settled.to) !== undefined;
