/** A list that is looked at through a window; all in pixels. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** The rows that are drawn, by their positions, and the room that is left for the others, in pixels. */
export interface DrawnRows {
  readonly positions: readonly number[];
  readonly above: number;
  readonly below: number;
}

/** So many rows more above and below are drawn, so that nothing is blank while it scrolls. */
const MARGIN = 4;

/**
 * The rows that can be seen, and the chosen one, wherever it stands: the focus of a list must be there. Out of sight it
 * is drawn beside the others.
 */
export function drawnRows(count: number, chosen: number, { top, height, rowHeight }: Viewport): DrawnRows {
  const last = Math.ceil((top + height) / rowHeight) + MARGIN;
  const end = Math.min(count, Math.max(last, 0));
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - MARGIN, end));
  const seen = Array.from({ length: end - first }, (_, at) => first + at);
  const before = chosen >= 0 && chosen < first ? [chosen] : [];
  const after = chosen >= end && chosen < count ? [chosen] : [];
  return {
    positions: [...before, ...seen, ...after],
    above: (first - before.length) * rowHeight,
    below: (count - end - after.length) * rowHeight,
  };
}

/** Where the list must be scrolled to, to show a row. */
export function scrolledTo(position: number, { top, height, rowHeight }: Viewport): number {
  const above = position * rowHeight;
  if (above < top) return above;
  return above + rowHeight > top + height ? above + rowHeight - height : top;
}
