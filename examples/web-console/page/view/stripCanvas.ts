import { animationFrameScheduler, interval, type Observable, throttleTime } from 'rxjs';
import { emptyStrip, type Strip } from '../model/marbles.ts';
import { report } from './mount.ts';
import { drawStrip } from './drawStrip.ts';
import { palette } from './stripPalette.ts';

const FRAME = 33;
/** Where somebody wants less motion, it steps instead of flowing. */
const STEP = 1_000;

const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The drawing, live. The numbers beside it show the same. */
export function stripCanvas(container: HTMLElement, strip$: Observable<Strip>): void {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  container.append(canvas);
  const context = canvas.getContext('2d');
  if (context === null) return;
  let size = { width: 0, height: 0 };
  new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = size.width * devicePixelRatio;
    canvas.height = size.height * devicePixelRatio;
    context.scale(devicePixelRatio, devicePixelRatio);
  }).observe(canvas);

  let strip = emptyStrip;
  strip$.subscribe({
    next: (next) => {
      strip = next;
    },
    error: report,
  });
  interval(0, animationFrameScheduler)
    .pipe(throttleTime(isCalm ? STEP : FRAME))
    .subscribe({
      next: () => {
        drawStrip(context, strip, size, Date.now(), palette());
      },
      error: report,
    });
}
