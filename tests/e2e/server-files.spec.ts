/** A file on a device that reads on the server: rows are sent once the person has read how many, and where to. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { FilesPlace } from './files-place.ts';
import { ReadPlace } from './read-place.ts';
import { stay } from './texts.ts';

const texts = ['The room was lovely.', 'The breakfast was cold.', 'Check-out is at eleven.'];

/** Two rows are empty, one repeats another, and one holds what is masked. */
const survey = ['Day,Comment', '1,The room was lovely.', '2,', '3,The breakfast was cold.', '4,'].join('\n');
const more = ['5,The room was lovely.', '6,Ask jane@mail.example about it.'].join('\n');
const unread = 'The reader could not run on this device.';
const batchPath = 'v1/analyze/batch';

/** What the page sends from here on, letter for letter. */
function recordPosts(page: Page): string[] {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.postData() ?? '');
  });
  return posts;
}

async function withoutReader(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
}

async function agreeUnderRead(page: Page): Promise<void> {
  const read = new ReadPlace(page);
  await read.open();
  await read.write(stay);
  await read.button('See what would be sent').click();
  await read.button('Agree and send').click();
  await read.isRead();
}

async function takeIn(page: Page, content: string): Promise<FilesPlace> {
  const files = new FilesPlace(page);
  await files.open();
  await files.pick(content);
  await files.button('Take in the rows').click();
  await expect(files.bar).toBeVisible();
  return files;
}

test('a file that this device cannot read is offered to the server, and read on there once it is agreed', async ({
  page,
}) => {
  const posts = recordPosts(page);
  await withoutReader(page);
  const files = new FilesPlace(page);
  await files.open();
  const { host } = new URL(page.url());
  await expect(page.getByText(`${unread} The server at ${host} can read a file for you`)).toBeVisible();
  await expect(page.getByText('Every row is read on this device.')).toBeHidden();
  await takeIn(page, `${survey}\n${more}`);

  await expect(files.bar).toContainText(unread);
  await expect(files.bar).toContainText(
    `The server at ${host} can read for you. Nothing is sent before you agree.`,
  );
  await expect(files.bar).toContainText('Nothing has been read yet.');
  for (const name of ['Start', 'Go on', 'Try again']) await expect(files.button(name)).toHaveCount(0);
  await expect(files.bar).not.toContainText('as soon as the reader is here');

  await files.button('See what would be sent').click();
  await expect(page.getByRole('heading', { name: 'This would be sent, word for word' })).toBeFocused();
  await expect(page.getByText(new URL(batchPath, new URL('/', page.url())).href)).toBeVisible();
  const payload = page.getByLabel('Content');
  await expect(payload.getByRole('deletion')).toHaveText('jane@mail.example');
  await expect(payload.getByRole('insertion')).toHaveText('[email]');
  await expect(payload).toContainText('{"items":[{"text":"The room was lovely."},{"text":"The breakfast');
  await expect(page.getByText('These are all 3 texts of the file that would be sent.')).toBeVisible();
  await files.button('Send nothing').click();
  await expect(payload).toBeHidden();
  expect(posts).toEqual([]);

  await files.button('See what would be sent').click();
  const { pathname } = new URL(page.url());
  await files.button('Agree and send').click();
  await files.isDone();
  expect(new URL(page.url()).pathname).toBe(pathname);
  await expect(page.getByText('6 rows · 2 empty or n/a')).toBeVisible();
  const sent = ['The room was lovely.', 'The breakfast was cold.', 'Ask [email] about it.'];
  expect(posts).toEqual([JSON.stringify({ items: sent.map((text) => ({ text })), anyLanguage: false })]);

  // The agreement was to this file: the next one waits for its button.
  posts.length = 0;
  await page.reload();
  await files.isDone();
  expect(posts).toEqual([]);
});

test('before a file is read on the server it says how many texts go, not how many rows', async ({ page }) => {
  await withoutReader(page);
  await agreeUnderRead(page);
  await page.getByRole('link', { name: 'Files' }).click();
  const files = new FilesPlace(page);
  await files.pick(`${survey}\n${more}`);
  await files.button('Take in the rows').click();
  const { host } = new URL(page.url());
  await expect(files.bar).toContainText(`“Start” sends 3 texts to the server at ${host}.`);
});

test('a server that was agreed to and is away is told of plainly, and asked again by itself', async ({
  page,
}) => {
  await withoutReader(page);
  const files = await takeIn(page, survey);
  await files.button('See what would be sent').click();
  await page.route('**/v1/**', (route) => route.abort());
  await files.button('Agree and send').click();
  await expect(files.bar).toContainText('The server did not answer.');
  await expect(files.bar).toContainText('It is asked again by itself until it answers.');
  for (const name of ['Start', 'Go on']) await expect(files.button(name)).toHaveCount(0);
  await expect(files.button('Stop using the server')).toBeVisible();

  await page.unroute('**/v1/**');
  await files.button('Go on').click();
  await files.isDone();
});

test('no row of a file is sent before Start, which says how many go where', async ({ page }) => {
  const posts = recordPosts(page);
  await withoutReader(page);
  await agreeUnderRead(page);
  posts.length = 0;

  await page.getByRole('link', { name: 'Files' }).click();
  const files = new FilesPlace(page);
  await expect(page.getByText('not before you press Start')).toBeVisible();
  await files.pick(['Comment', ...texts].join('\n'));
  await files.button('Take in the rows').click();
  const { host } = new URL(page.url());
  await expect(files.bar).toContainText(`“Start” sends 3 texts to the server at ${host}.`);
  await expect(files.bar).toContainText('Nothing of it has been sent.');
  // Whatever would be sent by itself is asked for before the page has come to rest.
  await page.waitForLoadState('networkidle');
  expect(posts).toEqual([]);

  await files.button('Start').click();
  await files.isDone();
  const items = texts.map((text) => ({ text }));
  expect(posts).toEqual([JSON.stringify({ items, anyLanguage: false })]);
});

test('a row that was read is not sent again by being opened, but by its button', async ({ page }) => {
  const posts = recordPosts(page);
  await withoutReader(page);
  const files = await takeIn(page, ['Comment', ...texts].join('\n'));
  await files.button('See what would be sent').click();
  await files.button('Agree and send').click();
  await files.isDone();
  posts.length = 0;

  await files.row('The room was lovely.').getByRole('button').click();
  const send = files.reading.getByRole('button', { name: 'Send this text to the server' });
  await expect(send).toBeVisible();
  // Whatever would be sent by itself is asked for before the page has come to rest.
  await page.waitForLoadState('networkidle');
  expect(posts).toEqual([]);

  await send.press('Enter');
  await expect(files.reading.getByRole('heading', { name: 'Where the model saw it' })).toBeVisible();
  await expect(send).toBeHidden();
  await expect(files.reading.getByRole('region', { name: 'Verdict' })).toBeFocused();
  expect(posts).toEqual([JSON.stringify({ text: 'The room was lovely.', anyLanguage: true })]);
});
