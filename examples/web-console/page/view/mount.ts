import { render, type TemplateResult } from 'lit-html';
import { animationFrameScheduler, auditTime, type Observable, type Subscription } from 'rxjs';

/** The place in the page with this id. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no place ${id}`);
  return found;
}

/** Unexpected errors are logged on the console. */
export const report = (error: unknown): void => {
  console.error(error);
};

/** Draws each state into its place, once a frame at most. */
export const mount = <T>(
  container: HTMLElement,
  state$: Observable<T>,
  view: (state: T) => TemplateResult,
): Subscription =>
  state$.pipe(auditTime(0, animationFrameScheduler)).subscribe({
    next: (state) => {
      render(view(state), container);
    },
    error: report,
  });
