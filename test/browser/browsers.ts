import type { Browser } from 'playwright-core';
import { startChromium } from './chromium.ts';
import { startFirefox } from './firefox.ts';

/** The browsers in which pages are tried, for `it.each`: all, or those that `BROWSERS` names, separated by commas. */
export const browsers: readonly (readonly [name: string, start: () => Promise<Browser>])[] = (
  [
    ['Chromium', startChromium],
    ['Firefox', startFirefox],
  ] as const
).filter(([name]) => (process.env['BROWSERS'] ?? name).split(',').includes(name));
if (browsers.length === 0)
  throw new Error(`BROWSERS: expected Chromium or Firefox, got "${process.env['BROWSERS']}"`);
