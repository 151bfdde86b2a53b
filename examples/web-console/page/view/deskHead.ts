import { html, type TemplateResult } from 'lit-html';
import type { DeskFilter } from '../model/deskOrder.ts';

const CHOICES = ['all', 'waiting', 'unread'] as const;

export const deskHead =
  (change: (filter: DeskFilter) => void) =>
  (filter: DeskFilter): TemplateResult => html`
    <div class="desk-head">
      <input
        type="search"
        placeholder="Find a customer"
        aria-label="Find a customer"
        .value=${filter.query}
        @input=${({ target }: { readonly target: HTMLInputElement }) => {
          change({ ...filter, query: target.value });
        }}
      />
      <fieldset class="segments">
        <legend class="unseen">Show</legend>
        ${CHOICES.map(
          (show) =>
            html`<label>
              <input
                type="radio"
                name="show"
                .checked=${filter.show === show}
                @change=${() => {
                  change({ ...filter, show });
                }}
              />
              <span>${show}</span>
            </label>`,
        )}
      </fieldset>
    </div>
  `;
