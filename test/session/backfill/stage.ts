import { Observable, Subject, type Subscriber } from 'rxjs';
import {
  type Chat,
  type ChatHistory,
  type ChatMessage,
  type ChatNotification,
  type HistoryFailure,
  withHistory,
  type WithHistoryOptions,
} from 'rx-chat-notifications';
import { summary } from '../overFake.ts';
import { said } from './asked.ts';

/** A history that answers when the test says so. */
export interface Stage {
  /** All that was asked for: `chats`, `A from 3`. */
  readonly asked: string[];
  /** What is under way. */
  readonly open: () => readonly string[];
  readonly told: ChatNotification[];
  /** What was told since it was last looked at, as `live A 1`. */
  readonly news: () => readonly string[];
  readonly failures: HistoryFailure[];
  readonly hear: (...notifications: ChatNotification[]) => void;
  readonly restore: () => void;
  readonly list: (...chats: Chat[]) => void;
  readonly log: (chatId: string, ...indices: number[]) => void;
  readonly answer: (chatId: string, messages: readonly ChatMessage[]) => void;
  readonly fail: (what: string, error: unknown) => void;
  /** Completes the source. */
  readonly end: () => void;
  readonly isComplete: () => boolean;
  readonly leave: () => void;
}

export function stage(
  options: WithHistoryOptions = {},
  chats?: ChatHistory['chats'],
  onError?: (error: unknown) => void,
): Stage {
  const open = new Map<string, Subscriber<readonly Chat[] | readonly ChatMessage[]>>();
  const asked: string[] = [];
  const ask = (what: string, key: string): Observable<readonly never[]> =>
    new Observable((subscriber) => {
      asked.push(what);
      open.set(key, subscriber);
      return () => {
        if (open.get(key) === subscriber) open.delete(key); // the next one may have begun
      };
    });
  const history: ChatHistory = {
    chats: chats ?? (() => ask('chats', 'chats')),
    messages: (chatId, from) => ask(`${chatId} from ${from}`, chatId),
  };
  const answerTo = (what: string): Subscriber<readonly Chat[] | readonly ChatMessage[]> => {
    const answer = open.get(what);
    if (answer === undefined) throw new Error(`Nobody has asked for ${what}`);
    return answer;
  };
  const source = new Subject<ChatNotification>();
  const restore = new Subject<void>();
  const told: ChatNotification[] = [];
  const failures: HistoryFailure[] = [];
  let looked = 0;
  let isComplete = false;
  const subscription = source
    .pipe(withHistory(history, restore, { onFailure: (failure) => failures.push(failure), ...options }))
    .subscribe({
      next: (notification) => told.push(notification),
      ...(onError !== undefined && { error: onError }),
      complete: () => {
        isComplete = true;
      },
    });
  return {
    asked,
    open: () => [...open.keys()],
    told,
    news: () => {
      const news = told.slice(looked).map(summary);
      looked = told.length;
      return news;
    },
    failures,
    hear: (...notifications) => {
      for (const notification of notifications) source.next({ ...notification, receivedAt: Date.now() });
    },
    restore: () => {
      restore.next();
    },
    list: (...chats) => {
      answerTo('chats').next(chats);
    },
    log: (chatId, ...indices) => {
      answerTo(chatId).next(said(...indices));
    },
    answer: (chatId, messages) => {
      answerTo(chatId).next(messages);
    },
    fail: (what, error) => {
      answerTo(what).error(error);
    },
    end: () => {
      source.complete();
    },
    isComplete: () => isComplete,
    leave: () => {
      subscription.unsubscribe();
    },
  };
}

/** An error with an HTTP status, as libraries make them. */
export const httpError = (status: number, fields = {}): Error =>
  Object.assign(new Error(`HTTP status ${status}`), { status }, fields);
