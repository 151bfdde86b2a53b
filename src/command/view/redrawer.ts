const escape = '\u001B[';
const hideCursor = `${escape}?25l`;
const showCursor = `${escape}?25h`;
const clearRestOfLine = `${escape}K`;
const clearBelow = `${escape}J`;
const up = (lines: number): string => (lines === 0 ? '' : `${escape}${lines}A`);

/** Draws lines in place of those drawn before, and hides the cursor meanwhile. */
export function redrawer(terminal: NodeJS.WritableStream): {
  /** The lines must fit the width of the terminal. */
  readonly redraw: (lines: readonly string[]) => void;
  /** Shows the cursor again, below the last lines. */
  readonly done: () => void;
} {
  let drawn: readonly string[] = [];
  const restoreCursor = (): void => {
    terminal.write(showCursor);
  };

  return {
    redraw(lines) {
      // A second Ctrl-C exits without `done`.
      if (drawn.length === 0) process.once('exit', restoreCursor);
      if (drawn.join('\n') === lines.join('\n')) return;
      const text = lines.map((line) => `${line}${clearRestOfLine}\n`).join('');
      terminal.write(`${hideCursor}${up(drawn.length)}${text}${clearBelow}`);
      drawn = lines;
    },
    done() {
      process.off('exit', restoreCursor);
      restoreCursor();
    },
  };
}
