/** A device that cannot run the model: the server is offered, shows what it would get, and gets nothing before. */
import { expect, test } from '@playwright/test';
import { ReadPlace } from './read-place.ts';
import { french, stay } from './texts.ts';

test('the server reads only after one has seen and agreed to what is sent', async ({ page }) => {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.postData() ?? '');
  });
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await read.open();
  await expect(read.verdict).toContainText('The reader could not run on this device.');
  await read.button('See what would be sent').click();
  await expect(read.button('Agree and send')).toHaveAttribute('aria-disabled', 'true');
  await read.button('Send nothing').click();

  await read.write(stay);
  await expect(read.verdict).toContainText(`The server at ${new URL(page.url()).host} can read for you.`);

  await read.button('See what would be sent').click();
  await expect(page.getByRole('heading', { name: 'This would be sent, word for word' })).toBeFocused();
  await expect(page.getByText(new URL('v1/analyze', page.url()).href)).toBeVisible();
  await expect(page.getByText(JSON.stringify({ text: stay }))).toBeVisible();
  await read.button('Send nothing').click();
  await expect(page.getByText(JSON.stringify({ text: stay }))).toBeHidden();
  expect(posts).toEqual([]);

  await read.button('See what would be sent').click();
  await read.button('Agree and send').click();
  await read.isRead();
  await expect(read.box).toHaveValue(stay);
  await expect(page.getByText(/^On the server, [\d.,]+\s(?:ms|s)\.$/)).toBeVisible();
  expect(posts).toEqual([JSON.stringify({ text: stay })]);
  const sentBytes = new TextEncoder().encode(posts[0]).length;
  await expect(page.getByText(`${sentBytes} bytes of your text sent.`)).toBeVisible();

  await read.write('');
  await read.write(french);
  await read.button('Read it anyway').click();
  await read.isRead();
  expect(posts.at(-1)).toBe(JSON.stringify({ text: french, anyLanguage: true }));
  await read.write('');
  await expect(read.verdict).toContainText('The server reads it for this device.');
  await expect(read.verdict).not.toContainText('It stays on this device.');

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('Nothing of this leaves the device.')).toBeHidden();
  await expect(page.getByText('What is listed here lies on this device.')).toBeVisible();
  await read.button('Stop using the server').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kept on this device');
  await expect(page.getByText('Nothing of this leaves the device.')).toBeVisible();
  await expect(read.button('Stop using the server')).toBeHidden();
  // The page was loaded anew, and what this tab has sent stays sent.
  const allBytes = posts.reduce((sum, body) => sum + new TextEncoder().encode(body).length, 0);
  await expect(
    page.getByText(`${allBytes} bytes of your text sent since this tab was opened.`),
  ).toBeVisible();
});

for (const [what, answer] of [
  ['a proxy that does not reach it', { status: 502 }],
  ['a page of the host', { status: 200, contentType: 'text/html', body: 'Back in a moment.' }],
] as const) {
  test(`a server behind ${what} is offered once it is there, and no longer than that`, async ({ page }) => {
    await page.clock.install();
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    const address = '**/service-worker.json';
    let refused = 0;
    await page.route(address, async (route) => {
      await route.fulfill(answer);
      refused += 1;
    });
    const read = new ReadPlace(page);
    await read.open();
    await expect(read.verdict).toContainText('The reader could not run on this device.');
    await page.waitForLoadState('networkidle');
    expect(refused).toBeGreaterThan(0);
    await expect(read.button('See what would be sent')).toHaveCount(0);
    // Nothing that another try could do is offered.
    await expect(read.button('Try again')).toHaveCount(0);

    await page.unroute(address);
    await page.clock.fastForward('00:30');
    await expect(read.button('See what would be sent')).toBeVisible();
    await expect(read.button('Try again')).toHaveCount(0);

    await page.route(address, (route) => route.abort());
    await page.clock.fastForward('00:30');
    await expect(read.button('See what would be sent')).toHaveCount(0);
    await expect(read.verdict).toContainText('The reader could not run on this device.');
  });
}

test('agreeing says so where the browser keeps nothing', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    Storage.prototype.setItem = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
  const read = new ReadPlace(page);
  await read.open();
  await read.write(stay);
  await read.button('See what would be sent').click();
  await read.button('Agree and send').click();
  await expect(page.getByText('This browser does not let the page keep anything.').first()).toBeVisible();
  await expect(read.button('Agree and send')).not.toHaveAttribute('aria-disabled');
});

test('a text in another language is shown as it is asked for, and sent so', async ({ page }) => {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.postData() ?? '');
  });
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    if (!location.search.includes('agreed')) sessionStorage.setItem('undertone.draft.any-language', 'yes');
  });
  const asked = JSON.stringify({ text: french, anyLanguage: true });
  const read = new ReadPlace(page);
  await page.goto('/settings');
  await page.evaluate((text) => sessionStorage.setItem('undertone.draft', text), french);
  await read.open();
  await read.button('See what would be sent').click();
  await expect(page.getByText(asked)).toBeVisible();
  await read.button('Agree and send').click();
  await read.isRead();
  expect(posts).toEqual([asked]);
});
