/** What comes from outside, shared or opened with the app, reaches the box, goes nowhere else and is not kept. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startAppServer } from './app-server.ts';
import { builtApp } from './built-app.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';
import { basePath, openFirst, startStaticHost } from './static-host.ts';
import type { StaticHost } from './static-host.ts';

const shared = 'I loved the room, and the waiter was rude.';
const earlier = 'What I was writing.';

interface SharedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const fileOf = (name: string, mimeType: string, content: string | Buffer): SharedFile => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

test.describe('shared with the app', () => {
  let host: StaticHost;

  test.beforeEach(async ({ page }) => {
    host = await startStaticHost(await builtApp('one'));
    await openFirst(page, host);
  });
  test.afterEach(() => host.stop());

  /** As the system does it: a window is sent to the app with a form. */
  async function share(
    page: Page,
    words: { title?: string; text?: string; url?: string },
    files: SharedFile[] = [],
  ): Promise<void> {
    await page.goto(host.shareSheetUrl);
    for (const [name, value] of Object.entries(words)) await page.getByLabel(name).fill(value);
    await page.getByLabel('files').setInputFiles(files);
    await page.getByRole('button', { name: 'Share' }).click();
  }

  const cachesWithShares = (page: Page) =>
    page.evaluate(async () => (await caches.keys()).filter((name) => name.endsWith(':shared')));

  test('a text comes into the box, in no address, to no host, and is not kept', async ({ page }) => {
    const addresses: string[] = [];
    page.on('framenavigated', (frame) => addresses.push(frame.url()));
    const read = new ReadPlace(page);
    await share(page, { title: 'A review', text: shared, url: 'https://example.invalid/review' });
    await expect(read.box).toHaveValue(`A review\n\n${shared}\n\nhttps://example.invalid/review`);
    await expect(page.getByText('Shared with Undertone.')).toBeVisible();
    await read.isRead();
    expect(page.url()).toBe(host.url);
    expect(addresses).toEqual([host.shareSheetUrl, host.url]);
    expect(await page.evaluate(() => history.state === null)).toBe(true);
    expect(host.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(host.requests.join(' ')).not.toContain('loved');
    expect(await cachesWithShares(page)).toEqual([]);
    await read.button('Close').click();
    await expect(page.getByText('Shared with Undertone.')).toBeHidden();
  });

  test('what a program repeats within the text comes once', async ({ page }) => {
    const address = 'https://example.invalid/review';
    await share(page, { title: '', text: `${shared} ${address}`, url: address });
    await expect(new ReadPlace(page).box).toHaveValue(`${shared} ${address}`);
  });

  test('without a network, too', async ({ page, context }) => {
    await page.goto(host.shareSheetUrl);
    await page.getByLabel('text').fill(shared);
    host.stop();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(new ReadPlace(page).box).toHaveValue(shared);
  });

  test('the text that stood there can be brought back', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.write(earlier);
    await share(page, { text: shared });
    await expect(read.box).toHaveValue(shared);
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);
    await expect(page.getByText('Shared with Undertone.')).toBeHidden();
  });

  test('what was written into an arrival gives way to the text before it, and can be had again', async ({
    page,
  }) => {
    const read = new ReadPlace(page);
    await read.write(earlier);
    await share(page, { text: shared });
    await expect(read.box).toHaveValue(shared);
    await read.write(`${shared} And so on.`);
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);
    await read.button('Undo').click();
    await expect(read.box).toHaveValue(`${shared} And so on.`);
  });

  test('the text that stood there can be brought back after several arrivals, too', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.write(earlier);
    await share(page, { text: shared });
    await expect(read.box).toHaveValue(shared);
    await share(page, { text: 'Something else.' });
    await expect(read.box).toHaveValue('Something else.');
    // Also after a walk to another place.
    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);

    // What was made of an arrival is the person's own, too.
    await share(page, { text: shared });
    await expect(read.box).toHaveValue(shared);
    await read.write(`${shared} And so on.`);
    await share(page, { text: 'Something else.' });
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(`${earlier}\n\n${shared} And so on.`);
    await share(page, { text: shared });
    await read.button('Let it go').click();
    await expect(read.button('Bring my text back')).toBeHidden();
    await share(page, { text: 'Something else.' });
    await expect(page.getByText('Shared with Undertone.')).toBeVisible();
    await expect(read.button('Bring my text back')).toBeHidden();
  });

  test('a text file is opened, whatever wrote it', async ({ page }) => {
    const word = 'Café';
    const encodings = [
      Buffer.from(word),
      Buffer.from(`\uFEFF${word}`),
      Buffer.from(`\uFEFF${word}`, 'utf16le'),
      Buffer.from(`\uFEFF${word}`, 'utf16le').swap16(),
      Buffer.from(word, 'latin1'),
    ];
    for (const [index, content] of encodings.entries()) {
      const name = `note ${index}.TXT`;
      await share(page, {}, [fileOf(name, 'text/plain', content)]);
      await expect(page.getByText(`From ${name}.`)).toBeVisible();
      await expect(new ReadPlace(page).box).toHaveValue(word);
    }
    expect(host.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test('tables are opened in Files, words that came with them in Read', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.write(earlier);
    await share(page, { title: 'Our answers' }, [
      fileOf('answers.csv', 'text/csv', 'who,said\nAnn,I love it\n'),
      fileOf('rows.ndjson', 'application/octet-stream', '{"said": "Lovely."}\n'),
    ]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('answers.csv');
    await expect(page.getByText('rows.ndjson was left.')).toBeVisible();
    expect(page.url()).toBe(`${host.url}files`);
    expect(host.requests.join(' ')).not.toContain('answers');
    expect(await cachesWithShares(page)).toEqual([]);
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(read.box).toHaveValue('Our answers');
    await read.button('Bring my text back').click();
    await expect(read.box).toHaveValue(earlier);
  });

  test('other files are not opened, and nothing is lost', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.write(earlier);
    await share(page, {}, [
      fileOf('letter.pdf', 'application/pdf', 'PDF'),
      fileOf('answers.xls', 'application/octet-stream', 'XLS'),
    ]);
    await expect(
      page.getByText(
        'letter.pdf and answers.xls cannot be opened here, only plain text and tables: CSV, TSV, JSON, JSON lines, Excel (.xlsx). Nothing was changed.',
      ),
    ).toBeVisible();
    await expect(read.box).toHaveValue(earlier);
    await expect(read.button('Bring my text back')).toBeHidden();

    await share(page, {}, [fileOf('program.txt', 'text/plain', Buffer.from([80, 0, 75, 0]))]);
    await expect(page.getByText('program.txt could not be read as text. Nothing was changed.')).toBeVisible();
    await share(page, {}, [fileOf('book.txt', 'text/plain', 'word '.repeat(400_001))]);
    await expect(
      page.getByText('book.txt is longer than can be read at once. Nothing was changed.'),
    ).toBeVisible();
    await share(page, {}, [fileOf('nothing.txt', 'text/plain', '')]);
    await expect(page.getByText('nothing.txt is empty.')).toBeVisible();
    await expect(read.box).toHaveValue(earlier);
  });

  test('a share that no page came to take is taken by the next one, whatever place it opens', async ({
    page,
    context,
  }) => {
    await page.goto(host.shareSheetUrl);
    // As the service worker leaves it when the window is closed right after the share.
    const kept = await page.evaluate(
      async ([name, key, text]) => {
        const body = new FormData();
        body.set('text', text);
        const cache = await caches.open(name);
        await cache.put(key, new Response(body));
        return (await cache.keys()).length;
      },
      [`undertone:${basePath}:shared`, `${basePath}share/left`, shared] as const,
    );
    expect(kept).toBe(1);
    const next = await context.newPage();
    await next.goto(`${host.url}settings`);
    await expect(new ReadPlace(next).box).toHaveValue(shared);
    expect(next.url()).toBe(host.url);
    // It is in the box before it is gone from where it lay.
    await expect.poll(() => cachesWithShares(next), { intervals: oftenMs }).toEqual([]);
  });
});

test('a share that only the server could take is discarded, and said so', async ({ page }) => {
  const server = await startAppServer('/words/tone/');
  try {
    const answer = await page.request.post(`${server.url}share`, {
      multipart: { text: shared },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(303);
    await page.goto(new URL(answer.headers()['location'] ?? '', `${server.url}share`).href);
    await expect(page.getByText(/^What was shared did not arrive/)).toBeVisible();
    expect(page.url()).toBe(server.url);
    await expect(new ReadPlace(page).box).toHaveValue('');
  } finally {
    await server.stop();
  }
});

test('a file the system opens with the app comes into the box of the window that is there', async ({
  page,
}) => {
  // The system's side of a launch: what the app gives it, and what it gives the app.
  await page.addInitScript(() => {
    Reflect.defineProperty(window, 'launchQueue', {
      value: {
        setConsumer(consumer: (launch: unknown) => void) {
          const open = async (name: string): Promise<void> => {
            const folder = await navigator.storage.getDirectory();
            consumer({ files: [await folder.getFileHandle(name)] });
          };
          addEventListener('launch', (event) => {
            if (event instanceof CustomEvent) void open(String(event.detail));
          });
        },
      },
    });
  });
  const launch = (name: string, content: string) =>
    page.evaluate(
      async ([named, written]) => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle(named, { create: true });
        const stream = await handle.createWritable();
        await stream.write(written);
        await stream.close();
        dispatchEvent(new CustomEvent('launch', { detail: named }));
      },
      [name, content] as const,
    );

  await page.goto('/models');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await launch('letter.txt', shared);
  const read = new ReadPlace(page);
  await expect(read.box).toHaveValue(shared);
  await expect(page.getByText('From letter.txt.')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
  await launch('rows.jsonl', '{"text": "I love it"}');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('rows.jsonl');
  expect(new URL(page.url()).pathname).toBe('/files');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await expect(read.box).toHaveValue(shared);
});
