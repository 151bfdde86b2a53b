/** A picture, and how long it is seen, in milliseconds. */
export interface Frame {
  readonly image: Buffer;
  readonly ms: number;
}

/** An SVG that shows WebP pictures one after the other, for ever; with less motion wanted, the last alone. */
export function playing(
  frames: readonly Frame[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const total = frames.reduce((sum, { ms }) => sum + ms, 0);
  const percent = (ms: number): string => `${((100 * ms) / total).toFixed(2)}%`;
  let start = 0;
  const parts = frames.map(({ image, ms }, at) => {
    const [from, to] = [percent(start), percent(start + ms)];
    start += ms;
    return {
      style: `@keyframes f${at}{0%{opacity:0}${from}{opacity:1}${to}{opacity:0}100%{opacity:0}}#f${at}{animation:f${at} ${total}ms step-end infinite}`,
      image: `<image id="f${at}" width="${width}" height="${height}" href="data:image/webp;base64,${image.toString('base64')}"/>`,
    };
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    '<title>The server is killed; the session heals, a naive client does not</title>',
    `<style>@media (prefers-reduced-motion: no-preference){${parts.map(({ style }) => style).join('')}}</style>`,
    ...parts.map(({ image }) => image),
    '</svg>\n',
  ].join('\n');
}
