import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './accessibility.ts';
import { startedConsole } from './startedConsole.ts';
import { openConsole } from './consolePage.ts';

const started = startedConsole();

const hostile = {
  customer: '<img src=x onerror="window.hacked=1">',
  text: '<script>window.hacked=1</script> javascript:window.hacked=1 https://example.com/"onmouseover="window.hacked=1',
  userData: {
    '<b onclick="window.hacked=1">key</b>': '<svg onload="window.hacked=1">',
    link: 'javascript:window.hacked=1',
    page: 'https://example.com/profile',
    nested: { html: '<iframe src="javascript:parent.hacked=1"></iframe>' },
  },
};

/** Somebody calls who means no good. */
async function callBy(opening: typeof hostile): Promise<void> {
  const response = await fetch(`${started.url}console/chats`, {
    method: 'POST',
    body: JSON.stringify(opening),
  });
  expect(response.status).toBe(200);
}

describe('the console', () => {
  it('what customers typed is text: no script runs, and only http(s) is a link', async () => {
    const { page, misdeeds } = await openConsole(started);
    await callBy(hostile);
    await page.getByRole('searchbox').fill('onerror');
    await page.getByRole('option', { name: hostile.customer }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('javascript:window.hacked=1');
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await page.locator('.message[data-own]').waitFor();

    expect(await page.locator('.chat-head h3').innerText()).toBe(hostile.customer);
    expect(await page.locator('.message:not([data-own]) p').first().innerText()).toBe(hostile.text);
    const facts = await page.locator('.user-data').innerText();
    for (const text of [
      '<b onclick="window.hacked=1">key</b>',
      '<svg onload="window.hacked=1">',
      '<iframe src=',
    ]) {
      expect(facts).toContain(text);
    }
    // The simulated customer may answer with a link of its own.
    const links = await page.evaluate(
      `[...document.querySelectorAll('#chat a:not([href="https://example.com/help"])')]
        .map((link) => [link.getAttribute('href'), link.getAttribute('rel')])`,
    );
    expect(links).toEqual([
      ['https://example.com/', 'noopener noreferrer'],
      ['https://example.com/profile', 'noopener noreferrer'],
    ]);
    expect(await page.locator('main :is(img, iframe, script)').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  it('has a policy that lets in nothing but its own files, and answers nobody else', async () => {
    const { headers } = await fetch(started.url);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    const foreign = { method: 'POST', headers: { Origin: 'https://example.com' } };
    expect((await fetch(`${started.url}console/faults/restart`, foreign)).status).toBe(403);
    const { hostname, port } = new URL(started.url);
    const rebound = request({ hostname, port, headers: { Host: `example.com:${port}` } }).end();
    const [answer] = (await once(rebound, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(403);
    const { page, misdeeds } = await openConsole(started);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has nothing that axe-core complains of, %s', async (colorScheme) => {
    const { page } = await openConsole(started, { colorScheme });
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.locator('[data-fault=malformed]').click();
    await page.locator('.log [data-failure=invalid]').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const theme = page.getByRole('button', { name: 'Theme' });
    for (const background of ['rgb(238, 241, 245)', 'rgb(14, 18, 24)']) {
      await theme.click();
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.context().close();
  });

  it('can be used with the keys alone', async () => {
    const { page, fired, until } = await openConsole(started, { reducedMotion: 'reduce' });
    const { keyboard } = page;
    const tabTo = async (selector: string): Promise<void> => {
      for (let step = 0; step < 40; step += 1) {
        if (await page.locator(`${selector}:focus`).count()) return;
        await keyboard.press('Tab');
      }
      throw new Error(`The key Tab does not lead to ${selector}`);
    };
    const chosen = page.locator('[role=option][aria-selected=true]');
    await tabTo('[role=listbox]');
    // Until it is so: a chat that ends between the two keys stands last at once, and none is next.
    await until('the next chat is chosen', async () => {
      await keyboard.press('Home');
      await page.waitForTimeout(100);
      const first = await chosen.getAttribute('data-chat');
      await keyboard.press('ArrowDown');
      await page.waitForTimeout(100);
      return (await chosen.getAttribute('data-chat')) !== first;
    });
    expect(await page.getByRole('listbox').getAttribute('aria-activedescendant')).toBe(
      await chosen.getAttribute('id'),
    );
    await keyboard.press('Home');
    await page.locator('.chat-head h3').waitFor();
    await tabTo('[data-fault=duplicate]');
    const before = await fired('duplicate');
    await keyboard.press('Enter');
    await until('the fault takes effect', async () => (await fired('duplicate')) > before);
    await page.context().close();
  });
});
