import { html, type TemplateResult } from 'lit-html';
import { LANES, type Strip } from '../model/marbles.ts';

export interface StripState {
  readonly strip: Strip;
  /** Whether only the chosen chat is drawn. */
  readonly isNarrow: boolean;
}

/** What stands around the drawing: the name of each lane, how many values it has seen, and of which chats. */
export const stripFrame =
  (setNarrow: (isNarrow: boolean) => void) =>
  ({ strip: { counts }, isNarrow }: StripState): TemplateResult => html`
    <label class="switch">
      <input
        type="checkbox"
        .checked=${isNarrow}
        @change=${({ target }: { readonly target: HTMLInputElement }) => {
          setNarrow(target.checked);
        }}
      />
      only the chosen chat
    </label>
    <p class="legend" aria-hidden="true">
      <span class="key live">pushed</span> <span class="key fetched">fetched</span>
      <span class="key late">late, into its place</span> <span class="key failure">failed</span>
      <span class="key outage">not connected</span>
    </p>
    <ul class="lanes" aria-label="Values of each stream">
      ${LANES.map((lane) => html`<li><code>${lane}</code> <b>${(counts.get(lane) ?? 0).toLocaleString('en')}</b></li>`)}
    </ul>
  `;
