/** A list that is looked at through a window; all in pixels. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** The rows from `first` up to, not including, `end`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** So many rows more above and below are drawn, so that nothing is blank while it scrolls. */
const MARGIN = 4;

/** The rows that must be drawn. */
export function visibleRange(count: number, { top, height, rowHeight }: Viewport): Range {
  const last = Math.ceil((top + height) / rowHeight) + MARGIN;
  const end = Math.min(count, Math.max(last, 0));
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - MARGIN, end));
  return { first, end };
}

/** Where the list must be scrolled to, to show a row. */
export function scrolledTo(position: number, { top, height, rowHeight }: Viewport): number {
  const above = position * rowHeight;
  if (above < top) return above;
  return above + rowHeight > top + height ? above + rowHeight - height : top;
}
