/** The diagnostics in Settings: what they say, and a report that holds no word of the person's. */
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { weightsPattern } from './model-requests.ts';
import { ReadPlace } from './read-place.ts';

const marked = 'Zanzibar marmalade delighted everybody at breakfast.';
const markedWords = /zanzibar|marmalade|delighted|breakfast/i;

function fact(page: Page, term: string): Locator {
  return page
    .getByRole('region', { name: 'Diagnostics' })
    .locator('div')
    .filter({ has: page.getByRole('term').getByText(term, { exact: true }) })
    .getByRole('definition');
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Diagnostics' })).toBeVisible();
}

test('tell in plain words how the reader does', { tag: '@every-browser' }, async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(marked);
  await openSettings(page);
  await expect(fact(page, 'State')).toHaveText('Ready');
  await expect(fact(page, 'Reading on')).toHaveText(/^processor, \d threads?$/);
  await expect(fact(page, 'Known answers')).toHaveText(
    /^All \d+ asked for at this start, and all were right$/,
  );
  await expect(fact(page, 'Storage').first()).toHaveText(/ of .* that this browser allows$/);
  await expect(fact(page, 'Last errors')).toHaveText('None since this page was opened');

  // The next start asks for one of them: the others were right here before.
  await page.reload();
  await expect(fact(page, 'Known answers')).toHaveText(/^1 of \d+ asked for at this start/);
});

test('are copied in one click, without a word of any text', { tag: '@every-browser' }, async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(marked);
  await read.button('Correct this').click();
  await read.button('Neutral').click();
  await openSettings(page);
  await expect(fact(page, 'State')).toHaveText('Ready');
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('region', { name: 'Diagnostics' }).getByText('Copied.').first()).toBeVisible();

  // What was copied is pasted where any person would look at it.
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await expect(read.box).toHaveValue(marked);
  await read.box.press('ControlOrMeta+a');
  await read.box.press('ControlOrMeta+v');
  await expect(read.box).toHaveValue(/^Undertone, diagnostics of /);
  const report = await read.box.inputValue();
  expect(report).toContain('\nState: Ready\n');
  expect(report).toContain('\nLast errors: ');
  expect(report).not.toMatch(markedWords);
});

test('stand in a box, selected, where the browser does not let them be copied', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(navigator.clipboard, {
      writeText: () => Promise.reject(new DOMException('No.', 'NotAllowedError')),
    });
  });
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Copy report' }).click();
  const box = page.getByRole('textbox', { name: 'Report' });
  await expect(box).toBeFocused();
  await expect(box).toHaveValue(/^Undertone, diagnostics of /);
  const selected = await box.evaluate((element) =>
    element instanceof HTMLTextAreaElement ? element.selectionEnd - element.selectionStart : 0,
  );
  expect(selected).toBeGreaterThan(100);
});

test('compare the ways to read once more when asked to', async ({ page }) => {
  // With four processors threads are worth a try, so that there are two ways.
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });
  });
  await page.goto('/settings');
  await expect(fact(page, 'Speed')).toHaveText('Not compared yet');
  await page.getByRole('button', { name: 'Compare again' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(fact(page, 'Speed')).toHaveText('Not compared yet');
  await page.getByRole('button', { name: 'Compare again' }).click();
  await expect(page.getByText('Compared.').first()).toBeVisible();
  await expect(fact(page, 'Speed')).toHaveText([
    /^The processor, several threads: .* for a sentence/,
    /^The processor, one thread: .* for a sentence/,
  ]);
  await expect(fact(page, 'Why').first()).toHaveText(/faster/);
});

test('name the last errors with their codes', async ({ page, context }) => {
  await context.route(weightsPattern, (route) => route.fulfill({ status: 404 }));
  await page.goto('/settings');
  await expect(fact(page, 'State')).toHaveText(/^Failed: .*\(model-unavailable\)$/);
  await expect(fact(page, 'Last errors')).toHaveText(/ · processor, .* · .*\(model-unavailable\)$/);
});

test('the browser is asked to keep the reader after the first reading, not before', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(navigator.storage, {
      persisted: () => Promise.resolve(false),
      persist() {
        document.documentElement.dataset['asked'] = 'yes';
        return Promise.resolve(true);
      },
    });
  });
  const read = new ReadPlace(page);
  await read.open();
  await openSettings(page);
  await expect(fact(page, 'State')).toHaveText('Ready');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  const root = page.locator('html');
  await expect(root).not.toHaveAttribute('data-asked', 'yes');
  await read.read(marked);
  await expect(root).toHaveAttribute('data-asked', 'yes');
});
