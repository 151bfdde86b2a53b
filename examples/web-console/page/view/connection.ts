import { html, nothing, type TemplateResult } from 'lit-html';
import type { ConnectionLog } from '../model/connectionLog.ts';
import { clock, counted, timeOfDay } from '../model/words.ts';

export interface ConnectionState {
  readonly log: ConnectionLog;
  readonly now: number;
}

/** The connection state and its history, the last backfill, and failures. */
export const connection =
  (reconnect: () => void) =>
  ({ log, now }: ConnectionState): TemplateResult => {
    const { status, past, backfilled, backfillCount, failures, failureCount } = log;
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
          status?.retryAt === undefined
            ? nothing
            : html`<span>next attempt in ${clock(status.retryAt - now)}</span>`
        }
        ${
          status?.state === 'denied' || status?.state === 'failed'
            ? html`<button type="button" class="small" @click=${reconnect}>Try again</button>`
            : nothing
        }
      </p>
      ${status?.reason === undefined ? nothing : html`<p class="hint">${status.reason}</p>`}
      ${
        status?.missing === undefined
          ? nothing
          : html`<p class="hint">
              Messages from ${timeOfDay(status.missing.from)} to ${timeOfDay(status.missing.to)} may be
              missing.
            </p>`
      }
      <p class="backfilled" aria-live="polite">
        ${
          backfilled === undefined
            ? 'No backfill was necessary yet.'
            : html`<b>${counted(backfilled.messageCount, 'message')}</b> of
                ${counted(backfilled.chatCount, 'chat')} backfilled
                ${((backfilled.to - backfilled.from) / 1_000).toFixed(1)} s after the loss, at
                ${timeOfDay(backfilled.to)} <small>(${counted(backfillCount, 'backfill')})</small>`
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
