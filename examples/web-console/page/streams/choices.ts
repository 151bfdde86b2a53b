import { BehaviorSubject, distinctUntilChanged, map, type Observable } from 'rxjs';
import type { DeskFilter } from '../model/deskOrder.ts';

/** The choices of the user. */
export interface Choices {
  readonly selected$: Observable<string | undefined>;
  readonly select: (chatId: string) => void;
  readonly filter$: Observable<DeskFilter>;
  readonly setFilter: (filter: DeskFilter) => void;
  /** Whether the strip shows the chosen chat alone. */
  readonly isNarrow$: Observable<boolean>;
  readonly setNarrow: (isNarrow: boolean) => void;
  /** What stands in the message box of the chosen chat; each chat has its own. */
  readonly draft$: Observable<string>;
  readonly write: (chatId: string, draft: string) => void;
  /** Puts back into the box of a chat what was not sent, unless something else stands there by now. */
  readonly giveBack: (chatId: string, draft: string) => void;
}

interface Choice {
  readonly selected: string | undefined;
  readonly filter: DeskFilter;
  readonly isNarrow: boolean;
  readonly drafts: ReadonlyMap<string, string>;
}

export function choices(): Choices {
  const choice$ = new BehaviorSubject<Choice>({
    selected: undefined,
    filter: { show: 'all', query: '' },
    isNarrow: false,
    drafts: new Map(),
  });
  const choose = (news: Partial<Choice>): void => {
    choice$.next({ ...choice$.value, ...news });
  };
  const chosen = <T>(part: (choice: Choice) => T): Observable<T> =>
    choice$.pipe(map(part), distinctUntilChanged());
  const write = (chatId: string, draft: string): void => {
    choose({ drafts: new Map(choice$.value.drafts).set(chatId, draft) });
  };
  return {
    selected$: chosen(({ selected }) => selected),
    select: (selected) => {
      choose({ selected });
    },
    filter$: chosen(({ filter }) => filter),
    setFilter: (filter) => {
      choose({ filter });
    },
    isNarrow$: chosen(({ isNarrow }) => isNarrow),
    setNarrow: (isNarrow) => {
      choose({ isNarrow });
    },
    draft$: chosen(({ selected = '', drafts }) => drafts.get(selected) ?? ''),
    write,
    giveBack: (chatId, draft) => {
      if ((choice$.value.drafts.get(chatId) ?? '') === '') write(chatId, draft);
    },
  };
}
