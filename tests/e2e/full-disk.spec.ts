/** A disk with no room left: the browser itself refuses what it is asked to keep. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { FilesPlace, longSurvey } from './files-place.ts';

const rows = 2000;
/** Rows that take up several times what is left of the room. */
const manyRows = 20_000;
const leftBytes = 50_000;
/** A browser goes by the room that it found last for up to half a minute. */
const roomIsLookedAtMs = 31_000;

const reason = 'There is no room left on this device.';
const remedy = 'Free some space, or erase something under Settings, and go on.';

/** From now on this site may keep so many bytes; all that the device has where none are named. */
type Allow = (bytes?: number) => Promise<void>;

async function quotaOf(page: Page): Promise<Allow> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  return async (bytes) => {
    await session.send('Storage.overrideQuotaForOrigin', {
      origin,
      ...(bytes === undefined ? {} : { quotaSize: bytes }),
    });
  };
}

/** What this site keeps by now, in bytes. */
async function usageOf(page: Page): Promise<number> {
  return page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
}

/** The rows of a file as they are saved, in order. */
async function exported(files: FilesPlace): Promise<string[]> {
  const comes = files.page.waitForEvent('download');
  await files.button('Save as JSONL').click();
  return (await readFile(await (await comes).path(), 'utf8')).trim().split('\n');
}

test('no room for results: the run halts, says why, and goes on once there is some', async ({ page }) => {
  const files = new FilesPlace(page);
  const content = longSurvey(rows);
  await files.read(content);
  // The browser tidies up when it likes: it may refuse the very first thing as well.
  const goOn = page.getByRole('button', { name: /^(?:Start|Go on)$/ });
  const undisturbed = await exported(files);
  expect(undisturbed).toHaveLength(rows);

  await files.takeIn(content);
  const allow = await quotaOf(page);
  await allow((await usageOf(page)) + leftBytes);
  await page.waitForTimeout(roomIsLookedAtMs);
  await files.button('Start').click();
  await expect(files.bar).toContainText(`${reason} ${remedy}`);
  await expect(files.bar).not.toContainText('all done');
  // Nor does pressing on make any.
  await goOn.click();
  await expect(files.bar).toContainText(reason);

  await allow();
  await page.waitForTimeout(roomIsLookedAtMs);
  // The press before may have come through by now.
  await goOn.click({ timeout: 2000 }).catch(() => undefined);
  await files.isDone();
  expect(await exported(files)).toEqual(undisturbed);
});

test('no room for a file: nothing of it is kept, and it is taken in once there is some', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  // While the model comes in, what is kept goes up and down by more than that.
  await page.waitForFunction(() => performance.getEntriesByName('reader ready').length > 0);
  await files.pick(longSurvey(manyRows));
  const allow = await quotaOf(page);
  await allow((await usageOf(page)) + leftBytes);
  await files.button('Take in the rows').click();
  await expect(page.getByText(reason)).toBeVisible();
  await files.open();
  await expect(page.getByText('survey.csv')).toBeHidden();

  await allow();
  await files.pick(longSurvey(manyRows));
  await files.button('Take in the rows').click();
  await expect(files.button('Start')).toBeVisible();
  await expect(page.getByText(`${manyRows.toLocaleString('en')} rows`)).toBeVisible();
});
