/** Installing is possible where one looks for it, and asked for nowhere. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ReadPlace } from './read-place.ts';

const installWords = /install|home screen/i;

/** The browser's offer to install, as Chromium makes it; true when the page keeps the browser from asking at once. */
function offerInstallation(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true });
    Reflect.set(event, 'prompt', () => {
      Reflect.set(window, 'timesAsked', Number(Reflect.get(window, 'timesAsked') ?? 0) + 1);
      return Promise.resolve({ outcome: 'accepted' });
    });
    return !dispatchEvent(event);
  });
}

test(
  'a first visit asks for nothing; Settings has the button',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    expect(await offerInstallation(page)).toBe(true);
    await read.read('The room was lovely and quiet.');
    await expect(page.getByText(installWords)).toHaveCount(0);
    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(installWords)).toHaveCount(0);

    await page.getByRole('link', { name: 'Settings' }).click();
    const section = page.getByRole('region', { name: 'As an app' });
    await expect(section.getByText(/^Version \d/)).toBeVisible();
    expect(await page.evaluate(() => Number(Reflect.get(window, 'timesAsked') ?? 0))).toBe(0);
    await section.getByRole('button', { name: 'Install' }).click();
    expect(await page.evaluate(() => Number(Reflect.get(window, 'timesAsked')))).toBe(1);
    await page.evaluate(() => dispatchEvent(new Event('appinstalled')));
    await expect(section.getByText('Installed on this device.')).toBeVisible();
    await expect(section.getByRole('button', { name: 'Install' })).toBeHidden();
  },
);

test('on iOS, where no page can ask, the steps are written down', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.defineProperty(navigator, 'standalone', { value: false });
  });
  await page.goto('/settings');
  const steps = page.getByRole('region', { name: 'As an app' }).getByRole('listitem');
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(1)).toHaveText('Choose “Add to Home Screen”.');
});

test('an installed app on iOS knows that it is installed', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.defineProperty(navigator, 'standalone', { value: true });
  });
  await page.goto('/settings');
  await expect(page.getByText('Installed on this device.')).toBeVisible();
});

test('a browser that offers nothing is not asked for more than its menu has', async ({ page }) => {
  await page.goto('/settings');
  await expect(page.getByText(/its menu offers it/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Install' })).toBeHidden();
});
