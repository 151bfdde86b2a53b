import type { Moment } from './moments.ts';

/** Shows the desk as it changes. */
export interface View {
  readonly show: (moment: Moment) => void;
  readonly end: () => void;
}
