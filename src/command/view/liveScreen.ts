import { createLogUpdate } from 'log-update';
import { emptyDesk } from './desk.ts';
import { frame } from './frame.ts';
import type { Introduction } from './introduction.ts';
import type { View } from './view.ts';

const redrawEvery = 50;
const tickEvery = 500;

/** What it is drawn on. */
export interface Terminal extends NodeJS.WritableStream {
  readonly rows: number;
  readonly columns: number;
}

/** The view for a terminal: redrawn in place, and no more often than the eye can follow. */
export function liveScreen(terminal: Terminal, introduction: Introduction): View {
  const startedAt = Date.now();
  const render = createLogUpdate(terminal);
  let desk = emptyDesk;
  let redraw: NodeJS.Timeout | undefined;
  // While nothing happens, the time goes on.
  const ticking = setInterval(draw, tickEvery);

  function draw(): void {
    redraw = undefined;
    const { rows, columns } = terminal;
    const seconds = Math.floor((Date.now() - startedAt) / 1_000);
    // The cursor rests on a line of its own.
    render(frame(desk, introduction, seconds, { rows: rows - 1, columns }).join('\n'));
  }

  return {
    show({ after }) {
      desk = after;
      redraw ??= setTimeout(draw, redrawEvery);
    },
    end() {
      clearInterval(ticking);
      clearTimeout(redraw);
      draw();
      render.done();
    },
  };
}
