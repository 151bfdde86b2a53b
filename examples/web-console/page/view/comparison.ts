import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { Comparison, LostThen } from '../model/comparison.ts';
import type { Tally } from '../model/tally.ts';
import { counted } from '../model/words.ts';
import { lineOf } from '../model/chart.ts';

const ASPECTS: readonly (readonly [aspect: keyof Tally, label: string])[] = [
  ['lost', 'lost'],
  ['doubled', 'doubled'],
  ['misplaced', 'out of place'],
];

export const comparison =
  (restart: () => void) =>
  ({ sent, ours, naive, past }: Comparison): TemplateResult => html`
    <table class="comparison">
      <thead>
        <tr>
          <td><small>of ${counted(sent, 'message')}</small></td>
          <th scope="col">chatSession</th>
          <th scope="col">plain CometD</th>
        </tr>
      </thead>
      <tbody>
        ${ASPECTS.map(
          ([aspect, label]) => html`
            <tr>
              <th scope="row">${label}</th>
              <td data-ours=${aspect} data-bad=${ours[aspect] > 0 ? 'yes' : nothing}>${ours[aspect]}</td>
              <td data-naive=${aspect} data-bad=${naive[aspect] > 0 ? 'yes' : nothing}>${naive[aspect]}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
    ${chart(past)}
    <p class="hint">
      The naive client subscribes once and appends what it receives. Both are compared with the messages that
      were really sent.
      <button type="button" class="link" @click=${restart}>Restart</button>
    </p>
  `;

const WIDTH = 300;
const HEIGHT = 44;

/** What each lacked in the last minute. */
function chart(past: readonly LostThen[]): TemplateResult {
  const most = Math.max(1, ...past.map(({ ours, naive }) => Math.max(ours, naive)));
  const line = (client: keyof LostThen): string =>
    lineOf(
      past.map((then) => then[client]),
      { most, width: WIDTH, height: HEIGHT },
    );
  return html`
    <figure>
      <svg class="chart" viewBox="0 -2 ${WIDTH} ${HEIGHT + 4}" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<polyline class="naive" points=${line('naive')}></polyline>`}
        ${svg`<polyline class="ours" points=${line('ours')}></polyline>`}
      </svg>
      <figcaption>
        lost, in the last minute: <span class="key ours">ours</span> <span class="key naive">naive</span>
      </figcaption>
    </figure>
  `;
}
