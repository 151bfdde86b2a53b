import { html, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Capability } from 'rx-chat-notifications';
import { linkIn } from '../model/links.ts';
import type { Operation } from '../model/operationLog.ts';

export interface ComposerActions {
  readonly send: (operation: Operation) => void;
  /** Receives the text of the box. */
  readonly write: (draft: string) => void;
}

/** Where the agent writes, as long as the chat allows it. A text that is a link is pushed as one. */
export const composer = (
  capabilities: readonly Capability[],
  draft: string,
  { send, write }: ComposerActions,
): TemplateResult => {
  const canSend = capabilities.includes('SendMessage');
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = writtenIn(event.currentTarget).trim();
    if (text === '' || !canSend) return;
    const url = linkIn(text);
    send(url === undefined ? { operationName: 'SendMessage', text } : { operationName: 'SendUrl', url });
    write('');
  };
  return html`
    <form class="composer" @submit=${submit}>
      <textarea
        rows="2"
        aria-label="Message"
        placeholder=${canSend ? 'Write to the customer' : 'This chat takes no message now'}
        ?readonly=${!canSend}
        .value=${live(draft)}
        @input=${({ target }: { readonly target: HTMLTextAreaElement }) => {
          write(target.value);
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
        }}
      ></textarea>
      <button type="submit" class="primary" ?disabled=${!canSend || draft.trim() === ''}>
        ${linkIn(draft.trim()) === undefined ? 'Send' : 'Push link'}
      </button>
    </form>
  `;
};

/** What stands in the box now, which may be more than was drawn last. */
function writtenIn(element: EventTarget | null): string {
  const box = element instanceof Element ? element.closest('form')?.querySelector('textarea') : undefined;
  return box?.value ?? '';
}
