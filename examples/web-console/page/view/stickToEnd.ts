/** So near to the end, in pixels, somebody reads along. */
const NEAR = 48;

/** Keeps the end of a transcript in sight while it grows, unless somebody has scrolled up to read. */
export function stickToEnd(container: HTMLElement): void {
  let isAtEnd = true;
  let before: HTMLElement | null = null;
  const transcript = (): HTMLElement | null => container.querySelector('.transcript');
  container.addEventListener(
    'scroll',
    () => {
      const list = transcript();
      if (list !== null) isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
    },
    { capture: true, passive: true },
  );
  new MutationObserver(() => {
    const list = transcript();
    if (list !== before) isAtEnd = true; // that of another chat
    before = list;
    if (list !== null && isAtEnd) list.scrollTop = list.scrollHeight;
  }).observe(container, { childList: true, subtree: true });
}
