import type { Browser, Locator, Page } from 'playwright-core';
import type { ChatMessage } from 'rx-chat-notifications';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Build, type Pages, servePages } from '../../scripts/angular/pages.ts';
import { startChromium } from './chromium.ts';
import { accessibilityProblems } from './accessibility.ts';

describe.each<Build>(['zoneless', 'zone'])('the Angular app, built %s', (build) => {
  let browser: Browser;
  let simulator: Simulator;
  let pages: Pages;
  let page: Page;
  let ann: string;
  let problems: string[];

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  /** Ann's chat has begun when the page opens, and Bea waits to be accepted. */
  beforeEach(async () => {
    simulator = await startSimulator();
    ann = simulator.openChat({ customer: 'Ann' });
    simulator.say(ann, 'Ann', 'My order is late');
    simulator.openChat({ customer: 'Bea', state: 'Invited' });

    const { url, credentials } = simulator;
    pages = await servePages(build, { session: { url, credentials }, nickname: 'Sam' });
    page = await browser.newPage();
    problems = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      // Chromium logs every failed request, also those to a killed server.
      if (message.location().url.startsWith(url)) return;
      problems.push(message.text());
    });
    await page.goto(pages.url);
  });

  afterEach(async () => {
    await page.close();
    await pages.close();
    await simulator.stop();
  });

  const connection = (): Locator => page.getByRole('status');
  const row = (customer: string): Locator => page.getByRole('button', { name: customer });
  const box = (): Locator => page.getByRole('textbox');
  const transcript = (): Promise<readonly string[]> =>
    page.locator('[role=log] li').evaluateAll((entries: readonly Entry[]) =>
      entries.map((entry) => {
        const parts = [...entry.querySelectorAll('.author, .text, .deed')];
        return [entry.getAttribute('data-index'), ...parts.map(({ textContent }) => textContent)].join(' ');
      }),
    );
  const truth = (): readonly string[] => simulator.truth(ann).messages.map(inWords);
  const isShownTrue = (): Promise<void> => expect.poll(transcript, polling).toEqual(truth());

  async function send(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
    await expect.poll(() => box().inputValue(), polling).toBe('');
  }

  it('shows the chats, and the whole transcript of one that is opened in mid-chat', async () => {
    await row('Ann').click();
    await isShownTrue();
    simulator.say(ann, 'Ann', 'Hello?');
    await isShownTrue();
    expect(problems).toEqual([]);
  });

  it('sends what the agent writes, and shows it once', async () => {
    await row('Ann').click();
    await send('I am looking for it');
    await isShownTrue();
    expect(truth().filter((words) => words.endsWith('I am looking for it'))).toHaveLength(1);

    await row('Bea').click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await send('How may I help you?');
    expect(problems).toEqual([]);
  });

  it('says when the connection is lost, and has lost nothing when it is back', async () => {
    await row('Ann').click();
    await connection().getByText('Connected').waitFor();
    const restarting = simulator.faults.restart({ downFor: 4_000 });
    await connection().getByText('Connection lost').waitFor();
    simulator.say(ann, 'Ann', 'Are you still there?');
    await restarting;
    await connection().getByText('Connected').waitFor();
    await isShownTrue();

    await send('I am back');
    await isShownTrue();
    // The session warns of the outage and of its end.
    expect(problems.filter((line) => !line.startsWith('rx-chat-notifications: '))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'can be used with a screen reader and read in %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await row('Bea').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await row('Ann').click();
      await send('I am looking for it');
      await isShownTrue();
      expect(await accessibilityProblems(page)).toEqual([]);
    },
  );
});

/** What is used of an element; these files are compiled without the types of the DOM. */
interface Entry {
  getAttribute(name: string): string | null;
  querySelectorAll(selectors: string): Iterable<{ readonly textContent: string | null }>;
}

/** Waits as long as the test may take. */
const polling = { timeout: 60_000 };

const deeds: Readonly<Record<string, string>> = { ParticipantJoined: 'joined' };

const inWords = ({ index, from, text, type }: ChatMessage): string =>
  `${index} ${from.nickname} ${text ?? deeds[type] ?? type}`;
