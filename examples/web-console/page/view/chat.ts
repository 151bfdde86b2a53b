import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { actionsFor, notSimulated } from '../model/actions.ts';
import { isNotice, type LoggedOperation, type Operation } from '../model/operationLog.ts';
import { customerOf, typingIn } from '../model/row.ts';
import { clock } from '../model/words.ts';
import type { OpenChat } from '../streams/chat.ts';
import { composer } from './composer.ts';
import { operationLog } from './operationLog.ts';
import { singleClicks } from './singleClicks.ts';
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
  readonly write: (chatId: string, draft: string) => void;
}

/** The chat that was chosen: who is in it, what was said, what is known, and what can be done. */
export function chat({ self, send, write }: ChatActions): (state: ChatState) => TemplateResult {
  let single = singleClicks();
  let shownId: string | undefined;
  return ({ open, log, draft, waitingSince, now }) => {
    if (open === undefined) return html`<p class="empty">Choose a chat on the desk.</p>`;
    const { view, marked } = open;
    const { chatId, status = 'unknown', participants, capabilities } = view;
    if (chatId !== shownId) single = singleClicks(); // a click in another chat is a first one
    shownId = chatId;
    const typing = typingIn(view);
    const act = (operation: Operation): void => {
      send(chatId, operation);
    };
    const elsewhere = notSimulated(capabilities);
    const shown = html`
      <div class="chat-head">
        <h3 tabindex="-1"><bdi>${customerOf(view)}</bdi></h3>
        <span class="state" data-status=${status}>${status}</span>
        ${
          waitingSince === undefined
            ? nothing
            : html`<span class="wait">waits ${clock(now - waitingSince)}</span>`
        }
        <code class="chat-id">${chatId}</code>
        <div class="actions" role="group" aria-label="What you may do">
          ${repeat(
            actionsFor(capabilities),
            ({ capability }) => capability,
            ({ capability, label, tone }) =>
              html`<button
                type="button"
                class=${tone}
                @click=${single(() => {
                  act({ operationName: capability });
                })}
              >
                ${label}
              </button>`,
          )}
        </div>
      </div>
      <div class="chat-body">
        <div class="talk">
          ${transcript(marked, self)}
          <p class="typing">${typing.length === 0 ? nothing : `${typing.join(', ')} types …`}</p>
          ${composer(capabilities, draft, {
            send: act,
            write: (text) => {
              write(chatId, text);
            },
          })}
          ${operationLog(log.filter((operation) => operation.chatId === chatId && !isNotice(operation)))}
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
    return html`${keyed(chatId, shown)}`; // nothing of one chat, half written or scrolled, is left for the next
  };
}
