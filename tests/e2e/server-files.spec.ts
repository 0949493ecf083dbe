/** A file on a device that reads on the server: rows are sent once the person has read how many, and where to. */
import { expect, test } from '@playwright/test';
import { FilesPlace } from './files-place.ts';
import { ReadPlace } from './read-place.ts';
import { stay } from './texts.ts';

const texts = ['The room was lovely.', 'The breakfast was cold.', 'Check-out is at eleven.'];

test('no row of a file is sent before Start, which says how many go where', async ({ page }) => {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.postData() ?? '');
  });
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await read.open();
  await read.write(stay);
  await read.button('See what would be sent').click();
  await read.button('Agree and send').click();
  await read.isRead();
  posts.length = 0;

  await page.getByRole('link', { name: 'Files' }).click();
  const files = new FilesPlace(page);
  await expect(page.getByText('not before you press Start')).toBeVisible();
  await files.pick(['Comment', ...texts].join('\n'));
  await files.button('Take in the rows').click();
  const { host } = new URL(page.url());
  await expect(files.bar).toContainText(`“Start” sends the texts of 3 rows to the server at ${host}.`);
  await expect(files.bar).toContainText('Nothing of it has been sent.');
  // Whatever would be sent by itself is asked for before the page has come to rest.
  await page.waitForLoadState('networkidle');
  expect(posts).toEqual([]);

  await files.button('Start').click();
  await files.isDone();
  const items = texts.map((text) => ({ text }));
  expect(posts).toEqual([JSON.stringify({ items, anyLanguage: false })]);
});
