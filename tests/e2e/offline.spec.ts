/** After a first visit the app needs no network, wherever under its site it is served from. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startAppServer } from './app-server.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';

/** Paths of everything the service worker keeps. */
async function keptPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });
}

/** Resolves when the service worker looks after the page. */
async function isLookedAfter(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { intervals: oftenMs })
    .toBe(true);
}

/** Resolves when the service worker, after a reading, has put everything aside that a visit without network needs. */
async function isKept(page: Page): Promise<void> {
  await isLookedAfter(page);
  // The largest of it, and so the last; the kernel is a small file beside it.
  await expect
    .poll(async () => (await keptPaths(page)).some((path) => /\/ort-wasm[^/]*\.wasm$/.test(path)), {
      intervals: oftenMs,
    })
    .toBe(true);
}

for (const basePath of ['/', '/words/tone/']) {
  test(
    `reads without a network after a first visit, from ${basePath}`,
    { tag: '@every-browser' },
    async ({ page, context }) => {
      const server = await startAppServer(basePath);
      try {
        await page.goto(server.url);
        await new ReadPlace(page).read('The room was lovely and quiet.');
        await isKept(page);
      } finally {
        await server.stop();
      }

      await context.setOffline(true);
      await page.reload();
      await new ReadPlace(page).read('The breakfast was cold and the waiter was rude.');
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

      await page.goto(`${server.url}models`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goto(`${server.url}settings`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  );
}

test('the document kept for offline use carries the narrow policy', async ({ page, context, baseURL }) => {
  await page.goto('/');
  await isLookedAfter(page);
  await context.setOffline(true);
  const response = await page.reload();
  const policy = (await response?.headerValue('content-security-policy')) ?? '';
  expect(policy).toContain(`connect-src ${baseURL}assets/`);
  expect(policy).not.toContain('/v1/');
});

test('model files are kept outside the service worker', async ({ page }) => {
  await page.goto('/');
  await new ReadPlace(page).read('The room was lovely and quiet.');
  await isKept(page);
  const cached = await keptPaths(page);
  expect(cached.some((path) => path.endsWith('/manifest.json'))).toBe(true);
  expect(cached.filter((path) => /\.(?:gzip|bin|onnx)$/.test(path))).toEqual([]);
});

test('the weights come packed, as a file of its own that a download can be taken up in', async ({
  page,
  context,
  request,
}) => {
  const asked: string[] = [];
  context.on('request', (one) => asked.push(one.url()));
  await page.goto('/');
  await new ReadPlace(page).read('The room was lovely and quiet.');
  const weights = asked.filter((url) => url.includes('/weights-'));
  expect(weights).toEqual([expect.stringMatching(/-[0-9a-f]{16}\.gzip$/)]);
  const rest = await request.get(weights[0] ?? '', { headers: { range: 'bytes=1000-' } });
  expect(rest.status()).toBe(206);
  expect(rest.headers()).not.toHaveProperty('content-encoding');
});

test('what only the reader needs is not fetched where the reader waits for a word', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    screen: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const requested: string[] = [];
  context.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await page.goto(baseURL ?? '');
  await expect(page.getByRole('button', { name: /^Get the reader/ })).toBeVisible();
  await isLookedAfter(page);
  const heavy = [...requested, ...(await keptPaths(page))].filter((path) =>
    /\.(?:wasm|gzip|bin|onnx)$/.test(path),
  );
  expect(heavy).toEqual([]);
  await context.close();
});

test('can be installed: the browser finds nothing wrong with the manifest', async ({
  page,
  context,
  browserName,
}) => {
  // The protocol that tells is Chromium's own; the manifest is the same for all.
  if (browserName !== 'chromium') {
    const response = await page.request.get('/manifest.webmanifest');
    expect(await response.json()).toMatchObject({ name: 'Undertone', display: 'standalone' });
    return;
  }
  await page.goto('/');
  await isLookedAfter(page);
  const session = await context.newCDPSession(page);
  const manifest = await session.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(manifest.url).toMatch(/\/manifest\.webmanifest$/);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A test runs in a context like a private window, which is the one thing that stands in the way.
  expect(installabilityErrors.map((error) => error.errorId)).toEqual(['in-incognito']);
});

test('a missing network is said in a word, for as long as it is missing', async ({ page, context }) => {
  await page.goto('/');
  const word = page.getByText('Offline', { exact: true });
  await expect(new ReadPlace(page).box).toBeVisible();
  await expect(word).toBeHidden();
  await context.setOffline(true);
  await expect(word).toBeVisible();
  await context.setOffline(false);
  await expect(word).toBeHidden();
});
