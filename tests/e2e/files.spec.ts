/** A file from the hand to the table: looked at, taken in, read, halted and gone on with. */
import { expect, test } from '@playwright/test';
import { FilesPlace, longSurvey, survey } from './files-place.ts';

test(
  'a file is guessed, taken in and read; its rows open with what the model saw',
  { tag: '@every-browser' },
  async ({ page }) => {
    const files = new FilesPlace(page);
    await files.open();
    await files.pick(survey);
    await expect(page.getByText('Comma-separated, UTF-8, the first row names the columns.')).toBeVisible();
    await expect(page.getByText(/^Texts from “Comment”/)).toBeVisible();
    await expect(page.getByText('Line 7 is malformed; kept and marked.')).toBeVisible();
    await expect(page.getByText('fewer cells than columns')).toBeVisible();

    await files.button('Take in the rows').click();
    await expect(page.getByText(/^About \d/)).toBeVisible();
    await files.button('Start').click();
    await files.isDone();
    await expect(
      page.getByText(/8 rows · 2 empty or n\/a, not counted · 1 not English, kept, not scored/),
    ).toBeVisible();
    for (const tab of ['All 8', 'Empty 2', 'Not English 1', 'Malformed 1']) {
      await expect(files.button(tab)).toBeVisible();
    }

    await page.getByText('1 malformed row, kept and marked').click();
    await expect(page.getByText('Row 6 · line 7 of the file: fewer cells than columns')).toBeVisible();

    await files.row('I loved the room').getByRole('button').click();
    await expect(files.reading.getByRole('region', { name: 'Verdict' })).toBeVisible();
    await expect(files.reading.locator('mark').first()).toBeVisible();
    await expect(files.reading.getByText('Harbour')).toBeVisible();
  },
);

test('of rows with too many cells it says what is not taken from them', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  const cut = 'Good view, but a cold room,2026-02-03';
  await files.pick(`Comment,Day\nA lovely room it was,2026-02-01\nA cold room it was,2026-02-02\n${cut}\n`);
  await files.button('Take in the rows').click();
  await files.button('Start').click();
  await files.isDone();
  await page.getByText('1 malformed row, kept and marked').click();
  await expect(
    page.getByText(/^Rows with more cells than columns count for no date, group or rating/),
  ).toBeVisible();
});

test('a file in which nothing can be chosen is said to have no rows', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick('[1,2', 'broken.json');
  await expect(page.getByRole('alert')).toContainText('No rows could be found in this file.');
  await expect(page.getByText('Choose the column that holds the texts')).toHaveCount(0);
  await expect(files.button('Take in the rows')).toHaveCount(0);
  await expect(page.getByLabel('Kind')).toBeVisible();
});

test('another way to read it changes the preview and nothing else is lost', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick('Day;Note\n1;I loved it, and the view, and all.\n2;I hated it.\n3;It was fine, or so.\n');
  await expect(page.getByText(/^Semicolon-separated/)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /^Note/ })).toBeVisible();
  await page.getByLabel('Between cells').selectOption('Comma');
  await expect(page.getByText(/^Comma-separated/)).toBeVisible();
  // Whether a row names the columns is guessed anew.
  await expect(page.getByRole('table').getByText('Day;Note')).toBeVisible();
  await page.getByLabel('Between cells').selectOption('Semicolon');
  await page.getByLabel('The first row names the columns').uncheck();
  await expect(page.getByText(/no row names the columns/)).toBeVisible();
  await page.getByLabel('The first row names the columns').check();
  await page.getByRole('group', { name: 'Texts to read' }).getByLabel('Day').check();
  await expect(page.getByText('Texts from “Day” and “Note”')).toBeVisible();
  await files.button('Take in the rows').click();
  await expect(page.getByText(/columns “Day” and “Note”/)).toBeVisible();
});

test('the first of lists in JSON is taken for names or for a row, as one says', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick('[["id","text"],[1,"A lovely room."],[2,"A cold room."]]', 'lists.json');
  await expect(page.getByRole('columnheader', { name: /^text/ })).toBeVisible();
  await page.getByLabel('The first row names the columns').uncheck();
  await expect(page.getByRole('cell', { name: 'text', exact: true })).toBeVisible();
});

test('a file that holds no rows is named as such, and another one can be picked', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick(Buffer.from('PK\u0003\u0004 no workbook at all'), 'broken.xlsx');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(files.button('Take in the rows')).toBeHidden();
  await expect(page.getByLabel('Kind')).toBeVisible();
  await files.pick(survey);
  await expect(page.getByText(/^Comma-separated/)).toBeVisible();
});

test('a workbook with a password is said to have one, and no other way to read it is offered', async ({
  page,
}) => {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'locked.xlsx');
  await expect(page.getByRole('alert')).toContainText('password');
  await expect(page.getByLabel('Kind')).toBeHidden();
});

test('cells that were pasted are a table, lines are rows', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.open();
  await page.getByRole('textbox', { name: 'Cells' }).fill('Name\tAnswer\nA\tI loved it.\nB\tI hated it.');
  await files.button('Look at these rows').click();
  await expect(page.getByText(/^Tab-separated/)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /Answer/ })).toBeVisible();
  await files.button('All files').click();
  await page.getByRole('textbox', { name: 'Cells' }).fill('I loved it.\nI hated it.');
  await files.button('Look at these rows').click();
  await expect(page.getByText(/^A text each line/)).toBeVisible();
  await files.button('Take in the rows').click();
  await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
});

test('it is paused and gone on with, also by loading the page anew in mid-run', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.takeIn(longSurvey(3000));
  await files.button('Start').click();
  await expect(files.bar).toContainText(/[1-9]\d* of 3,000 rows/);
  await files.button('Pause').click();
  await expect(files.bar).toContainText(/Paused at [1-9]/);
  await files.button('Go on').click();
  await expect(files.button('Pause')).toBeFocused();
  await page.reload();
  await files.isDone();
  await expect(files.button('All 3,000')).toBeVisible();
});

test('it is stopped for good after a question, and what was read stays', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.takeIn(longSurvey(6000));
  await files.button('Start').click();
  await expect(files.bar).toContainText(/[1-9]\d* of 6,000 rows/);
  await files.button('Stop').click();
  await expect(files.button('Not yet')).toBeFocused();
  await files.button('Yes, stop').click();
  await expect(files.bar).toContainText(/Stopped at [1-9]/);
  await expect(files.button('Go on')).toBeHidden();
  await expect(files.rows.first()).toBeVisible();
});

test('it is listed until it is erased, and says so where it is open elsewhere', async ({ page, context }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  const elsewhere = await context.newPage();
  await elsewhere.goto(page.url());
  await expect(elsewhere.getByRole('heading', { name: 'survey.csv' })).toBeVisible();
  await files.button('All files').click();
  await expect(page.getByRole('link', { name: 'survey.csv' })).toBeVisible();
  await files.button('Erase survey.csv').click();
  await expect(files.button('Keep it')).toBeFocused();
  await files.button('Yes, erase it').click();
  await expect(page.getByText('survey.csv is erased.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'survey.csv' })).toBeHidden();
  await expect(elsewhere.getByRole('heading', { name: 'This file was erased.' })).toBeVisible();
});
