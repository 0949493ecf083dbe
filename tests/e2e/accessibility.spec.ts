/** No findings of axe on any screen, in light and in dark. */
import { expect, test } from '@playwright/test';
import { hasNoFindings } from './findings.ts';
import { createOwnModel, zipped } from './own-model-files.ts';
import { back, OwnModelPlace } from './own-model-place.ts';
import { weightsPattern } from './model-requests.ts';
import { ReadPlace } from './read-place.ts';
import { french, longText, stay } from './texts.ts';

test('a first visit', async ({ page }) => {
  await new ReadPlace(page).open();
  await hasNoFindings(page);
});

test('a first visit while the reader is on its way, and when it was stopped', async ({ page, context }) => {
  await context.route(weightsPattern, () => undefined);
  const read = new ReadPlace(page);
  await read.open();
  await expect(read.button('Stop')).toBeVisible();
  await hasNoFindings(page);
  await read.button('Stop').click();
  await expect(read.button('Start again')).toBeVisible();
  await hasNoFindings(page);
});

test('a reading and everything that opens on it', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await hasNoFindings(page);
  await read.button('Pin this version').click();
  await read.read(`${stay} I love it.`);
  await read.button('Test these words').click();
  await expect(page.getByRole('region', { name: 'Without each word' }).getByRole('list')).toHaveAttribute(
    'aria-busy',
    'false',
  );
  await hasNoFindings(page);
  await read.button('Correct this').click();
  await hasNoFindings(page);
  await read.button('Positive').click();
  await expect(read.button('Undo')).toBeVisible();
  await hasNoFindings(page);
});

test('verdicts of every kind of sentence, with the help on the figure', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  for (const text of ['I love it.', 'I hate it.', 'Check-out is at eleven.', 'It was good but also bad.']) {
    await read.read(text);
    await hasNoFindings(page);
  }
  await read.read('I love it.');
  await read.verdict.getByRole('button', { name: /%$/ }).click();
  await hasNoFindings(page);
});

test('another language, and a reading that was stopped', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await read.write(french);
  await expect(read.button('Read it anyway')).toBeVisible();
  await hasNoFindings(page);
  await read.write(longText(300_000));
  await read.verdict.getByRole('button', { name: 'Cancel' }).click();
  await expect(read.button('Read it')).toBeVisible();
  await hasNoFindings(page);
});

test('the offer of the server and what would be sent', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await read.open();
  await read.write(stay);
  await expect(read.button('See what would be sent')).toBeVisible();
  await hasNoFindings(page);
  await read.button('See what would be sent').click();
  await hasNoFindings(page);
});

test('what arrived, what was refused, no network, and the steps to install', async ({ page, context }) => {
  await page.addInitScript(() => {
    Reflect.defineProperty(navigator, 'standalone', { value: false });
    Reflect.defineProperty(window, 'launchQueue', {
      value: {
        async setConsumer(consumer: (launch: unknown) => void) {
          const folder = await navigator.storage.getDirectory();
          const names = ['letter.txt', 'answers.pdf'];
          const files = names.map((name) => folder.getFileHandle(name, { create: true }));
          consumer({ files: await Promise.all(files) });
        },
      },
    });
  });
  await page.goto('/#share-lost');
  await expect(page.getByText(/^answers\.pdf cannot be opened/)).toBeVisible();
  // The other places come after the reader.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/settings-page-')),
  );
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await hasNoFindings(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'As an app' }).getByRole('listitem')).toHaveCount(3);
  await hasNoFindings(page);
});

test('a model of the person’s own: refused, asked about, in use, and gone', async ({ page }) => {
  const own = new OwnModelPlace(page);
  const read = new ReadPlace(page);
  await read.open();
  await own.open();
  await own.pickZip(Buffer.from('no zip file'));
  await expect(own.section.getByText('This model could not be read.', { exact: true })).toBeVisible();
  await hasNoFindings(page);
  await own.pickZip(zipped(createOwnModel({ labels: ['LABEL_0', 'LABEL_1'] })));
  await expect(own.section.getByLabel('LABEL_0')).toBeFocused();
  await own.button('That is what they mean').click();
  await hasNoFindings(page);
  await own.section.getByLabel('LABEL_0').selectOption('Negative');
  await own.section.getByLabel('LABEL_1').selectOption('Positive');
  await own.button('That is what they mean').click();
  await expect(own.button('Read with it')).toBeFocused();
  await own.readWithIt();
  await hasNoFindings(page);
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await hasNoFindings(page);
  await read.read(stay);
  await hasNoFindings(page);
  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('own-models', { recursive: true });
  });
  await page.goto('/');
  await expect(read.button(back)).toBeVisible();
  await hasNoFindings(page);
});

test('models, settings and nowhere', async ({ page }) => {
  await page.goto('/models');
  await page.getByText('Details', { exact: true }).click();
  await hasNoFindings(page);
  await page.goto('/settings');
  await expect(page.getByRole('row', { name: /The reader/ })).toBeVisible();
  await hasNoFindings(page);
  await page.getByLabel('Keep a history').check();
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  const read = new ReadPlace(page);
  await read.read(stay);
  await read.box.press('Control+Enter');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(1);
  await hasNoFindings(page);
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await hasNoFindings(page);
});

test('on a phone: a reading, the places', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await hasNoFindings(page);
  await read.read(longText(3000));
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('link', { name: /To the verdict$/ })).toBeVisible();
  await hasNoFindings(page);
  await page.goto('/models');
  await expect(page.getByRole('table')).toBeVisible();
  await hasNoFindings(page);
});

test('with forced colours and without motion nothing is lost', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await hasNoFindings(page);
  const duration = await page
    .locator('.tone-bar-part')
    .first()
    .evaluate((part) => getComputedStyle(part).transitionDuration);
  expect(duration).toBe('0s');
});
