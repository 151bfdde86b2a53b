import type { Workspace } from './workspace.ts';

/** One platform, and how it is tried with the packed package. */
export interface MatrixCase {
  readonly group: string;
  readonly name: string;
  /** What runs, as it stands in `docs/platforms.md`. */
  readonly shows: string;
  /** Part of the reduced form: quick, and without tools that are larger than a few MB. */
  readonly isReduced?: boolean;
  /** Resolves with details, such as versions and sizes. Rejects if the platform does not work. */
  readonly run: (workspace: Workspace) => Promise<string>;
}
