import type { DeskUpdate } from './deskUpdates.ts';

/** Shows the desk as it changes. */
export interface View {
  readonly show: (update: DeskUpdate) => void;
  readonly end: () => void;
}
