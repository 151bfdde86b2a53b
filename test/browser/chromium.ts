import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './findProgram.ts';

/** Where the Chromium of `CHROMIUM` is, or the first on the `PATH`. */
export function chromiumPath(): string {
  const executablePath =
    process.env['CHROMIUM'] ??
    findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (executablePath === undefined) {
    throw new Error('No Chromium was found. Install it (apt-get install chromium), or name it in CHROMIUM.');
  }
  return executablePath;
}

/** Starts that Chromium. The sandbox wants rights that root in a container lacks; only pages of this project are opened. */
export const startChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', ...args] });
