import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/docs/project.ts';
import { startChromium } from './chromium.ts';
import { openConsole } from './consolePage.ts';
import { startConsoleProcess } from './consoleProcess.ts';
import { type Frame, playing } from './playing.ts';

const folder = `${root}examples/web-console/pictures`;

/** A part of a page as WebP, which is a third of a PNG. */
async function picture(page: Page, quality: number, clip?: Clip): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    ...(clip !== undefined && { clip: { ...clip, scale: 1 } }),
  });
  return Buffer.from(data, 'base64');
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const save = (name: string, content: Buffer | string): void => {
  writeFileSync(`${folder}/${name}`, content);
  console.log(`${name}: ${Math.round(content.length / 1_024)} kB`);
};

const server = await startConsoleProcess();
const browser = await startChromium();
const started = { browser, url: server.url };
mkdirSync(folder, { recursive: true });
try {
  const { page, until, tally } = await openConsole(started, {
    viewport: { width: 1_280, height: 800 },
  });
  await page.getByRole('option').nth(2).click();
  await page.waitForTimeout(6_000);
  await page.getByRole('button', { name: 'Kill the server' }).click();
  await until('the naive client has lost something', async () => ((await tally('naive'))[0] ?? 0) > 20);
  await page.mouse.move(640, 5);
  await page.waitForTimeout(500);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    save(`${colorScheme}.webp`, await picture(page, 30));
  }
  await page.context().close();

  const small = await openConsole(started, { viewport: { width: 1_080, height: 1_600 } });
  await small.page.waitForTimeout(4_000);
  const side = await small.page.locator('.side').boundingBox();
  const strip = await small.page.locator('#strip').boundingBox();
  if (side === null || strip === null) throw new Error('There is nothing to see');
  const clip = { x: 0, y: side.y - 10, width: 1_080, height: strip.y + strip.height - side.y + 20 };
  const frames: Frame[] = [];
  for (let frame = 0; frame < 5; frame += 1) {
    if (frame === 1) await small.page.getByRole('button', { name: 'Kill the server' }).click();
    frames.push({ image: await picture(small.page, 10, clip), ms: frame === 4 ? 3_500 : 1_600 });
    await small.page.waitForTimeout(2_000);
  }
  save('healing.svg', playing(frames, clip));
} finally {
  await browser.close();
  await server.end();
}
