/** The pictures of a file that was read: true to its rows, saved, kept, and led from. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { hasNoFindings } from './findings.ts';
import { FilesPlace, longSurvey, survey } from './files-place.ts';
import { readSurvey, surveyRows } from './survey.ts';

function picture(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

async function tableOf(page: Page, title: string): Promise<string[][]> {
  const section = picture(page, title);
  await section.getByRole('button', { name: 'As a table' }).click();
  const rows = await section.getByRole('row').all();
  return Promise.all(rows.slice(1).map((row) => row.locator('th, td').allInnerTexts()));
}

test('pictures count the rows that were read, by label, date, group and rating, and lead to them', async ({
  page,
}) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await readSurvey(page);

  const byLabel = await tableOf(page, 'How the rows read');
  const counts = byLabel.map((cells) => Number(cells.at(-1)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(surveyRows.read);
  const negative = counts[0] ?? 0;
  expect(negative).toBeGreaterThan(10);

  // Which period fits the dates and their rows is said, and a person may choose it for good.
  const trend = picture(page, 'Negative over time');
  await expect(trend.getByLabel('A point for each')).toHaveValue('auto');
  await expect(trend.getByRole('option', { name: 'month, as fits the dates' })).toHaveCount(1);
  await trend.getByLabel('A point for each').selectOption('month');
  await expect(trend.getByRole('img')).toHaveAttribute('aria-label', /March 2026: /);
  await expect(trend.getByRole('img')).not.toHaveAttribute('aria-label', /2 March 2026/);
  const months = await tableOf(page, 'Negative over time');
  expect(months.map(([month]) => month)).toEqual(['March 2026', 'April 2026', 'May 2026']);
  expect(months.reduce((sum, cells) => sum + Number(cells[3]), 0)).toBe(negative);
  expect(months.map((cells) => Number(cells[4]))).toEqual([30, 30, 30]);

  const hotels = await tableOf(page, 'By Hotel');
  expect(hotels.map(([hotel = '']) => hotel).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'Faro',
    'Porto',
    'Sintra',
  ]);
  // Six rows are too few for shares.
  expect(hotels.find(([hotel]) => hotel === 'Sintra')?.join(' ')).not.toContain('%');
  await expect(picture(page, 'By Hotel')).toContainText('Groups of fewer than ten rows show counts only.');

  const rating = picture(page, 'Rating against reading');
  await expect(rating).toContainText(/Rated 4–5, reads negative: [1-9]/);
  await rating.getByRole('button', { name: /^Rated 4–5, reads negative/ }).click();
  await expect(page).toHaveURL(/show=negative.*rated=4(?:\+|%20)5/);

  await expect(page.getByRole('img', { name: /^Scores/ })).toBeVisible();
  expect(refused).toEqual([]);
});

test('words of both sides stand beside one another, whichever pictures a file has', async ({ page }) => {
  const files = new FilesPlace(page);
  const sideBySide = async (): Promise<void> => {
    const [negative, positive] = await Promise.all(
      ['negative', 'positive'].map((side) => picture(page, `More common in ${side} answers`).boundingBox()),
    );
    expect(negative?.y).toBe(positive?.y);
    expect(negative?.x ?? 0).toBeLessThan(positive?.x ?? 0);
  };
  await files.read(longSurvey(12));
  await sideBySide();
  await files.read(survey);
  await sideBySide();
});

test('a picture is saved as PNG and as SVG, with what it is and what it was read by', async ({ page }) => {
  await readSurvey(page);
  const section = picture(page, 'By Hotel');
  await section.getByRole('button', { name: 'Save', exact: true }).click();

  const svgComes = page.waitForEvent('download');
  await section.getByRole('button', { name: 'As SVG' }).click();
  const svgDownload = await svgComes;
  expect(svgDownload.suggestedFilename()).toBe('guest-survey-groups.svg');
  const svg = await readFile(await svgDownload.path(), 'utf8');
  expect(svg).toContain('>By Hotel</text>');
  expect(svg).toMatch(/guest-survey\.csv · read by Undertone [\d.]+</);
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:|href|url\(|<style|<script/,
  );

  const pngComes = page.waitForEvent('download');
  await section.getByRole('button', { name: 'As PNG' }).click();
  const pngDownload = await pngComes;
  expect(pngDownload.suggestedFilename()).toBe('guest-survey-groups.png');
  const png = await readFile(await pngDownload.path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Twice the drawing's 640 pixels and its margins.
  expect(png.readUInt32BE(16)).toBe(2 * (640 + 48));
  await expect(section.getByText('Saved.', { exact: true }).first()).toBeVisible();
});

test('themes and the line for unsure are kept for the run', async ({ page }) => {
  await readSurvey(page);
  await page.getByRole('button', { name: 'Add a theme' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Breakfast');
  await page.getByLabel('Words, set apart by commas').fill('breakfast, waiter');
  await page.getByRole('button', { name: 'Save theme', exact: true }).click();
  const themes = picture(page, 'Your themes');
  await expect(themes.getByRole('img')).toHaveAttribute('aria-label', /Breakfast: /);

  const slider = page.getByRole('slider', { name: 'Say unsure below' });
  const before = await slider.getAttribute('aria-valuetext');
  await slider.focus();
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', /^99/);
  expect(await slider.getAttribute('aria-valuetext')).not.toBe(before);
  // Counted anew: nearly all are unsure above such a line.
  await expect(page.getByRole('img', { name: /^How the rows read/ })).toHaveAttribute(
    'aria-label',
    /Unsure (?:9\d|100)/,
  );
  // The table goes by the same line, also row by row.
  const unsure = page.getByRole('button', { name: /^Unsure \d+$/ });
  await expect(unsure).toHaveText(/Unsure (?:8\d|90)/);
  const shown = Number((await unsure.innerText()).replace('Unsure ', ''));
  await unsure.click();
  const table = page.getByRole('table', { name: 'Rows of the file' });
  await expect(table).toHaveAttribute('aria-rowcount', String(shown + 1));
  await table.getByRole('row').nth(1).getByRole('button').click();
  await expect(page.getByRole('dialog').getByRole('region', { name: 'Verdict' })).toContainText('Unsure');
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(page.getByRole('list', { name: 'Themes' })).toContainText('breakfast, waiter');
  await expect(slider).toHaveValue('99');
  await page.getByRole('button', { name: /^Back to/ }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', before ?? '');
  await expect(unsure).not.toHaveText(`Unsure ${shown}`);
});

test('the themes of the last file can be used for the next, also where that file is gone', async ({
  page,
}) => {
  await readSurvey(page);
  await page.getByRole('button', { name: 'Add a theme' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Breakfast');
  await page.getByLabel('Words, set apart by commas').fill('breakfast, waiter');
  await page.getByRole('button', { name: 'Save theme', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Themes' })).toContainText('breakfast, waiter');

  // Without a history it takes the place of the first.
  await readSurvey(page);
  const list = page.getByRole('list', { name: 'Themes' });
  await expect(list).toBeHidden();
  const last = page.getByRole('button', { name: 'Use the themes of the last file' });
  await expect(last).toHaveAccessibleDescription('Breakfast');
  await last.click();
  await expect(list).toContainText('breakfast, waiter');
  await expect(last).toBeHidden();
  // What is removed is not offered again.
  await page.getByRole('button', { name: 'Remove Breakfast' }).click();
  await expect(list).toBeHidden();
  await expect(last).toBeHidden();
});

test('larger text makes the words of pictures larger, and forced colours keep the tones apart', async ({
  page,
}) => {
  await readSurvey(page);
  const shares = page.getByRole('img', { name: /^How the rows read/ });
  const usual = (await shares.boundingBox())?.height ?? 0;
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await expect
    .poll(async () => ((await shares.boundingBox())?.height ?? 0) / usual, { timeout: 10_000 })
    .toBeGreaterThan(1.9);

  await page.emulateMedia({ forcedColors: 'active' });
  // Not every file has every tone in its drawings.
  const fillOf = (fill: string): Promise<string> =>
    shares.evaluate((drawing, name) => {
      const mark = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      mark.setAttribute('data-fill', name);
      drawing.append(mark);
      const style = getComputedStyle(mark).fill;
      mark.remove();
      return style;
    }, fill);
  expect(await fillOf('neutral')).not.toBe(await fillOf('positive'));
  // There are figures on the band.
  expect(await fillOf('negative-tint')).toBe('none');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 740 } });

  test('nothing is found amiss, and nothing is wider than a phone', async ({ page }) => {
    await readSurvey(page);
    await page.getByRole('button', { name: 'Add a theme' }).click();
    for (const title of ['How the rows read', 'By Hotel', 'Rating against reading']) {
      const section = picture(page, title);
      await section.getByRole('button', { name: 'As a table' }).click();
      await expect(section.getByRole('table')).toBeVisible();
    }
    await hasNoFindings(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    for (const drawing of await page.locator('svg.drawing').all())
      expect((await drawing.boundingBox())?.width ?? 0).toBeLessThanOrEqual(375);
  });
});
