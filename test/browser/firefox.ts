import { type Browser, firefox } from 'playwright-core';
import { findProgram } from './findProgram.ts';

/**
 * Starts the Firefox of `FIREFOX`, or the first on the `PATH`, and drives it over WebDriver BiDi. Playwright 1.65 sends commands
 * that the current ESR does not know.
 */
export function startFirefox(): Promise<Browser> {
  const executablePath = process.env['FIREFOX'] ?? findProgram(['firefox-esr', 'firefox']);
  if (executablePath === undefined) {
    throw new Error('No Firefox was found. Install it (apt-get install firefox-esr), or name it in FIREFOX.');
  }
  return firefox.launch({ channel: 'moz-firefox', executablePath });
}
