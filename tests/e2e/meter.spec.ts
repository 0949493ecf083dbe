/** The meter against what a proxy on the way really saw leave the browser: page, workers and service worker. */
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { formatBytes } from '../../src/i18n/formats.ts';
import { FilesPlace } from './files-place.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import type { RecordedRequest, RecordingProxy } from './recording-proxy.ts';
import { french } from './texts.ts';

/** A word that nothing encodes in another way, and that stands in no file. */
const mark = 'xylomarmalade';
const markedText = `The ${mark} was lovely, naïve and quiet. The waiter was rude.`;

let proxy: RecordingProxy;

test.afterEach(() => proxy.stop());

/** Nothing goes past the proxy. */
function listOtherOrigins(context: BrowserContext): string[] {
  const others: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(proxy.url).origin) others.push(request.url());
  });
  return others;
}

async function isKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { intervals: oftenMs })
    .toBe(true);
}

function carries({ method, query, body }: RecordedRequest): boolean {
  return method !== 'GET' || query !== '' || body.length > 0;
}

async function expectMeter(page: Page, bytes: number): Promise<void> {
  // Beyond this the page rounds.
  expect(bytes).toBeLessThan(1000);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(
    page.getByText(`${formatBytes(bytes)} of your text sent since this tab was opened.`),
  ).toBeVisible();
}

test('on the device nothing is sent, and the meter says so', async ({ page, context, baseURL }) => {
  proxy = await startRecordingProxy(baseURL ?? '');
  const others = listOtherOrigins(context);
  const read = new ReadPlace(page);

  await page.goto(proxy.url);
  await read.read(markedText);
  await expect(page.getByText('0 bytes of your text sent.', { exact: true })).toBeVisible();
  await read.button('Test these words').click();
  await expect(page.getByRole('region', { name: 'Without each word' }).getByRole('list')).toHaveAttribute(
    'aria-busy',
    'false',
  );
  await isKept(page);
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('table').first()).toBeVisible();
  await expectMeter(page, 0);

  const seenBefore = proxy.requests.length;
  proxy.goOffline();
  await page.goto(proxy.url);
  await page.reload();
  await read.read(`I hate the ${mark}.`);
  await expect(page.getByText('0 bytes of your text sent.', { exact: true })).toBeVisible();
  await expectMeter(page, 0);

  // The proxy stood where it should: it saw what page, worker and service worker each ask for.
  const paths = proxy.requests.map(({ path }) => path);
  expect(seenBefore).toBeGreaterThan(10);
  for (const expected of [/^\/$/, /\.wasm$/, /\/weights-.*\.gzip$/, /^\/sw\.js$/])
    expect(paths.filter((path) => expected.test(path)).length, String(expected)).toBeGreaterThan(0);
  expect(proxy.requests.filter(carries)).toEqual([]);
  const marked = proxy.requests.filter(({ path, headers }) => `${path} ${headers}`.includes(mark));
  expect(marked).toEqual([]);
  expect(others).toEqual([]);
});

test('what is looked for in a file stands in the address, and no server hears of it', async ({
  page,
  baseURL,
}) => {
  proxy = await startRecordingProxy(baseURL ?? '');
  // As on a first visit, or in a private window: every reload asks the server for the address.
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  const files = new FilesPlace(page);
  await files.open(`${proxy.url}files`);
  const rows = Array.from({ length: 12 }, (_, row) => `The ${mark} was lovely on day ${row}.,${mark} house`);
  await files.pick(['Comment,House', ...rows].join('\n'));
  await page.getByLabel('Group').selectOption('House');
  await files.button('Take in the rows').click();
  await files.button('Start').click();
  await files.isDone();
  await page.getByLabel('Group').last().selectOption(`${mark} house`);
  await page.getByRole('searchbox', { name: 'Words in the text' }).fill(`${mark} day 7`);
  await expect(page).toHaveURL(new RegExp(`#.*${mark}.*${mark}`));

  const seenBefore = proxy.requests.length;
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Words in the text' })).toHaveValue(`${mark} day 7`);
  await expect(page.getByLabel('Group').last()).toHaveValue(`${mark} house`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.goBack();
  await expect(page.getByLabel('Group').last()).toHaveValue(`${mark} house`);

  // It was asked for the address, as far as it concerns it.
  const since = proxy.requests.slice(seenBefore);
  expect(since.filter(({ path }) => /^\/files\/[\w-]+$/.test(path))).not.toEqual([]);
  expect(proxy.requests.filter(carries)).toEqual([]);
  expect(JSON.stringify(proxy.requests)).not.toContain(mark);
});

test('with the server, the meter is what the server was sent', async ({ page, context, baseURL }) => {
  proxy = await startRecordingProxy(baseURL ?? '');
  const others = listOtherOrigins(context);
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await page.goto(proxy.url);
  await read.write(markedText);
  await read.button('See what would be sent').click();
  expect(proxy.requests.filter(carries)).toEqual([]);

  await read.button('Agree and send').click();
  await read.isRead();
  await read.button('Test these words').click();
  await expect(page.getByRole('region', { name: 'Without each word' }).getByRole('list')).toHaveAttribute(
    'aria-busy',
    'false',
  );
  await read.write('');
  await read.write(french);
  await read.button('Read it anyway').click();
  await read.isRead();

  const calls = proxy.requests.filter(({ path }) => path.startsWith('/v1/'));
  const posts = calls.filter(({ method }) => method === 'POST');
  expect(posts.length).toBeGreaterThan(2);
  expect(posts[0]?.body.toString()).toBe(JSON.stringify({ text: markedText }));
  const sentBytes = calls.reduce((sum, { query, body }) => sum + query.length + body.length, 0);
  expect(sentBytes).toBeGreaterThan(100);
  await expect(page.getByText(`${formatBytes(sentBytes)} of your text sent.`, { exact: true })).toBeVisible();
  await expectMeter(page, sentBytes);

  // Beside the calls, the one query there is: the one by which the server knows which policy to send.
  const carriers = proxy.requests.filter((request) => carries(request) && !posts.includes(request));
  expect(carriers.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
    { method: 'GET', path: '/', query: 'server=agreed' },
  ]);
  expect(others).toEqual([]);
});

test.describe('where no policy stands before it', () => {
  test.use({ bypassCSP: true });

  test('whatever a script sends in whatever way is counted', async ({ page, baseURL }) => {
    proxy = await startRecordingProxy(baseURL ?? '');
    await page.goto(`${proxy.url}settings`);
    await isKept(page);
    await expectMeter(page, 0);
    expect(proxy.sentBytes()).toBe(0);

    const ways = await page.evaluateHandle(() => {
      const form = new FormData();
      form.append('text', 'naïve');
      form.append('file', new Blob(['12345']), 'a.txt');
      const post = async (body: BodyInit): Promise<void> => {
        await fetch('seen/fetch?text=a', { method: 'POST', body });
      };
      const ask = (body: XMLHttpRequestBodyInit | Document): Promise<void> =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.open('PUT', 'seen/xhr?q');
          request.addEventListener('loadend', () => resolve());
          request.send(body);
        });
      const append = (name: 'link' | 'script' | 'img', attributes: Record<string, string>): void => {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        document.body.append(element);
      };
      return new Map<string, () => unknown>([
        ['fetch of a text', () => post('naïve')],
        ['fetch of bytes', () => post(new Uint8Array(9).subarray(2))],
        ['fetch of a blob', () => post(new Blob(['123']))],
        ['fetch of parameters', () => post(new URLSearchParams({ text: 'a b' }))],
        ['fetch of a form', () => post(form)],
        ['fetch of a request', () => fetch(new Request('seen/fetch?ï', { method: 'POST', body: 'abc' }))],
        ['request of a text', () => ask('naïve')],
        ['request of a form', () => ask(form)],
        ['request of a document', () => ask(new DOMParser().parseFromString('<p>ï</p>', 'text/xml'))],
        ['beacon', () => navigator.sendBeacon('seen/beacon?a=b', 'text')],
        ['event source', () => new EventSource('seen/events?text=abc')],
        [
          'socket',
          () => {
            const socket = new WebSocket('seen/socket?text=abcd');
            socket.addEventListener('open', () => {
              socket.send('naïve');
              socket.send(new Uint8Array(4));
            });
          },
        ],
        ['image', () => append('img', { src: 'seen/image?abc', alt: '' })],
        ['link', () => append('link', { rel: 'stylesheet', href: 'seen/link?abcd' })],
        ['script', () => append('script', { src: 'seen/script?abcde' })],
        ['style', () => document.body.style.setProperty('background', 'url(seen/style?abcdef)')],
        ['import', () => import(new URL('seen/import?ab', location.href).href).catch(() => undefined)],
        ['worker', () => new Worker('seen/worker?abcdefg')],
        ['service worker', () => navigator.serviceWorker.register('seen/sw?abcdefgh').catch(() => undefined)],
      ]);
    });
    const names = await ways.evaluate((map) => [...map.keys()]);
    expect(names).toHaveLength(19);
    for (const name of names) {
      await test.step(name, async () => {
        const before = proxy.sentBytes();
        await ways.evaluate(async (map, way) => {
          await map.get(way)?.();
        }, name);
        await expect.poll(() => proxy.sentBytes()).toBeGreaterThan(before);
        // Both may still be counting: a socket sends after it has opened, an element's load is listed when it has ended.
        const words = page.getByText(/of your text sent since this tab was opened\./);
        const isSame = async () => (await words.innerText()).startsWith(`${formatBytes(proxy.sentBytes())} `);
        await expect.poll(isSame, { intervals: oftenMs }).toBe(true);
      });
    }
    await expectMeter(page, proxy.sentBytes());
  });
});

test('a worker cannot send, not even where the policy would let it', async ({
  page,
  context,
  browserName,
  baseURL,
}) => {
  proxy = await startRecordingProxy(baseURL ?? '');
  const started = page.waitForEvent('worker', (worker) => worker.url().includes('inference.worker'));
  await page.goto(proxy.url);
  await new ReadPlace(page).read(markedText);
  await isKept(page);
  const services = context.serviceWorkers();
  // The others do not let a test into their service workers.
  expect(services).toHaveLength(browserName === 'chromium' ? 1 : 0);

  for (const worker of [await started, ...services]) {
    const outcome = await worker.evaluate(async (base) => {
      const isAnswered = (address: string, init: RequestInit): Promise<boolean> =>
        fetch(new URL(address, base), init).then(
          () => true,
          () => false,
        );
      return {
        file: await isAnswered('weights/registry.json', { cache: 'no-store' }),
        query: await isAnswered('weights/registry.json?text=a', {}),
        body: await isAnswered('assets/a', { method: 'POST', body: 'text' }),
        left: ['XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport'].filter(
          (name) => name in globalThis,
        ),
      };
    }, proxy.url);
    expect(outcome, worker.url()).toEqual({ file: true, query: false, body: false, left: [] });
  }
  expect(proxy.requests.filter(carries)).toEqual([]);
});
