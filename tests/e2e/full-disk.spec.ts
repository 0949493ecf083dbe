/** A disk with no room left: the browser itself refuses what it is asked to keep. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../browser-path.ts';
import { FilesPlace, longSurvey } from './files-place.ts';

const rows = 2000;
/** Rows that take up several times what is left of the room. */
const manyRows = 20_000;
const leftBytes = 50_000;

const reason = 'There is no room left on this device.';
const remedy = 'Free some space, or erase something under Settings, and go on.';

let profile: string;
let context: BrowserContext | undefined;

test.beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'undertone-e2e-'));
});
test.afterEach(async () => {
  await context?.close();
  context = undefined;
  await rm(profile, { recursive: true });
});

/**
 * The tab of a browser that has just been started with this test's profile. A browser goes by the room that it found last
 * for up to half a minute, but not beyond its own end.
 */
async function startBrowser(baseURL = ''): Promise<Page> {
  await context?.close();
  context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: [...chromiumArguments],
    baseURL,
  });
  return context.newPage();
}

/** From now on this site may keep so many bytes; all that the device has where none are named. */
type Allow = (bytes?: number) => Promise<void>;

async function quotaOf(page: Page, baseURL = ''): Promise<Allow> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL);
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

test('no room for results: the run halts, says why, and goes on once there is some', async ({ baseURL }) => {
  let files = new FilesPlace(await startBrowser(baseURL));
  const content = longSurvey(rows);
  await files.read(content);
  const undisturbed = await exported(files);
  expect(undisturbed).toHaveLength(rows);
  await files.takeIn(content);
  const address = files.page.url();
  const usedBytes = await usageOf(files.page);

  const page = await startBrowser(baseURL);
  const allow = await quotaOf(page, baseURL);
  await allow(usedBytes + leftBytes);
  files = new FilesPlace(page);
  await files.open(address);
  // The browser tidies up when it likes: it may refuse the very first thing as well.
  const goOn = page.getByRole('button', { name: /^(?:Start|Go on)$/ });
  await goOn.click();
  await expect(files.bar).toContainText(`${reason} ${remedy}`);
  await expect(files.bar).not.toContainText('all done');
  // Nor does pressing on make any.
  await goOn.click();
  await expect(files.bar).toContainText(reason);

  await allow();
  await expect(async () => {
    // The press before may come through by now, so that there is nothing to press.
    if (await goOn.isVisible()) await goOn.click({ timeout: 1000 });
    await expect(files.bar).toContainText('all done', { timeout: 5000 });
  }).toPass();
  expect(await exported(files)).toEqual(undisturbed);
});

test('no room for a file: nothing of it is kept, and it is taken in once there is some', async ({
  baseURL,
}) => {
  let files = new FilesPlace(await startBrowser(baseURL));
  await files.open();
  // While the model comes in, what is kept goes up and down by more than that.
  await files.page.waitForFunction(() => performance.getEntriesByName('reader ready').length > 0);
  const usedBytes = await usageOf(files.page);

  const page = await startBrowser(baseURL);
  const allow = await quotaOf(page, baseURL);
  await allow(usedBytes + leftBytes);
  files = new FilesPlace(page);
  await files.open();
  await files.pick(longSurvey(manyRows));
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
