/** Hues for letters, in turn, as far from their neighbours as eight can be. */
export const hues: readonly number[] = [212, 28, 145, 330, 265, 185, 48, 0];

const light = {
  ink: '#3c3c43',
  faint: '#8e8e98',
  hair: '#d4d4dc',
  box: '#f4f4f7',
  sat: '80%',
  fill: '92%',
  edge: '42%',
};
const dark = {
  ink: '#dfdfe6',
  faint: '#8f8f9d',
  hair: '#45454e',
  box: '#25252b',
  sat: '42%',
  fill: '24%',
  edge: '62%',
};

const variables = (theme: typeof light): string =>
  Object.entries(theme)
    .map(([name, value]) => `--m-${name}:${value}`)
    .join(';');

const rules = `
.marbles text{font:12px ui-sans-serif,system-ui,sans-serif;fill:var(--m-ink)}
.marbles .code,.marbles .letter,.marbles .name{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.marbles .code{font-size:14px;white-space:pre}
.marbles .letter{font-size:14px;font-weight:600;text-anchor:middle}
.marbles .small .letter{font-size:11px}
.marbles .name,.marbles .time{fill:var(--m-faint);font-size:11px}
.marbles .time{text-anchor:middle}
.marbles .line,.marbles .end,.marbles .error{fill:none;stroke:var(--m-ink);stroke-width:1.6;stroke-linecap:round}
.marbles .end{stroke-width:2.4}
.marbles .error{stroke:hsl(0 70% var(--m-edge));stroke-width:2.4}
.marbles .inner .line{stroke:var(--m-faint)}
.marbles .arrow{fill:var(--m-ink)}
.marbles .inner .arrow{fill:var(--m-faint)}
.marbles .held{fill:none;stroke:var(--m-faint);stroke-width:1.2}
.marbles .grip{fill:var(--m-faint)}
.marbles .guide{stroke:var(--m-hair);stroke-width:1;stroke-dasharray:2 4}
.marbles .box{fill:var(--m-box);stroke:var(--m-hair)}
.marbles .value{fill:hsl(var(--h) var(--m-sat) var(--m-fill));stroke:hsl(var(--h) 60% var(--m-edge));stroke-width:1.6}
${hues.map((hue, at) => `.marbles .v${String(at)}{--h:${String(hue)}}`).join('')}`.trim();

const themed = (darkness: string): string => `.marbles{${variables(light)}}${darkness}\n${rules}`;

/** For a picture on its own, which follows what the reader's system prefers. */
export const ownStyle: string = themed(`@media(prefers-color-scheme:dark){.marbles{${variables(dark)}}}`);

/** For pictures within pages of the site, which follow its switch. */
export const pageStyle: string = themed(`.dark .marbles{${variables(dark)}}`);
