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
async function drag(page: Page, kind: 'over' | 'drop', what: DroppedFile | string): Promise<boolean> {
  const given = typeof what === 'string' ? { words: what, file: null } : { words: '', file: what };
  return page.evaluate(
    ([how, { words, file }]) => {
      const dataTransfer = new DataTransfer();
      if (file === null) dataTransfer.setData('text/plain', words);
      else dataTransfer.items.add(new File([file.content], file.name, { type: file.type }));
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
    await expect(page.getByText('Drop a text file to open it.')).toBeVisible();
    // Taken, so that the browser does not go to the file.
    expect(await drag(page, 'drop', letter)).toBe(false);
    await expect(read.box).toHaveValue(dropped);
    await expect(page.getByText('From letter.txt.')).toBeVisible();
    await expect(page.getByText('Drop a text file to open it.')).toBeHidden();
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
  await expect(page.getByText(/^picture\.png cannot be opened here yet/)).toBeVisible();
  await expect(read.box).toHaveValue(earlier);
  expect(await drag(page, 'over', 'A dragged text.')).toBe(true);
  await expect(page.getByText('Drop a text file to open it.')).toBeHidden();
  expect(await drag(page, 'drop', 'A dragged text.')).toBe(true);
  await expect(read.box).toHaveValue(earlier);
});
