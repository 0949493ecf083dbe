/** A newer version is offered and never forced: a reload would drop what the reader is doing. Two builds tell. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { builtApp } from './built-app.ts';
import { hold, makeHoldable, release } from './held-workers.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';
import { openFirst, startStaticHost } from './static-host.ts';
import type { StaticHost } from './static-host.ts';
import { longText } from './texts.ts';

const draft = 'A draft that must not be lost.';
const offer = 'A new version is ready';

test.describe('two versions of the app', () => {
  let one: string;
  let two: string;
  let host: StaticHost;

  test.beforeAll(async () => {
    one = await builtApp('one');
    two = await builtApp('two');
  });
  test.beforeEach(async () => {
    host = await startStaticHost(one);
  });
  test.afterEach(() => host.stop());

  /** Where a page goes from now on. */
  function follow(page: Page): string[] {
    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    return navigations;
  }

  /** What a page does by itself whenever the person comes back to it. */
  async function comeBack(page: Page): Promise<void> {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  }

  async function shownVersion(page: Page): Promise<string> {
    await page.getByRole('link', { name: 'Settings' }).click();
    const version = await page.getByText(/^Version /).innerText();
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    return version;
  }

  test('the newer one waits until it is asked for, and other tabs learn of it', async ({ page, context }) => {
    await openFirst(page, host);
    const { box } = new ReadPlace(page);
    await box.fill(draft);
    const other = await context.newPage();
    await other.goto(host.url);
    const otherBox = new ReadPlace(other).box;
    await otherBox.fill('Another draft.');
    const navigations = follow(page);
    const otherNavigations = follow(other);
    await expect(page.getByText(offer)).toBeHidden();

    host.serve(two);
    await comeBack(page);
    await expect(page.getByText(offer)).toBeVisible();
    await expect(other.getByText(offer)).toBeVisible();
    const isWaiting = () =>
      page.evaluate(
        async () => ((await navigator.serviceWorker.getRegistration())?.waiting ?? null) !== null,
      );
    expect(await isWaiting()).toBe(true);
    expect(navigations).toEqual([]);
    expect(await shownVersion(page)).toBe('Version one');

    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect.poll(() => navigations, { intervals: oftenMs }).toContain(host.url);
    await expect(box).toHaveValue(draft);
    await expect(page.getByText(offer)).toBeHidden();
    expect(await shownVersion(page)).toBe('Version two');

    // The other tab goes on with the version it shows, and finds that version's files although the host has them no more.
    await expect(other.getByText(offer)).toBeVisible();
    await expect(otherBox).toHaveValue('Another draft.');
    const found = await other.evaluate(async () => {
      const script = document.querySelector<HTMLScriptElement>('script[src]')?.src ?? '';
      return { address: script, status: (await fetch(script)).status };
    });
    expect(found.status).toBe(200);
    const onHost = await other.request.get(found.address);
    expect(onHost.status()).toBe(404);
    expect(otherNavigations).toEqual([]);

    await other.getByRole('button', { name: 'Use the new version' }).click();
    await expect.poll(() => otherNavigations, { intervals: oftenMs }).toEqual([host.url]);
    await expect(otherBox).toHaveValue('Another draft.');
    expect(await shownVersion(other)).toBe('Version two');
  });

  test('asked for while a reading runs, it comes when that is done', async ({ page }) => {
    await makeHoldable(page);
    await openFirst(page, host);
    const navigations = follow(page);
    const read = new ReadPlace(page);
    await read.read('The room was lovely and quiet.');
    host.serve(two);
    await comeBack(page);
    await expect(page.getByText(offer)).toBeVisible();

    const text = longText(2000);
    await hold(page);
    await read.write(text);
    const cancel = read.verdict.getByRole('button', { name: 'Cancel' });
    await expect(cancel).toBeVisible();
    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect(page.getByText('New version once this is done')).toBeVisible();
    await page.getByRole('button', { name: 'Not yet' }).click();
    await expect(page.getByText(offer)).toBeVisible();
    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect(cancel).toBeVisible();
    expect(navigations).toEqual([]);

    await cancel.click();
    await expect.poll(() => navigations, { intervals: oftenMs }).toEqual([host.url]);
    await expect(read.box).toHaveValue(text);
    await read.write('');
    expect(await shownVersion(page)).toBe('Version two');
  });

  test('what is begun between the press and the change is waited for, too', async ({ page }) => {
    // Holds what the page tells the newer version, as a busy device does.
    await page.addInitScript(() => {
      const tell = Reflect.get(ServiceWorker.prototype, 'postMessage');
      ServiceWorker.prototype.postMessage = function held(...told: unknown[]) {
        const pass = (): void => {
          Reflect.apply(tell, this, told);
        };
        if (told[0] === 'use-new-version') addEventListener('let-go', pass, { once: true });
        else pass();
      };
    });
    await makeHoldable(page);
    await openFirst(page, host);
    const navigations = follow(page);
    const read = new ReadPlace(page);
    await read.read('The room was lovely and quiet.');
    host.serve(two);
    await comeBack(page);
    await page.getByRole('button', { name: 'Use the new version' }).click();
    const text = longText(2000);
    await hold(page);
    await read.write(text);
    const cancel = read.verdict.getByRole('button', { name: 'Cancel' });
    await expect(cancel).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event('let-go')));
    await expect(page.getByText('New version once this is done')).toBeVisible();
    expect(navigations).toEqual([]);

    // Taken back, it stays so when the reading has ended; the newer version is in use by then for every other page.
    await page.getByRole('button', { name: 'Not yet' }).click();
    await cancel.click();
    await release(page);
    await expect(read.button('Read it')).toBeVisible();
    expect(navigations).toEqual([]);
    await hold(page);
    await read.button('Read it').click();
    await expect(cancel).toBeVisible();
    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect(page.getByText('New version once this is done')).toBeVisible();
    await cancel.click();
    await expect.poll(() => navigations, { intervals: oftenMs }).toEqual([host.url]);
    await expect(read.box).toHaveValue(text);
  });

  test('asked for in one tab while another reads, it takes nothing from that one', async ({
    page,
    context,
  }) => {
    await makeHoldable(page);
    await openFirst(page, host);
    await new ReadPlace(page).read('The room was lovely and quiet.');
    const other = await context.newPage();
    await other.goto(host.url);
    const reading = new ReadPlace(other);
    await reading.read('The waiter was kind.');
    const otherNavigations = follow(other);
    host.serve(two);
    await comeBack(page);
    // The one tab reads for the other, which has to read all of it by itself when the one has gone over.
    const text = longText(1_990_000);
    await hold(page);
    await reading.write(text);
    const cancel = reading.verdict.getByRole('button', { name: 'Cancel' });
    await expect(cancel).toBeVisible();
    // The tab that reads waits for its own work, also when the newer version comes into use by the other's hand.
    await other.getByRole('button', { name: 'Use the new version' }).click();
    await expect(other.getByText('New version once this is done')).toBeVisible();
    const navigations = follow(page);
    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect.poll(() => navigations, { intervals: oftenMs }).toContain(host.url);
    expect(otherNavigations).toEqual([]);
    await cancel.click();
    await expect.poll(() => otherNavigations, { intervals: oftenMs }).toEqual([host.url]);
    await expect(reading.box).toHaveValue(text);
    await reading.write('');
    expect(await shownVersion(other)).toBe('Version two');
  });

  test('a build that is published by halves is not taken', async ({ page }) => {
    await openFirst(page, host);
    host.serve(two);
    host.replace('index.html', '<!doctype html><title>Half a build</title>');
    const outcome = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const found = new Promise<ServiceWorker | null>((resolve) => {
        registration?.addEventListener('updatefound', () => resolve(registration.installing));
      });
      await registration?.update();
      const worker = await found;
      return new Promise<string | undefined>((resolve) => {
        worker?.addEventListener('statechange', () => resolve(worker.state));
      });
    });
    expect(outcome).toBe('redundant');
    await expect(page.getByText(offer)).toBeHidden();
    await page.reload();
    await expect(new ReadPlace(page).box).toBeVisible();

    host.replace('index.html', null);
    await comeBack(page);
    await expect(page.getByText(offer)).toBeVisible();
  });

  test('what the reader runs on comes along with the newer version', async ({ page, context }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read('The room was lovely and quiet.');
    host.serve(two);
    await comeBack(page);
    await page.getByRole('button', { name: 'Use the new version' }).click();
    await expect(page.getByText(offer)).toBeHidden();
    await expect(new ReadPlace(page).box).toBeVisible();
    host.stop();
    await context.setOffline(true);
    await page.reload();
    await new ReadPlace(page).read('The breakfast was cold and the waiter was rude.');
    await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  });
});
