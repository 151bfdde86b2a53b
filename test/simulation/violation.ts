/** A promise that was broken. */
export interface Violation {
  readonly kind: string;
  readonly at: number;
  readonly detail: string;
}

/** Ends a run at the first violation. */
export class ViolationError extends Error {
  override readonly name = 'ViolationError';
  readonly violation: Violation;

  constructor(violation: Violation) {
    super(`${violation.kind} at ${violation.at}: ${violation.detail}`);
    this.violation = violation;
  }
}

export function violated(kind: string, at: number, detail: string): never {
  throw new ViolationError({ kind, at, detail });
}
