import { html, nothing, type TemplateResult } from 'lit-html';
import type { ConnectionLog } from '../model/connectionLog.ts';
import { clock, counted, timeOfDay } from '../model/words.ts';

export interface ConnectionState {
  readonly log: ConnectionLog;
  readonly now: number;
}

/** How the connection is and was, the last restoration, and what went wrong. */
export const connection =
  (tryAgain: () => void) =>
  ({ log, now }: ConnectionState): TemplateResult => {
    const { status, past, restored, restorations, failures, failureCount } = log;
    return html`
      <p class="status-line">
        <span class="status-pill" data-state=${status?.state ?? 'idle'}>${status?.state ?? 'idle'}</span>
        ${status === undefined ? nothing : html`<span>for ${clock(now - status.since)}</span>`}
        ${
          status === undefined || status.attempt === 0
            ? nothing
            : html`<span>${counted(status.attempt, 'failed attempt')}</span>`
        }
        ${
          status?.state === 'denied'
            ? html`<button type="button" class="small" @click=${tryAgain}>Try again</button>`
            : nothing
        }
      </p>
      ${status?.reason === undefined ? nothing : html`<p class="hint">${status.reason}</p>`}
      <p class="restored" aria-live="polite">
        ${
          restored === undefined
            ? 'Nothing had to be restored yet.'
            : html`<b>${counted(restored.messages, 'message')}</b> of ${counted(restored.chats, 'chat')}
                restored in ${((restored.restoredAt - restored.lostFrom) / 1_000).toFixed(1)} s at
                ${timeOfDay(restored.restoredAt)} <small>(${counted(restorations, 'restoration')})</small>`
        }
      </p>
      <div class="logs" tabindex="0" role="group" aria-label="Connection history and failures">
        <h3>History</h3>
        <ol class="log">
          ${past.map(
            ({ state, since, took, reason }) =>
              html`<li>
                <time>${timeOfDay(since)}</time> <b data-state=${state}>${state}</b>
                <span>${(took / 1_000).toFixed(1)} s${reason === undefined ? nothing : `, ${reason}`}</span>
              </li>`,
          )}
        </ol>
        <h3>Failures <small>${failureCount}</small></h3>
        <ol class="log">
          ${failures.map(
            ({ kind, message, at, times }) =>
              html`<li>
                <time>${timeOfDay(at)}</time> <b data-failure=${kind}>${kind}</b>
                <span>${message}${times > 1 ? html` <small>× ${times}</small>` : nothing}</span>
              </li>`,
          )}
        </ol>
      </div>
    `;
  };
