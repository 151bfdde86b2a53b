import { html, type TemplateResult } from 'lit-html';
import type { ConnectionLog } from '../model/connectionLog.ts';
import type { DeskCounts } from '../model/row.ts';
import type { Theme } from './theme.ts';

export interface HeaderState {
  readonly log: ConnectionLog;
  readonly counts: DeskCounts;
  readonly theme: Theme;
}

export interface HeaderActions {
  readonly call: () => void;
  readonly changeTheme: () => void;
}

export const header =
  ({ call, changeTheme }: HeaderActions) =>
  ({ log: { status }, counts: { live, waiting, unread }, theme }: HeaderState): TemplateResult => html`
    <h1><span class="marble-pair" aria-hidden="true"></span>rx-chat-notifications <span>console</span></h1>
    <p class="status-pill" data-state=${status?.state ?? 'idle'} role="status">${status?.state ?? 'idle'}</p>
    <ul class="counts" aria-label="On the desk">
      <li><b>${live.toLocaleString('en')}</b> live</li>
      <li class="is-waiting"><b>${waiting.toLocaleString('en')}</b> waiting</li>
      <li><b>${unread.toLocaleString('en')}</b> unread</li>
    </ul>
    <nav aria-label="Parts of the page">
      <a href="#desk">Desk</a><a href="#chat">Chat</a><a href="#faults">Break it</a
      ><a href="#comparison">Compare</a><a href="#connection">Connection</a><a href="#strip">Streams</a>
    </nav>
    <button type="button" class="primary" @click=${call}>New customer</button>
    <button type="button" class="quiet" @click=${changeTheme} aria-label="Theme: ${theme}. Change it">
      <span aria-hidden="true">${SIGNS[theme]}</span>
    </button>
  `;

const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };
