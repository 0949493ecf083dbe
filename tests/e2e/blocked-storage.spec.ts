/** A browser that lets the page keep nothing at all: no site data, no locks, no service worker. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import { chromiumArguments, findChromium } from '../browser-path.ts';
import { FilesPlace, survey } from './files-place.ts';
import { ReadPlace } from './read-place.ts';

const notKept = 'This browser does not let the page keep anything.';

let profile = '';
let context: BrowserContext;

test.beforeEach(async ({ baseURL }) => {
  profile = await mkdtemp(join(tmpdir(), 'undertone-blocked-'));
  await mkdir(join(profile, 'Default'));
  // What "Don't allow sites to save data on your device" writes.
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: [...chromiumArguments],
    ...(baseURL === undefined ? {} : { baseURL }),
  });
});

test.afterEach(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

test('reads a text in every tab, from memory, and the page stays awake', async () => {
  for (let tab = 0; tab < 2; tab += 1) {
    const page = await context.newPage();
    const read = new ReadPlace(page);
    await read.open();
    const held = await page.evaluate(() =>
      navigator.locks.request('any', () => 'held').catch(() => 'refused'),
    );
    expect(held).toBe('refused');
    await read.read('The room was lovely and quiet.');
    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByText('in memory for this visit')).toBeVisible();
  }
});

test('looks at a file, says that it cannot be kept, and waits for nothing', async () => {
  const page = await context.newPage();
  const files = new FilesPlace(page);
  await files.open();
  await expect(page.getByRole('status').filter({ hasText: notKept })).toBeVisible();
  await files.pick(survey);
  await expect(page.getByText(/^Comma-separated/)).toBeVisible();
  await files.button('Take in the rows').click();
  await expect(page.getByRole('status').filter({ hasText: notKept })).toBeVisible();
  await expect(files.button('Take in the rows')).toBeVisible();

  await page.getByRole('link', { name: 'Review' }).click();
  await expect(page.getByText(notKept).first()).toBeVisible();
});
