/** The table of rows: narrowed down, ordered, opened; with the address, and with the keys alone. */
import { expect, test } from '@playwright/test';
import { FilesPlace, survey } from './files-place.ts';

test('filters, order and the open row come back with the address and by the way back', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  await expect(files.table).toHaveAttribute('aria-rowcount', '9');
  await page.getByLabel('Group').last().selectOption('Harbour');
  await expect(files.table).toHaveAttribute('aria-rowcount', '5');
  await page.getByRole('columnheader', { name: 'Row', exact: true }).getByRole('button').click();
  await expect(files.rows.first()).toContainText('The breakfast was cold');
  await page.getByRole('searchbox', { name: 'Words in the text' }).fill('hated');
  await expect(files.table).toHaveAttribute('aria-rowcount', '2');
  await files.row('I hated it').getByRole('button').click();
  await expect(files.reading).toBeVisible();

  await page.reload();
  await expect(files.reading.getByRole('heading', { name: 'Row 2' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(files.reading).toBeHidden();
  await expect(files.table).toHaveAttribute('aria-rowcount', '2');
  await expect(page.getByRole('searchbox', { name: 'Words in the text' })).toHaveValue('hated');
  await page.getByRole('searchbox', { name: 'Words in the text' }).fill('nothing like it');
  await expect(page.getByText('No row fits the filters.')).toBeVisible();
  await files.button('Clear the filters').click();
  await expect(files.table).toHaveAttribute('aria-rowcount', '9');
  await expect(page.getByRole('columnheader', { name: 'Row', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.goBack();
  await expect(page.getByText('No row fits the filters.')).toBeVisible();
});

test(
  'with the keys alone: from row to row, into one, to the next, and back',
  { tag: '@every-browser' },
  async ({ page }) => {
    const files = new FilesPlace(page);
    await files.read(survey);
    await files.rows.first().getByRole('button').focus();
    await page.keyboard.press('ArrowDown');
    await expect(files.row('I hated it').getByRole('button')).toBeFocused();
    await page.keyboard.press('End');
    await expect(files.row('A wonderful stay').getByRole('button')).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(files.reading.getByRole('heading', { name: 'Row 1' })).toBeFocused();
    await files.button('Next row').press('Enter');
    await expect(files.reading.getByRole('heading', { name: 'Row 2' })).toBeFocused();
    await files.button('Correct this').press('Enter');
    await expect(files.reading.getByRole('button', { name: 'Negative', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(files.reading.getByText('You call it negative.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(files.row('I hated it').getByRole('button')).toBeFocused();
    await expect(files.row('I hated it')).toContainText('You: negative');
    await page.goForward();
    await expect(files.reading).toBeVisible();
    await files.button('Close').press('Enter');
    await expect(files.reading).toBeHidden();

    await files.button('Check its answers').click();
    await page.getByRole('tab', { name: /^Corrections/ }).click();
    await expect(page.getByRole('list', { name: 'Your corrections' })).toContainText(
      'Files, row 2 of survey.csv',
    );
  },
);

test(
  'a row that was closed again takes no step of the way back',
  { tag: '@every-browser' },
  async ({ page }) => {
    const files = new FilesPlace(page);
    await files.read(survey);
    await files.row('I hated it').getByRole('button').click();
    await files.button('Next row').click();
    await expect(files.reading.getByRole('heading', { name: 'Row 3' })).toBeVisible();
    await files.button('Close').click();
    await expect(files.reading).toBeHidden();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Read a file of texts');
  },
);

test('the filters stay where they are in the window, however few rows fit them', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  const search = page.getByRole('searchbox', { name: 'Words in the text' });
  await files.button('Its rows').click();
  const before = await search.boundingBox();
  await search.fill('nothing like it');
  await expect(page.getByText('No row fits the filters.')).toBeVisible();
  expect(await search.boundingBox()).toEqual(before);
});

test('a long name of a column ends in dots at the head, and leaves room for the group on a phone', async ({
  page,
}) => {
  const files = new FilesPlace(page);
  const name = 'How many stars would you give us, all in all?';
  await files.read(survey.replace('Stars', `"${name}"`));
  const head = page.getByRole('columnheader', { name });
  const { x, width } = (await head.boundingBox()) ?? { x: 0, width: 0 };
  const sort = await head.getByRole('button').boundingBox();
  expect((sort?.x ?? 0) + (sort?.width ?? Infinity)).toBeLessThanOrEqual(x + width + 0.5);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(files.row('I hated it')).toContainText('Rating 1');
  await expect(files.row('I hated it')).not.toContainText('How many');
  const group = files.row('I hated it').getByRole('cell', { name: 'Harbour' });
  await expect(group).toBeVisible();
  expect(await group.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(0);
});

test('a row without a text says why it has no verdict', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  await files.button('Not English 1').click();
  await expect(files.table).toHaveAttribute('aria-rowcount', '2');
  await files.rows.first().getByRole('button').click();
  await expect(files.reading.getByText('This looks like French. It is kept and not scored.')).toBeVisible();
  await expect(files.button('Next row')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await files.button('Empty 2').click();
  await expect(files.table).toHaveAttribute('aria-rowcount', '3');
  await files.rows.first().getByRole('button').click();
  await expect(files.reading.getByText(/^There is no text in this row/)).toBeVisible();
  await files.button('Next row').click();
  await expect(files.reading.getByRole('heading', { name: 'Row 6' })).toBeVisible();
});

test('a row that was picked as a quote is still picked after a reload', async ({ page }) => {
  const files = new FilesPlace(page);
  await files.read(survey);
  await files.row('I hated it').getByRole('button').click();
  await files.button('Pick as a quote').click();
  await expect(page.getByText('1 picked row, with its number.')).toBeVisible();
  await page.reload();
  await expect(files.button('Picked as a quote')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('1 picked row, with its number.')).toBeVisible();
  await files.button('Picked as a quote').click();
  await page.reload();
  await expect(files.button('Pick as a quote')).toBeVisible();
});
