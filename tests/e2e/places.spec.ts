/** Every place and every part of one has an address, which leads there from anywhere: by hand, by link, by the back button. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startAppServer } from './app-server.ts';
import type { AppServer } from './app-server.ts';
import { builtApp } from './built-app.ts';
import { ReadPlace } from './read-place.ts';
import { basePath, openFirst, startStaticHost } from './static-host.ts';
import type { StaticHost } from './static-host.ts';

const names = ['Read', 'Files', 'Review', 'Models', 'Settings'];
const deepViews = ['files/0b6f-7_A', 'review/0b6f-7_A'];

const current = (page: Page) => page.getByRole('navigation').locator('[aria-current="page"]');
const linkTo = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });

/** Styled, and with nothing missing that it asked for. */
async function isWhole(page: Page, view: string): Promise<void> {
  await expect(current(page)).toHaveText(view.startsWith('files') ? 'Files' : 'Review');
  const styles = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.cssRules.length));
  expect(styles).toEqual([expect.any(Number)]);
  expect(styles[0]).toBeGreaterThan(100);
}

test('each place has a link, an address and a title', { tag: '@every-browser' }, async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('navigation').getByRole('link')).toHaveText(names);
  for (const [index, path] of ['/', '/files', '/review', '/models', '/settings'].entries()) {
    const name = names[index] ?? '';
    await page.goto(path);
    await expect(current(page)).toHaveText(name);
    await expect(page).toHaveTitle(name === 'Read' ? 'Undertone' : `${name} · Undertone`);
    await linkTo(page, 'Read').click();
    await linkTo(page, name).click();
    expect(new URL(page.url()).pathname).toBe(path);
  }
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address.');
  await expect(current(page)).toHaveCount(0);
});

test('all of them are reached by the keyboard alone', async ({ page }) => {
  await page.goto('/models');
  await expect(current(page)).toHaveText('Models');
  for (const name of ['Files', 'Review', 'Models', 'Settings', 'Read']) {
    await page.evaluate(() => document.querySelector<HTMLElement>('.brand')?.focus());
    for (const before of names) {
      await page.keyboard.press('Tab');
      await expect(linkTo(page, before)).toBeFocused();
      if (before === name) break;
    }
    await page.keyboard.press('Enter');
    await expect(current(page)).toHaveText(name);
    await expect(
      page
        .getByRole('main')
        .or(page.getByRole('textbox', { name: 'Your text' }))
        .first(),
    ).toBeVisible();
    await expect(linkTo(page, name)).not.toBeFocused();
  }
});

test('back and forward go through places and their parts, and the draft stays', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.write('It was fine.');
  await linkTo(page, 'Files').click();
  await expect(current(page)).toHaveText('Files');
  await page.goto('/files/0b6f-7_A?server=no#sort=score');
  await expect(current(page)).toHaveText('Files');
  await linkTo(page, 'Models').click();
  // What the policy hangs on goes along; what belonged to the place stays with it.
  await expect(page).toHaveURL(/\/models\?server=no$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/files\/0b6f-7_A\?server=no#sort=score$/);
  await expect(current(page)).toHaveText('Files');
  await page.goBack();
  await expect(page).toHaveURL(/\/files$/);
  await page.goBack();
  await expect(read.box).toHaveValue('It was fine.');
  await page.goForward();
  await expect(current(page)).toHaveText('Files');
});

test('a phone shows all five, none of them cut off', async ({ browser, baseURL }) => {
  for (const width of [320, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 700 }, hasTouch: true });
    const page = await context.newPage();
    await page.goto(`${baseURL ?? ''}files`);
    for (const name of names) await expect(linkTo(page, name)).toBeInViewport({ ratio: 1 });
    const isWider = () => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth > clientWidth;
    };
    expect(await page.evaluate(isWider)).toBe(false);
    await context.close();
  }
});

test.describe('under a path of its own', () => {
  let server: AppServer;
  test.beforeEach(async () => {
    server = await startAppServer('/words/tone/');
  });
  test.afterEach(() => server.stop());

  test('a part of a place comes up, and everything it asks for is the app’s', async ({ page }) => {
    for (const view of deepViews) {
      const asked: string[] = [];
      const failed: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      page.on('response', (response) => {
        if (response.status() >= 400) failed.push(response.url());
      });
      await page.goto(server.url + view);
      await isWhole(page, view);
      await linkTo(page, 'Read').click();
      await new ReadPlace(page).read('The room was lovely and quiet.');
      expect(failed).toEqual([]);
      expect(asked.filter((path) => !path.startsWith('/words/tone/'))).toEqual([]);
    }
    const scopes = await page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    );
    expect(scopes).toEqual([server.url]);
  });
});

test.describe('a static host', () => {
  let host: StaticHost;
  test.beforeEach(async () => {
    host = await startStaticHost(await builtApp('one'));
  });
  test.afterEach(() => host.stop());

  test('shows every part of a place from the page it has for what is not there', async ({ page }) => {
    // As on a first visit, or where there is no service worker at all.
    await page.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    });
    for (const view of [...deepViews, 'files', 'review']) {
      const failed: string[] = [];
      page.on('response', (response) => {
        if (response.status() >= 400 && response.url() !== host.url + view) failed.push(response.url());
      });
      await page.goto(host.url + view);
      await isWhole(page, view);
      expect(failed).toEqual([]);
    }
    for (const request of host.requests) expect(request).toMatch(/^GET \/words\/tone\//);
    await linkTo(page, 'Read').click();
    await new ReadPlace(page).read('The room was lovely and quiet.');
  });

  test('does so with the service worker, too, and without a network', async ({ page, context }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read('The room was lovely and quiet.');
    host.stop();
    await context.setOffline(true);
    for (const view of deepViews) {
      await page.goto(host.url + view);
      await isWhole(page, view);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    }
    await linkTo(page, 'Read').click();
    await new ReadPlace(page).read('The breakfast was cold and the waiter was rude.');
    expect(new URL(page.url()).pathname).toBe(basePath);
  });
});
