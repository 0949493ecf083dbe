/** Models and Settings: nobody who only reads waits for their code, and nobody who opens them is left without an answer. */
import { expect, test } from '@playwright/test';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';

const modelsCode = /\/models-page-[^/]+\.js$/;

// What the service worker keeps would answer in the place of the network.
test.use({ serviceWorkers: 'block' });

test('their code comes after the reader, and then they open without fetching more', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const read = new ReadPlace(page);
  await read.open();
  await expect.poll(() => asked.some((path) => modelsCode.test(path)), { intervals: oftenMs }).toBe(true);
  const reader = asked.findIndex((path) => path.includes('inference.worker'));
  expect(reader).toBeGreaterThanOrEqual(0);
  expect(asked.findIndex((path) => modelsCode.test(path))).toBeGreaterThan(reader);
  await read.read('It was fine.');

  asked.length = 0;
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kept on this device');
  expect(asked.filter((path) => path.endsWith('.js'))).toEqual([]);
});

test('while the code is on its way the place says so, and the focus is in it', async ({ page, context }) => {
  let letGo = (): void => undefined;
  const isHeld = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.route(modelsCode, async (route) => {
    await isHeld;
    await route.continue();
  });
  await page.goto('/');
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('main').getByText('One moment.')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  letGo();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
});

test('code that does not come is said, and trying again fetches it; the draft stays', async ({
  page,
  context,
}) => {
  let isBroken = true;
  await context.route(modelsCode, async (route) => {
    if (isBroken) await route.abort();
    else await route.continue();
  });
  const read = new ReadPlace(page);
  await read.open();
  await read.read('It was fine.');
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This place could not be opened.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This place could not be opened.');

  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await expect(read.box).toHaveValue('It was fine.');
});
