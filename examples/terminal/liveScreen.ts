import { createLogUpdate } from 'log-update';
import { emptyDesk } from './desk.ts';
import { frame } from './frame.ts';
import type { View } from './view.ts';

const redrawEvery = 50;

/** The view for a terminal: redrawn in place, and no more often than the eye can follow. */
export function liveScreen(terminal: NodeJS.WriteStream): View {
  const render = createLogUpdate(terminal);
  let desk = emptyDesk;
  let redraw: NodeJS.Timeout | undefined;

  function draw(): void {
    redraw = undefined;
    const { rows, columns } = terminal;
    // The cursor rests on a line of its own.
    render(frame(desk, { rows: rows - 1, columns }).join('\n'));
  }

  return {
    show({ after }) {
      desk = after;
      redraw ??= setTimeout(draw, redrawEvery);
    },
    end() {
      clearTimeout(redraw);
      draw();
      render.done();
    },
  };
}
