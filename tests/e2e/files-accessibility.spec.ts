/** No findings of axe on any state of Files, in light, in dark and on a phone. */
import { expect, test } from '@playwright/test';
import { FilesPlace, longSurvey, survey } from './files-place.ts';
import { hasNoFindings } from './findings.ts';

test('bringing, looking at, and a file that cannot be read', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await hasNoFindings(page);
  await files.pick(Buffer.from('PK\u0003\u0004 no workbook'), 'broken.xlsx');
  await expect(page.getByRole('alert')).toBeVisible();
  await hasNoFindings(page);
  await files.pick(survey);
  await expect(page.getByText('fewer cells than columns')).toBeVisible();
  await hasNoFindings(page);
});

test('ready, being read, paused, asked about, and stopped', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.takeIn(longSurvey(6000));
  await hasNoFindings(page);
  await files.button('Start').click();
  await expect(files.bar).toContainText(/[1-9]\d* of 6,000 rows/);
  await files.button('Pause').click();
  await expect(files.bar).toContainText('Paused');
  await hasNoFindings(page);
  await files.button('Stop').click();
  await hasNoFindings(page);
  await files.button('Yes, stop').click();
  await expect(files.bar).toContainText('Stopped');
  await hasNoFindings(page);
});

test('on a device that cannot read: bringing, the offer of the server, and what would be sent', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const files = new FilesPlace(page);
  await files.open();
  await expect(page.getByText('can read a file for you')).toBeVisible();
  await hasNoFindings(page);
  await files.pick(survey);
  await files.button('Take in the rows').click();
  await files.button('See what would be sent').click();
  await expect(page.getByText('Nothing to mask was found.')).toBeVisible();
  await hasNoFindings(page);
});

test('done, narrowed down to nothing, a row open, the list, and gone', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  await expect(page.getByRole('heading', { name: 'How the rows read' })).toBeVisible();
  await hasNoFindings(page);
  await files.row('I hated it').getByRole('button').click();
  await expect(files.reading.locator('mark').first()).toBeVisible();
  await hasNoFindings(page);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Words in the text' }).fill('nothing like it');
  await expect(page.getByText('No row fits the filters.')).toBeVisible();
  await hasNoFindings(page);
  await files.button('All files').click();
  await files.button('Erase survey.csv').click();
  await hasNoFindings(page);
  await files.open('/files/nothing-of-this-name');
  await expect(page.getByText('This file is not on this device.')).toBeVisible();
  await hasNoFindings(page);
});

test('on a phone: the rows as a list, and one of them over it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const files = new FilesPlace(page);
  await files.read(survey);
  await expect(files.rows.first()).toBeVisible();
  await hasNoFindings(page);
  await files.row('I hated it').getByRole('button').click();
  await expect(files.reading.locator('mark').first()).toBeVisible();
  await hasNoFindings(page);
  await files.button('Close').click();
  await expect(files.row('I hated it').getByRole('button')).toBeFocused();
});
