import { html, nothing, type TemplateResult } from 'lit-html';
import type { Row } from '../model/row.ts';
import { clock } from '../model/words.ts';

/** Where a row stands. */
export interface RowPlace {
  readonly position: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly now: number;
}

export const rowId = (chatId: string): string => `row-${chatId}`;

/** Longer than this nobody should wait, in milliseconds. */
const LONG = 30_000;

export const deskRow = (row: Row, { position, count, isSelected, now }: RowPlace): TemplateResult => {
  const { chatId, customer, status, isOver, waitingSince, unread, typing, last } = row;
  const waits = waitingSince === undefined ? undefined : now - waitingSince;
  return html`
    <div
      role="option"
      class="row"
      id=${rowId(chatId)}
      data-chat=${chatId}
      data-over=${isOver ? 'yes' : nothing}
      aria-selected=${isSelected ? 'true' : 'false'}
      aria-setsize=${count}
      aria-posinset=${position + 1}
    >
      <span class="state" data-status=${status}>${status}</span>
      <span class="name">${customer}</span>
      <span class="wait" data-long=${waits !== undefined && waits > LONG ? 'yes' : nothing}>
        ${waits === undefined ? nothing : html`<span class="unseen">waits </span>${clock(waits)}`}
      </span>
      <span class="last">${typing.length > 0 ? html`<em>${typing.join(', ')} types …</em>` : last}</span>
      ${unread === 0 ? nothing : html`<span class="badge">${unread}<span class="unseen"> unread</span></span>`}
    </div>
  `;
};
