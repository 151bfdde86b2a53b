import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where the Chromium of `CHROMIUM` is, or the first on the `PATH`. */
export function chromiumPath(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  const paths = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const executablePath = CHROMIUM ?? paths.find(isExecutable);
  if (executablePath === undefined) {
    throw new Error('No Chromium was found. Install it (apt-get install chromium), or name it in CHROMIUM.');
  }
  return executablePath;
}

/** Starts that Chromium. The sandbox wants rights that root in a container lacks; only pages of this project are opened. */
export const startChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', ...args] });

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
