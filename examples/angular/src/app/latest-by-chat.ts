import { map, merge, type Observable, type OperatorFunction, scan } from 'rxjs';

type ByChat<T> = ReadonlyMap<string, T>;

/** Keeps the last value of each chat, until the chat is removed. */
export const latestByChat =
  <T extends { readonly chatId: string }>(
    gone$: Observable<readonly string[]>,
  ): OperatorFunction<T, ByChat<T>> =>
  (source) =>
    merge(
      source.pipe(map((value) => (known: ByChat<T>) => new Map(known).set(value.chatId, value))),
      gone$.pipe(map((gone) => (known: ByChat<T>) => without(known, gone))),
    ).pipe(scan((known, change) => change(known), new Map() as ByChat<T>));

const without = <T>(known: ByChat<T>, gone: readonly string[]): ByChat<T> =>
  gone.some((chatId) => known.has(chatId))
    ? new Map([...known].filter(([chatId]) => !gone.includes(chatId)))
    : known;
