import { html, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import {
  animationFrameScheduler,
  auditTime,
  combineLatest,
  fromEvent,
  map,
  merge,
  type Observable,
  startWith,
} from 'rxjs';
import type { Desk } from '../model/desk.ts';
import { positionAfter } from '../model/listKeys.ts';
import { rowOf } from '../model/row.ts';
import { drawnRows, scrolledTo, type Viewport } from '../model/visibleRange.ts';
import { report } from './mount.ts';
import { deskRow, rowId } from './deskRow.ts';

const ROW_HEIGHT = 54;

export interface DeskListState {
  readonly desk: Desk;
  readonly order: readonly string[];
  readonly selected: string | undefined;
  readonly now: number;
}

/** The list of chats, of which only those rows exist that can be seen, and the chosen one. */
export function deskList(
  container: HTMLElement,
  state$: Observable<DeskListState>,
  select: (chatId: string) => void,
): void {
  let order: readonly string[] = [];
  let selected: string | undefined;
  const list = document.createElement('div');
  container.append(list);
  list.className = 'list';
  list.tabIndex = 0;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Chats');
  const viewport = (): Viewport => ({
    top: list.scrollTop,
    height: list.clientHeight,
    rowHeight: ROW_HEIGHT,
  });

  list.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-chat]') : null;
    if (row?.dataset['chat'] !== undefined) select(row.dataset['chat']);
  });
  list.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(list.clientHeight / ROW_HEIGHT) - 1);
    const position = positionAfter(
      event.key,
      selected === undefined ? -1 : order.indexOf(selected),
      order.length,
      page,
    );
    const chatId = position === undefined ? undefined : order[position];
    if (position === undefined || chatId === undefined) return;
    event.preventDefault();
    list.scrollTop = scrolledTo(position, viewport());
    select(chatId);
  });

  const draw = ({ desk, now, ...shown }: DeskListState): void => {
    ({ order, selected } = shown);
    const chosen = selected === undefined ? -1 : order.indexOf(selected);
    const { positions, above, below } = drawnRows(order.length, chosen, viewport());
    const drawn = positions.flatMap((position) => {
      const view = desk.chats.get(order[position] ?? '');
      return view === undefined ? [] : [{ position, view }];
    });
    if (selected !== undefined && drawn.some(({ view }) => view.chatId === selected)) {
      list.setAttribute('aria-activedescendant', rowId(selected));
    } else list.removeAttribute('aria-activedescendant');
    render(
      html`${repeat(
        drawn,
        ({ view }) => view.chatId,
        ({ position, view }) =>
          deskRow(rowOf(desk, view), {
            position,
            count: order.length,
            isSelected: view.chatId === selected,
            now,
          }),
      )}`,
      rows,
    );
    rows.style.paddingTop = `${above}px`;
    rows.style.paddingBottom = `${below}px`;
  };
  const rows = document.createElement('div');
  rows.setAttribute('role', 'presentation');
  list.append(rows);

  const moved$ = merge(fromEvent(list, 'scroll', { passive: true }), fromEvent(window, 'resize')).pipe(
    startWith(undefined),
  );
  combineLatest([state$, moved$])
    .pipe(
      map(([state]) => state),
      auditTime(0, animationFrameScheduler),
    )
    .subscribe({
      next: draw,
      error: report,
    });
}
