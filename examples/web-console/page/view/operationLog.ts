import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { LoggedOperation } from '../model/operationLog.ts';

/** What became of the last operations on a chat. */
export const operationLog = (log: readonly LoggedOperation[]): TemplateResult => html`
  <ul class="operations" aria-label="Operations" aria-live="polite">
    ${repeat(
      log.slice(0, 3),
      ({ id }) => id,
      ({ name, state, referenceId, detail, took }) => html`
        <li data-state=${state}>
          <b>${name}</b>
          ${referenceId === undefined ? nothing : html`<span class="reference">#${referenceId}</span>`}
          <span>
            ${state === 'sent' ? 'sent …' : state === 'answered' ? html`answered by <i>${detail}</i>` : detail}
            ${took === undefined ? nothing : `in ${Math.round(took)} ms`}
          </span>
        </li>
      `,
    )}
  </ul>
`;
