/** When what had the focus goes away, as a button that may no longer be pressed, the heading of the place has it. */
export function keepFocus(container: HTMLElement): void {
  let focused: Element | null = null;
  container.addEventListener('focusin', () => {
    focused = document.activeElement;
  });
  new MutationObserver(() => {
    if (focused?.isConnected !== false) return;
    focused = null;
    if (document.activeElement === document.body) container.querySelector<HTMLElement>('h3')?.focus();
  }).observe(container, { childList: true, subtree: true });
}
