import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ChatMessage } from 'rx-chat-notifications';
import type { Mark, MarkedTranscript } from '../model/markedTranscript.ts';
import { deedOf } from '../model/words.ts';
import { richText } from './text.ts';

/** Longer transcripts show their end. */
const MOST = 300;

const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly title: string }>> = {
  late: { sign: 'came late', title: 'It slid into its place: others after it were there before' },
  fetched: { sign: 'fetched', title: 'It was never pushed: the session asked for it' },
};

export const transcript = (
  { transcript: snapshot, marks }: MarkedTranscript,
  self: string,
): TemplateResult => {
  const messages = snapshot?.messages ?? [];
  return html`
    <div class="transcript" role="log" aria-label="Transcript" tabindex="0">
      ${messages.length > MOST ? html`<p class="event">${messages.length - MOST} earlier messages</p>` : nothing}
      <ol>
        ${repeat(messages.slice(-MOST), keyOf, (message) => entry(message, marks.get(message), self))}
      </ol>
    </div>
  `;
};

/** What a person wrote: a text, a pushed link or a custom notice. */
const contentOf = ({ text, url, noticeText }: ChatMessage): string | undefined => text ?? url ?? noticeText;

/** Two different messages may have the same index. */
const keyOf = (message: ChatMessage): string =>
  [message.epoch, message.index, message.type, message.from.participantId, contentOf(message)].join(' ');

function entry(message: ChatMessage, mark: Mark | undefined, self: string): TemplateResult {
  const { index, type, from } = message;
  const text = contentOf(message);
  const tag = mark && html`<span class="mark" title=${MARKS[mark].title}>${MARKS[mark].sign}</span>`;
  if (text === undefined) {
    return html`<li class="event" data-mark=${mark ?? nothing}>
      <bdi>${from.nickname}</bdi> ${deedOf(type)} ${tag}<span class="index">${index}</span>
    </li>`;
  }
  return html`<li
    class="message"
    data-own=${from.nickname === self ? 'yes' : nothing}
    data-mark=${mark ?? nothing}
  >
    <span class="author"><bdi>${from.nickname}</bdi></span>
    <p dir="auto">${richText(text)}</p>
    ${tag}<span class="index" title="Index in the message log">${index}</span>
  </li>`;
}
