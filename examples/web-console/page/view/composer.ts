import { html, type TemplateResult } from 'lit-html';
import type { Capability } from 'rx-chat-notifications';
import { httpUrlOf } from '../model/links.ts';
import type { Operation } from '../model/operationLog.ts';

export interface ComposerActions {
  readonly send: (operation: Operation) => void;
  /** Hears what stands in the box. */
  readonly write: (draft: string) => void;
}

/** Where the agent writes, as long as the chat allows it. A text that is a link is pushed as one. */
export const composer = (
  capabilities: readonly Capability[],
  draft: string,
  { send, write }: ComposerActions,
): TemplateResult => {
  const text = draft.trim();
  const url = httpUrlOf(text);
  const canSend = capabilities.includes('SendMessage');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text === '' || !canSend) return;
    send(url === undefined ? { operationName: 'SendMessage', text } : { operationName: 'SendUrl', url });
    write('');
  };
  return html`
    <form class="composer" @submit=${submit}>
      <textarea
        rows="2"
        aria-label="Message"
        placeholder=${canSend ? 'Write to the customer' : 'This chat takes no message now'}
        ?disabled=${!canSend}
        .value=${draft}
        @input=${({ target }: { readonly target: HTMLTextAreaElement }) => {
          write(target.value);
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
        }}
      ></textarea>
      <button type="submit" class="primary" ?disabled=${!canSend || text === ''}>
        ${url === undefined ? 'Send' : 'Push link'}
      </button>
    </form>
  `;
};
