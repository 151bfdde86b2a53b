import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../examples/web-console/shared/faults.ts';
import { browsers } from './browsers.ts';
import { healed, openConsole } from './consolePage.ts';
import { startConsoleProcess } from './consoleProcess.ts';
import { startedConsole } from './startedConsole.ts';

describe('the command', () => {
  it('one command starts simulator and page, and an interrupt ends both', async () => {
    const another = await startConsoleProcess(['--chats', '1']);
    const page = await fetch(another.url);
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await fetch(`${another.url}api/v2/me`)).status).toBe(401);
    expect(await another.end()).toBe(0);
    await expect(fetch(another.url)).rejects.toThrow();
  });

  it('ends at once, with a reason, where its port is taken', async () => {
    const another = await startConsoleProcess(['--chats', '1']);
    const { port } = new URL(another.url);
    await expect(startConsoleProcess(['--port', port])).rejects.toThrow('The console has ended with 1');
    await another.end();
  });
});

describe.each(browsers)('the console in %s', (_, start) => {
  const started = startedConsole([], start);

  it('the server is killed: the session comes back and holds all that was said, the naive client does not', async () => {
    const console = await openConsole(started);
    const { page, until, tally } = console;
    const status = page.getByRole('status');
    await page.getByRole('button', { name: 'Kill the server' }).click();
    await until('the loss is noticed', async () => (await status.innerText()) !== 'connected');
    await until('the session is back', async () => (await status.innerText()) === 'connected');
    await page.locator('.backfilled', { hasText: 'after the loss' }).waitFor();
    await healed(console);
    expect((await tally('naive'))[0]).toBeGreaterThan(10);
    expect(await page.locator('.log [data-state=connected]').count()).toBeGreaterThan(0);
    expect(console.misdeeds).toEqual([]);
    await page.context().close();
  });

  it('each fault has a button that takes effect, and the session gets over all of them', async () => {
    const console = await openConsole(started);
    const { page, fired, until } = console;
    const isConnected = async (): Promise<boolean> =>
      (await page.getByRole('status').innerText()) === 'connected';
    for (const fault of FAULT_NAMES) {
      await until('the session is connected', isConnected);
      const before = await fired(fault);
      let clickAgainAt = 0; // a fault of connections has no effect while none is open
      await until(`${fault} takes effect`, async () => {
        if (performance.now() >= clickAgainAt) {
          await page.locator(`[data-fault=${fault}]`).click();
          clickAgainAt = performance.now() + 5000;
        }
        return (await fired(fault)) > before;
      });
    }
    await until('the session is connected', isConnected);
    await healed(console);
    expect(await page.locator('.log [data-failure=invalid]').count()).toBeGreaterThan(0);
    expect(console.misdeeds).toEqual([]);
    await page.context().close();
  });

  it('what the agent does is sent, and told as answered by its referenceId', async () => {
    const { page, misdeeds, until } = await openConsole(started);
    const box = page.getByRole('textbox', { name: 'Message' });
    const key = page.getByRole('textbox', { name: 'Key' });
    const answered = (name: string): Promise<void> =>
      page.locator('.operations li[data-state=answered]', { hasText: name }).first().waitFor();
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.getByRole('button', { name: 'Accept' }).dblclick({ delay: 100 }); // the second is not for `Leave`, which stands there then
    await answered('Accept');
    // Without a body in Firefox: Playwright does not receive it over WebDriver BiDi.
    const notice = page.waitForRequest(
      (request) =>
        request.method() === 'POST' &&
        request.url().includes('/me/chats/') &&
        (request.postData() ?? 'SendStartTypingNotification').includes('SendStartTypingNotification'),
    );
    await box.fill('How may I help you?');
    await notice;
    await box.press('Enter');
    await answered('SendMessage');
    expect(await page.locator('.operations .reference').first().innerText()).toMatch(/^#\d+$/);
    const own = page.locator('.message[data-own]');
    expect(await own.locator('p').innerText()).toBe('How may I help you?');
    await box.fill('https://example.com/help');
    await page.getByRole('button', { name: 'Push link' }).click();
    await page.locator('.message[data-own] a[href="https://example.com/help"]').waitFor();
    await key.fill('order');
    await page.getByRole('textbox', { name: 'Value' }).fill('4471');
    await page.getByRole('button', { name: 'Attach' }).click();
    await page.locator('.user-data', { hasText: '4471' }).waitFor();
    await page.getByRole('button', { name: 'Delete order' }).click();
    await page.locator('.user-data div').waitFor({ state: 'detached' });
    const away = { status: 502, contentType: 'text/plain', body: 'Nobody is there' };
    await page.route('**/api/v2/me/chats/*', (route) => route.fulfill(away));
    await box.fill('Not lost');
    await box.press('Enter');
    await page.locator('.operations li[data-state=failed]', { hasText: 'HTTP 502' }).waitFor();
    await page.unrouteAll();
    await until('it is given back', async () => (await box.inputValue()) === 'Not lost');
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.locator('.chat-head .state', { hasText: 'Completed' }).waitFor();
    await page.locator('.chat-head h3:focus').waitFor(); // what had the focus has gone
    expect(await box.isEditable()).toBe(false);
    // What is half written for one chat is not for the next.
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await key.fill('half');
    await page.locator('[role=option][aria-selected=false]', { hasText: 'Chatting' }).first().click();
    await until('the other chat is there', async () => (await key.inputValue()) === '');
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });
});
