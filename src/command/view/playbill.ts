/** What a view tells of the run before it starts. */
export interface Playbill {
  /** Two lines about what is shown. */
  readonly intro: readonly string[];
  /** About how many seconds it takes, if it ends by itself. */
  readonly duration?: number;
}
