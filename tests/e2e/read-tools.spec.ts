/** What one can do with a reading: move through it, compare, test, correct; and what is kept of that. */
import { expect, test } from '@playwright/test';
import { ReadPlace } from './read-place.ts';
import { stay } from './texts.ts';

test(
  'the sentences are one stop of the tab key, and the arrows lead through them and their words',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    const list = page.getByRole('list', { name: 'Sentences' });
    await expect(list.locator('[tabindex="0"]')).toHaveCount(1);
    await list.locator('[tabindex="0"]').focus();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toContain('The room was lovely');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('Breakfast was cold');
    await page.keyboard.press('End');
    expect(await focused()).toContain('Check-out');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('Check-out');
    await page.keyboard.press('Home');
    expect(await focused()).toContain('The room was lovely');

    const word = page.locator('mark').first();
    const sentence = read.sentences.filter({ has: page.locator('mark') }).first();
    await sentence.locator('p').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect(word).toBeFocused();
    await expect(word).toHaveAttribute('aria-description', /(?:positive|negative)$/);
    await page.keyboard.press('ArrowLeft');
    await expect(sentence.locator('p').first()).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(list.locator('[tabindex="0"]')).toHaveCount(1);

    await page.keyboard.press('Tab');
    expect(await list.evaluate((element) => element.contains(document.activeElement))).toBe(false);
  },
);

test(
  'a pinned version is compared with what follows, and can be brought back',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read('I love it. It is wonderful.');
    await read.button('Pin this version').click();
    const pinned = page.getByRole('region', { name: 'Pinned' });
    await expect(pinned).toContainText('Change the text to compare.');
    await read.read('I hate it. It is awful and rude.');
    await expect(pinned).toContainText(/→|as before/);
    // It stays for the visit, over a walk to another place and a reload.
    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
    await page.goBack();
    await read.isRead();
    await expect(pinned).toContainText(/→|as before/);
    await page.reload();
    await read.isRead();
    await expect(pinned).toContainText(/→|as before/);
    await pinned.getByRole('button', { name: 'Back to it' }).click();
    await expect(read.box).toHaveValue('I love it. It is wonderful.');
    await read.isRead();
    await pinned.getByRole('button', { name: 'Unpin' }).click();
    await expect(pinned).toBeHidden();
  },
);

test(
  'the strongest words are taken out one by one, and each prints what the verdict becomes',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await read.button('Test these words').click();
    const tests = page.getByRole('region', { name: 'Without each word' });
    await expect(tests.getByRole('listitem')).toHaveCount(5);
    await expect(tests.getByRole('list')).toHaveAttribute('aria-busy', 'false');
    for (const outcome of await tests.getByRole('listitem').allInnerTexts()) {
      expect(outcome).toMatch(/(?:Negative|Neutral|Positive|Unsure)\s\d+\s%|Mixed/);
    }
    await tests.getByRole('button', { name: 'Close' }).click();
    await expect(read.button('Test these words')).toBeFocused();
  },
);

test(
  'a correction is kept on this device, found again, taken back and erased',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    const saved = page.getByText(
      /^You call it negative\. Saved here\. The model does not learn from it\. Undo$/,
    );
    await read.open();
    await read.read(stay);
    await read.button('Correct this').click();
    await expect(read.button('Negative')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(saved).toBeVisible();
    await expect(read.button('Correct this')).toBeFocused();

    await page.reload();
    await read.isRead();
    await expect(saved).toBeVisible();

    await page.getByRole('link', { name: 'Settings' }).click();
    const kept = page.getByRole('row', { name: /Your corrections/ });
    await expect(kept).toContainText('1 text');
    await expect(page.getByRole('row', { name: /The reader/ })).toContainText(/\d+ files/);
    await expect(page.getByRole('row', { name: /The text in the box/ })).toContainText(
      `${stay.length} characters`,
    );

    await page.getByRole('link', { name: 'Read' }).click();
    await read.isRead();
    await read.button('Undo').click();
    await expect(saved).toBeHidden();

    await read.button('Correct this').click();
    await read.button('Negative').click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await read.button('Erase Your corrections').click();
    await expect(kept).toContainText('0 texts');

    await read.button('Erase everything').click();
    await read.button('Yes, erase everything').click();
    await expect(page.getByRole('row', { name: /The reader/ })).toContainText('0 files');
    await expect(page.getByRole('row', { name: /The text in the box/ })).toContainText('0 characters');
    await page.getByRole('link', { name: 'Read' }).click();
    await expect(read.box).toHaveValue('');
  },
);

test(
  'the model tells what it reads, how well, and what it is made of',
  { tag: '@every-browser' },
  async ({ page }) => {
    await page.goto('/models');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
    const figures = await page.getByRole('table').locator('tbody tr td:nth-of-type(1)').allInnerTexts();
    const shares = figures.map((figure) => Number.parseInt(figure, 10));
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    await expect(page.getByText(/^Sarcasm, other languages, decisions about a person\./)).toBeVisible();
    await page.getByText('Details', { exact: true }).click();
    await expect(page.getByText(/^SHA-256 [0-9a-f]{64}$/).first()).toBeVisible();
  },
);

test('an address that leads nowhere says so, and leads back', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address.');
  await page.getByRole('link', { name: 'Read a text' }).click();
  await expect(page.getByRole('textbox', { name: 'Your text' })).toBeVisible();
});
