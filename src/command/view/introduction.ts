/** What a view shows before the run starts. */
export interface Introduction {
  /** Two lines about what is shown. */
  readonly intro: readonly string[];
  /** About how many seconds it takes, if it ends by itself. */
  readonly duration?: number;
}
