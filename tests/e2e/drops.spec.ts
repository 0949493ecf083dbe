/** Files that are dropped on the page are opened, and the browser does not go to them. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ReadPlace } from './read-place.ts';

const dropped = 'I loved the room, and the waiter was rude.';
const earlier = 'What I was writing.';

interface DroppedFile {
  name: string;
  type: string;
  content: string;
}

/** As the browser does it when a hand drags something over the page and lets go of it. True when it is left to the browser. */
async function drag(
  page: Page,
  kind: 'over' | 'drop',
  what: DroppedFile | DroppedFile[] | string,
): Promise<boolean> {
  const given = typeof what === 'string' ? { words: what, files: [] } : { words: '', files: [what].flat() };
  return page.evaluate(
    ([how, { words, files }]) => {
      const dataTransfer = new DataTransfer();
      if (words !== '') dataTransfer.setData('text/plain', words);
      for (const { content, name, type } of files)
        dataTransfer.items.add(new File([content], name, { type }));
      const target = document.querySelector(how === 'over' ? 'main' : 'textarea, h1') ?? document.body;
      const options = { dataTransfer, bubbles: true, cancelable: true };
      const isLeft = target.dispatchEvent(new DragEvent('dragover', options));
      return how === 'over' ? isLeft : target.dispatchEvent(new DragEvent('drop', options));
    },
    [kind, given] as const,
  );
}

const letter = { name: 'letter.txt', type: 'text/plain', content: dropped };

test(
  'a text file comes into the box, wherever it is dropped',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.write(earlier);
    await drag(page, 'over', letter);
    await expect(page.getByText('Drop a text file or a table to open it.')).toBeVisible();
    // Taken, so that the browser does not go to the file.
    expect(await drag(page, 'drop', letter)).toBe(false);
    await expect(read.box).toHaveValue(dropped);
    await expect(page.getByText('From letter.txt.')).toBeVisible();
    await expect(page.getByText('Drop a text file or a table to open it.')).toBeHidden();
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);

    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await drag(page, 'drop', letter)).toBe(false);
    await expect(read.box).toHaveValue(dropped);
    expect(new URL(page.url()).pathname).toBe('/');
  },
);

test('another file is named and changes nothing; a text is left to the browser', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.write(earlier);
  expect(await drag(page, 'drop', { name: 'picture.png', type: 'image/png', content: 'PNG' })).toBe(false);
  await expect(
    page.getByText(/^picture\.png cannot be opened here, only plain text and tables/),
  ).toBeVisible();
  await expect(read.box).toHaveValue(earlier);
  expect(await drag(page, 'over', 'A dragged text.')).toBe(true);
  await expect(page.getByText('Drop a text file or a table to open it.')).toBeHidden();
  expect(await drag(page, 'drop', 'A dragged text.')).toBe(true);
  await expect(read.box).toHaveValue(earlier);
});

const answers = {
  name: 'answers.csv',
  type: 'text/csv',
  content: 'who,said\nAnn,I love the room\nBo,It was cold\n',
};
const more = { name: 'more.jsonl', type: '', content: '{"said": "Lovely."}\n' };
const picture = { name: 'picture.png', type: 'image/png', content: 'PNG' };
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test(
  'a table opens in Files, wherever it is dropped, and the draft stays',
  { tag: '@every-browser' },
  async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.write(earlier);
    expect(await drag(page, 'drop', [answers, more, picture, letter])).toBe(false);
    await expect(heading(page)).toHaveText('answers.csv');
    expect(new URL(page.url()).pathname).toBe('/files');
    await expect(page.getByRole('cell', { name: 'I love the room' })).toBeVisible();
    await expect(page.getByText('more.jsonl was left.')).toBeVisible();
    await expect(page.getByText('picture.png cannot be opened here.')).toBeVisible();

    // The letter waits in Read, and gives back what it took the place of.
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(read.box).toHaveValue(dropped);
    await expect(page.getByText('From letter.txt.')).toBeVisible();
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);

    await page.getByRole('link', { name: 'Models' }).click();
    await expect(heading(page)).toBeVisible();
    await drag(page, 'drop', more);
    await expect(heading(page)).toHaveText('more.jsonl');
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(read.box).toHaveValue(earlier);
  },
);

test('in Files a text file is one of lines; what is no file of rows changes nothing', async ({ page }) => {
  await page.goto('/files');
  await expect(heading(page)).toBeVisible();
  await drag(page, 'drop', { ...letter, content: 'I loved the room.\nThe waiter was rude.' });
  await expect(heading(page)).toHaveText('letter.txt');
  await expect(page.getByRole('cell', { name: 'The waiter was rude.' })).toBeVisible();
  await drag(page, 'drop', picture);
  await expect(page.getByText('picture.png cannot be opened here.')).toBeVisible();
  await expect(heading(page)).toHaveText('letter.txt');
  // From a run, too, which is left for the file.
  await page.goto('/files/0b6f-7_A');
  await expect(heading(page)).toHaveText('This file is not on this device.');
  await drag(page, 'drop', answers);
  await expect(heading(page)).toHaveText('answers.csv');
  expect(new URL(page.url()).pathname).toBe('/files');
});

test('the lines of a text are read on their own, in Files, at a word', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.write('One line alone.\n');
  await expect(read.button('Pin this version')).toBeVisible();
  await expect(read.button('Read each line on its own')).toBeHidden();
  await read.write('I loved the room.\n\nThe waiter was rude.');
  await read.button('Read each line on its own').click();
  await expect(heading(page)).toHaveText('Lines of my text.txt');
  await expect(page.getByRole('cell', { name: 'The waiter was rude.' })).toBeVisible();
  await page.goBack();
  await expect(read.box).toHaveValue('I loved the room.\n\nThe waiter was rude.');
});
