import { html, type TemplateResult } from 'lit-html';
import type { FiredFaults } from 'rx-chat-notifications/simulator';
import { FAULT_CARDS, FAULT_NAMES, type FaultName } from '../../shared/faults.ts';

export interface FaultsState {
  readonly fired: FiredFaults | undefined;
  /** The fault that somebody points at. */
  readonly pointed: FaultName;
}

export interface FaultsActions {
  readonly strike: (name: FaultName) => void;
  readonly point: (name: FaultName) => void;
}

export const faults =
  ({ strike, point }: FaultsActions) =>
  ({ fired, pointed }: FaultsState): TemplateResult => html`
    <div class="faults">
      ${FAULT_NAMES.map((name) => {
        const { label, effect } = FAULT_CARDS[name];
        const times = fired?.[name] ?? 0;
        const show = (): void => {
          point(name);
        };
        return html`
          <button
            type="button"
            class="fault"
            data-fault=${name}
            aria-description=${effect}
            @click=${() => {
              strike(name);
            }}
            @pointerenter=${show}
            @focus=${show}
          >
            <b>${label}</b>
            <span class="fired" data-times=${times} title="How often it has taken effect">${times}</span>
          </button>
        `;
      })}
    </div>
    <p class="hint" aria-hidden="true">
      <b>${FAULT_CARDS[pointed].label}:</b> ${FAULT_CARDS[pointed].effect}
    </p>
  `;
