import { html, type TemplateResult } from 'lit-html';
import type { FiredFaults } from 'rx-chat-notifications/simulator';
import { FAULT_CARDS, FAULT_NAMES, type FaultName } from '../../shared/faults.ts';

export const faults =
  (strike: (name: FaultName) => void) =>
  (fired: FiredFaults | undefined): TemplateResult => html`
    <div class="faults">
      ${FAULT_NAMES.map((name) => {
        const { label, effect } = FAULT_CARDS[name];
        const times = fired?.[name] ?? 0;
        return html`
          <button
            type="button"
            class="fault"
            data-fault=${name}
            aria-describedby="effect-${name}"
            @click=${() => {
              strike(name);
            }}
          >
            <b>${label}</b>
            <span class="fired" data-times=${times} title="How often it has taken effect">${times}</span>
            <span class="effect" id="effect-${name}">${effect}</span>
          </button>
        `;
      })}
    </div>
  `;
