import { html, nothing, type TemplateResult } from 'lit-html';
import { actionsFor, notSimulated } from '../model/actions.ts';
import type { LoggedOperation, Operation } from '../model/operationLog.ts';
import { customerOf } from '../model/row.ts';
import { clock } from '../model/words.ts';
import type { OpenChat } from '../streams/chat.ts';
import { composer } from './composer.ts';
import { operationLog } from './operationLog.ts';
import { transcript } from './transcript.ts';
import { userData } from './userData.ts';

export interface ChatState {
  readonly open: OpenChat | undefined;
  readonly log: readonly LoggedOperation[];
  readonly draft: string;
  readonly waitingSince: number | undefined;
  readonly now: number;
}

export interface ChatActions {
  readonly self: string;
  readonly send: (chatId: string, operation: Operation) => void;
  readonly write: (draft: string) => void;
}

/** The chat that was chosen: who is in it, what was said, what is known, and what can be done. */
export const chat =
  ({ self, send, write }: ChatActions) =>
  ({ open, log, draft, waitingSince, now }: ChatState): TemplateResult => {
    if (open === undefined) return html`<p class="empty">Choose a chat on the desk.</p>`;
    const { view, marked } = open;
    const { chatId, status = 'unknown', participants, capabilities, typing } = view;
    const act = (operation: Operation): void => {
      send(chatId, operation);
    };
    const elsewhere = notSimulated(capabilities);
    return html`
      <div class="chat-head">
        <h3><bdi>${customerOf(view)}</bdi></h3>
        <span class="state" data-status=${status}>${status}</span>
        ${
          waitingSince === undefined
            ? nothing
            : html`<span class="wait">waits ${clock(now - waitingSince)}</span>`
        }
        <code class="chat-id">${chatId}</code>
        <div class="actions" role="group" aria-label="What you may do">
          ${actionsFor(capabilities).map(
            ({ capability, label, tone }) =>
              html`<button
                type="button"
                class=${tone}
                @click=${() => {
                  act({ operationName: capability });
                }}
              >
                ${label}
              </button>`,
          )}
        </div>
      </div>
      <div class="chat-body">
        <div class="talk">
          ${transcript(marked, self)}
          <p class="typing">
            ${typing.length === 0 ? nothing : `${typing.map(({ nickname }) => nickname).join(', ')} types …`}
          </p>
          ${composer(capabilities, draft, { send: act, write })}${operationLog(
            log.filter((operation) => operation.chatId === chatId),
          )}
        </div>
        <div class="facts">
          <h4>Participants</h4>
          <ul class="participants">
            ${participants.map(
              ({ nickname, type }) => html`<li><bdi>${nickname}</bdi> <small>${type}</small></li>`,
            )}
          </ul>
          <h4>User data</h4>
          ${userData(view, act)}
          ${
            elsewhere.length === 0
              ? nothing
              : html`<details>
                  <summary>${elsewhere.length} more capabilities</summary>
                  <p class="hint">
                    GWS would allow ${elsewhere.join(', ')}, too; the simulator has no such operation.
                  </p>
                </details>`
          }
        </div>
      </div>
    `;
  };
