/** What is taken out of a run: rows, a report, quotes and the method; and that nothing of it is sent. */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Download, Page, TestInfo } from '@playwright/test';
import Papa from 'papaparse';
import { hasNoFindings } from './findings.ts';
import { mailAddress, readSurvey, surveyColumns, surveyCsv, surveyRows } from './survey.ts';

async function saved(page: Page, name: string): Promise<Download> {
  const comes = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  return comes;
}

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

function cellsOf(csv: string): string[][] {
  return Papa.parse<string[]>(csv.replace(/^\uFEFF/, ''), { skipEmptyLines: true }).data;
}

test('rows leave as CSV, Excel and JSONL, the columns of the file first, masked where that is wished', async ({
  page,
}) => {
  await readSurvey(page);
  const original = cellsOf(surveyCsv());

  const csvDownload = await saved(page, 'Save as CSV');
  expect(csvDownload.suggestedFilename()).toBe('guest-survey-read.csv');
  const csv = cellsOf(await textOf(csvDownload));
  expect(csv).toHaveLength(surveyRows.all + 1);
  expect(csv[0]?.slice(0, surveyColumns.length)).toEqual([...surveyColumns]);
  expect(csv.map((cells) => cells.slice(0, 3))).toEqual(original.map((cells) => cells.slice(0, 3)));
  await expect(page.getByText('Saved as guest-survey-read.csv.').first()).toBeVisible();

  const jsonl = (await textOf(await saved(page, 'Save as JSONL'))).trim().split('\n');
  expect(jsonl).toHaveLength(surveyRows.all);
  const xlsx = await readFile(await (await saved(page, 'Save as Excel')).path());
  expect(xlsx.subarray(0, 2).toString()).toBe('PK');

  expect(jsonl.join('')).toContain(mailAddress);
  await page.getByLabel('Mask personal data').check();
  const masked = await textOf(await saved(page, 'Save as CSV'));
  expect(masked).not.toContain(mailAddress);
  expect(masked).toContain('[email]');
});

/** Opens a saved report from the disk, and tells what it asks for. */
async function opened(page: Page, html: string, info: TestInfo): Promise<string[]> {
  const path = info.outputPath('report.html');
  await writeFile(path, html);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  return asked;
}

test('the report opens from the disk, asks for nothing, and says what the page says', async ({
  page,
  context,
}, info) => {
  await readSurvey(page);
  const shares = await page.getByRole('img', { name: /^How the rows read/ }).getAttribute('aria-label');
  const download = await saved(page, 'Report, one page');
  expect(download.suggestedFilename()).toBe('guest-survey-report.html');
  const html = await textOf(download);

  const other = await context.newPage();
  const asked = await opened(other, html, info);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('guest-survey.csv');
  await expect(other.getByRole('img', { name: /^How the rows read/ })).toHaveAttribute(
    'aria-label',
    shares ?? '',
  );
  await expect(other.getByText('2 empty or n/a, not counted')).toBeVisible();
  await other.getByText('As a table').first().click();
  await expect(other.getByRole('table').first()).toBeVisible();
  expect(asked).toHaveLength(1);

  await other.setViewportSize({ width: 375, height: 740 });
  await hasNoFindings(other);
  expect(await other.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  );
});

test('quotes and the method are copied, and of all this nothing is sent', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const carrying: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || new URL(request.url()).search !== '') carrying.push(request.url());
  });
  await readSurvey(page);
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  await page.getByRole('button', { name: 'Copy quotes' }).click();
  await expect(page.getByText('Copied.', { exact: true }).first()).toBeVisible();
  const quotes = await clipboard();
  expect(quotes).toMatch(/“.+”\n\(row \d+: (?:negative|positive|neutral|mixed)/);
  expect(quotes).toContain('From guest-survey.csv.');

  await page.getByRole('button', { name: 'Copy method' }).click();
  await expect.poll(clipboard).toMatch(/The file guest-survey\.csv has 93 rows\..*SHA-256/s);

  await saved(page, 'Save as CSV');
  await saved(page, 'Report, one page');
  expect(carrying.filter((address) => !address.startsWith('blob:'))).toEqual([]);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('0 bytes of your text sent since this tab was opened.')).toBeVisible();
});

test('what a person said of a row is in its files beside what the model said, and told in method and report', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await readSurvey(page);
  const before = cellsOf(await textOf(await saved(page, 'Save as CSV')));
  expect(before[0]).not.toContain('undertone_corrected');

  await page.getByRole('button', { name: /That was night 3\./ }).click();
  const row = page.getByRole('dialog');
  await row.getByRole('button', { name: 'Correct this' }).click();
  await row.getByRole('button', { name: 'Mixed', exact: true }).click();
  await expect(row.getByText('You call it mixed.')).toBeVisible();
  await row.getByRole('button', { name: 'Close' }).click();

  const after = cellsOf(await textOf(await saved(page, 'Save as CSV')));
  expect(after[0]?.at(-1)).toBe('undertone_corrected');
  expect(after.map((cells) => cells.slice(0, -1))).toEqual(before);
  expect(after.flatMap((cells) => (cells.at(-1) === 'mixed' ? [cells[0]] : []))).toEqual(['3']);

  const sentence = '1 row was corrected by hand; the shares are the model’s.';
  await page.getByRole('button', { name: 'Copy method' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(sentence);
  expect(await textOf(await saved(page, 'Report, one page'))).toContain(sentence);
});

test('where the clipboard is kept from the page, the text stands there to be copied by hand', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('not allowed')) },
    });
  });
  await readSurvey(page);
  await page.getByRole('button', { name: 'Copy method' }).click();
  const box = page.getByRole('textbox', { name: 'Text to copy' });
  await expect(box).toBeFocused();
  await expect(box).toHaveValue(/guest-survey\.csv/);
});
