import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ChatView } from 'rx-chat-notifications';
import type { Operation } from '../model/operationLog.ts';
import { shown } from '../model/words.ts';
import { richText } from './text.ts';

/** What is known of the customer, and, where the chat allows it, what can be done about it. */
export function userData(
  { userData: data, capabilities }: ChatView,
  send: (operation: Operation) => void,
): TemplateResult {
  const canDelete = capabilities.includes('DeleteUserData');
  const attach = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const fields = new FormData(form);
    const [key, value] = [fields.get('key'), fields.get('value')];
    if (typeof key !== 'string' || key.trim() === '' || typeof value !== 'string') return;
    send({ operationName: 'AttachUserData', userData: Object.fromEntries([[key.trim(), value]]) });
    form.reset();
  };
  return html`
    <dl class="user-data">
      ${repeat(
        Object.entries(data),
        ([key]) => key,
        ([key, value]) => html`
          <div>
            <dt>${key}</dt>
            <dd>
              <span>${richText(shown(value))}</span>
              ${
                canDelete
                  ? html`<button
                      type="button"
                      class="quiet small"
                      aria-label="Delete ${key}"
                      @click=${() => {
                        send({ operationName: 'DeleteUserData', keys: [key] });
                      }}
                    >
                      ×
                    </button>`
                  : nothing
              }
            </dd>
          </div>
        `,
      )}
    </dl>
    ${
      capabilities.includes('AttachUserData')
        ? html`<form class="attach" @submit=${attach}>
            <input name="key" aria-label="Key" placeholder="key" required maxlength="40" />
            <input name="value" aria-label="Value" placeholder="value" maxlength="200" />
            <button type="submit" class="small">Attach</button>
          </form>`
        : nothing
    }
  `;
}
