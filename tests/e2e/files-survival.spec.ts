/** A run that is disturbed: by a reload, a closed tab, a second tab, an update. It ends as one that nobody disturbed. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { builtApp } from './built-app.ts';
import { FilesPlace, longSurvey } from './files-place.ts';
import { makeHoldable, release } from './held-workers.ts';
import { oftenMs } from './often.ts';
import { openFirst, startStaticHost } from './static-host.ts';
import { french } from './texts.ts';

const offer = 'A new version is ready';

/** Rows that differ, and among them repeated, empty and foreign ones. */
function answers(rows: number): string {
  const lines = longSurvey(rows).split('\n');
  for (let line = 7; line < lines.length; line += 23) lines.splice(line, 0, lines[line - 5] ?? '', '""');
  lines.push(`"${french}"`);
  return lines.join('\n');
}

async function exported(files: FilesPlace): Promise<string> {
  const comes = files.page.waitForEvent('download');
  await files.button('Save as JSONL').click();
  return readFile(await (await comes).path(), 'utf8');
}

/** What is kept of the one run that is not finished; a tab that shows it would itself go on with it. */
async function keptRows(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('undertone-runs');
        opening.addEventListener('error', () => reject(new Error('There is no database.')));
        opening.addEventListener('success', () => {
          const database = opening.result;
          const asking = database.transaction('runs').objectStore('runs').getAll();
          asking.addEventListener('success', () => {
            database.close();
            const counts: unknown[] = asking.result.map(
              (record: { run: { counts: { rows: number } } }) => record.run.counts.rows,
            );
            resolve(Number(counts[0]));
          });
        });
      }),
  );
}

test('loaded anew again and again in mid-run, it ends with no row twice and none lost', async ({ page }) => {
  const files = new FilesPlace(page);
  const content = answers(1500);
  await files.read(content);
  const undisturbed = await exported(files);
  expect(undisturbed.trim().split('\n')).toHaveLength(content.split('\n').length - 1);

  await files.takeIn(content);
  await files.button('Start').click();
  for (let time = 0; time < 3; time += 1) {
    await expect(files.bar).toContainText(/[1-9]\d* of [\d,]+ rows/);
    await page.reload();
  }
  await files.isDone();
  expect(await exported(files)).toBe(undisturbed);
});

test('its tab closed, it goes on by itself when the app is opened at Read', async ({ page, context }) => {
  const files = new FilesPlace(page);
  await files.takeIn(longSurvey(3000));
  await files.button('Start').click();
  await expect(files.bar).toContainText(/[1-9]\d* of 3,000 rows/);
  const address = page.url();
  await page.close();

  const read = await context.newPage();
  await read.goto('/');
  await expect(read.getByRole('textbox', { name: 'Your text' })).toBeVisible();
  const before = await keptRows(read);
  expect(before).toBeLessThan(3000);
  await expect.poll(() => keptRows(read), { timeout: 130_000 }).toBeGreaterThan(before);
  await read.goto(address);
  await new FilesPlace(read).isDone();
  await expect(new FilesPlace(read).button('All 3,000')).toBeVisible();
});

test('a second tab sees how far it is, and can pause it and go on', async ({ page, context }) => {
  const files = new FilesPlace(page);
  await files.takeIn(longSurvey(3000));
  await files.button('Start').click();
  await expect(files.bar).toContainText(/[1-9]\d* of 3,000 rows/);

  const other = new FilesPlace(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.bar).toContainText(/[1-9]\d* of 3,000 rows/);
  await other.button('Pause').click();
  await expect(other.bar).toContainText(/Paused at [1-9]/);
  await expect(files.bar).toContainText(/Paused at [1-9]/);
  // What was being read as it was paused is still counted, in one tab before the other.
  await expect
    .poll(async () => (await files.bar.innerText()) === (await other.bar.innerText()), { intervals: oftenMs })
    .toBe(true);

  await other.button('Go on').click();
  await expect(files.button('Pause')).toBeVisible();
  await files.isDone();
  await other.isDone();
  await expect(other.button('All 3,000')).toBeVisible();
});

test.describe('two versions of the app', () => {
  /** So many that they are not all read within the frame in which the first of them are shown. */
  const rows = 10_000;
  let one: string;
  let two: string;
  test.beforeAll(async () => {
    one = await builtApp('one');
    two = await builtApp('two');
  });

  test('a newer version waits for it in its tab, and one that is used in another takes nothing from it', async ({
    page,
    context,
  }) => {
    const host = await startStaticHost(one);
    try {
      await makeHoldable(page);
      await openFirst(page, host);
      const files = new FilesPlace(page);
      await page.getByRole('link', { name: 'Files' }).click();
      await files.pick(longSurvey(rows));
      await files.button('Take in the rows').click();
      const isHeld = page.waitForFunction(
        () => /[1-9]\d* of 10,000 rows/.test(document.body.innerText) && dispatchEvent(new Event('hold')),
      );
      await files.button('Start').click();
      await isHeld;
      const address = page.url();
      const other = await context.newPage();
      await other.goto(host.url);

      host.serve(two);
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await expect(page.getByText(offer)).toBeVisible();
      const navigations: string[] = [];
      page.on('framenavigated', (frame) => navigations.push(frame.url()));
      await page.getByRole('button', { name: 'Use the new version' }).click();
      await expect(page.getByText('New version once this is done')).toBeVisible();

      // The other tab has nothing to wait for.
      await other.getByRole('button', { name: 'Use the new version' }).click();
      await expect(other.getByText(offer)).toBeHidden();
      await expect(files.bar).toContainText(/of 10,000 rows/);
      expect(navigations).toEqual([]);

      await release(page);
      await expect.poll(() => navigations, { intervals: oftenMs }).toEqual([address]);
      await files.isDone();
      await expect(files.button('All 10,000')).toBeVisible();
      await other.getByRole('link', { name: 'Settings' }).click();
      await expect(other.getByText('Version two')).toBeVisible();
    } finally {
      host.stop();
    }
  });
});
