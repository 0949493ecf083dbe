/** A host that sends no headers, and serves the app from a sub-path: isolation, policy, offline, and the switch. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { builtApp } from './built-app.ts';
import { FilesPlace } from './files-place.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';
import { basePath, openFirst, startStaticHost } from './static-host.ts';
import type { StaticHost } from './static-host.ts';

const draft = 'The room was lovely and quiet.';
const secret = 'a-private-sentence';

test.describe('a static host', () => {
  let folder: string;
  let host: StaticHost;

  test.beforeAll(async () => {
    folder = await builtApp('one');
  });
  test.beforeEach(async () => {
    host = await startStaticHost(folder);
  });
  test.afterEach(() => host.stop());

  const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);
  const registrations = (page: Page) =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  /** Names of the caches with the app's files. */
  const versions = (page: Page) =>
    page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(':version:')));

  test('an untouched page is loaded anew once, and isolated', async ({ page }) => {
    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    await openFirst(page, host);
    await new ReadPlace(page).read(draft);
    expect(navigations).toEqual([host.url, host.url]);
    await page.reload();
    await new ReadPlace(page).isRead();
    expect(await isIsolated(page)).toBe(true);
    expect(navigations).toHaveLength(3);
  });

  test('a page in which something was written stays, and is isolated at the next visit', async ({ page }) => {
    const letGo = host.hold('sw.js');
    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    await page.goto(host.url);
    const read = new ReadPlace(page);
    await read.box.pressSequentially(draft);
    letGo();
    await read.isRead();
    expect(navigations).toHaveLength(1);
    expect(await isIsolated(page)).toBe(false);
    await page.reload();
    await read.isRead();
    await expect(read.box).toHaveValue(draft);
    expect(await isIsolated(page)).toBe(true);
    expect(navigations).toHaveLength(2);
  });

  test('a device that cannot read is told so plainly, and no server is offered where there is none', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    const asked = page.waitForResponse((response) => response.url().endsWith('service-worker.json'));
    await page.goto(host.url);
    const read = new ReadPlace(page);
    await expect(read.verdict).toContainText('The reader could not run on this device.');
    await asked;
    await page.waitForLoadState('networkidle');
    await expect(read.button('See what would be sent')).toHaveCount(0);

    await page.getByRole('link', { name: 'Files' }).click();
    await expect(page.getByText('A file can be taken in here meanwhile, but not read.')).toBeVisible();
    const files = new FilesPlace(page);
    await files.pick('Comment\nThe room was lovely.');
    await expect(page.getByText('They are read once there is something to read them with.')).toBeVisible();
    await files.button('Take in the rows').click();
    await expect(files.bar).toContainText('Reload the page, or try a current browser.');
    await expect(files.bar).toContainText('The file stays here meanwhile.');
    await expect(files.bar.getByRole('button')).toHaveCount(0);
  });

  test(
    'a browser without service workers reads all the same, on one thread',
    { tag: '@every-browser' },
    async ({ page }) => {
      await page.addInitScript(() => {
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      });
      await page.goto(host.url);
      await new ReadPlace(page).read(draft);
      expect(await isIsolated(page)).toBe(false);
      expect(host.requests.filter((request) => request.includes('sw.js'))).toEqual([]);
    },
  );

  test('no text leaves: not from a page that the service worker does not look after yet', async ({
    page,
  }) => {
    const letGo = host.hold('sw.js');
    await page.goto(host.url);
    await expect(new ReadPlace(page).box).toBeVisible();
    const refused = await page.evaluate(async (text) => {
      const addresses = [`v1/analyze?${text}`, `?${text}`, `/?${text}`, `https://example.invalid/?${text}`];
      const outcomes = addresses.map((address) =>
        fetch(address, { mode: 'no-cors' }).then(
          () => false,
          () => true,
        ),
      );
      const image = new Promise<boolean>((resolve) => {
        const picture = new Image();
        picture.addEventListener('load', () => resolve(false));
        picture.addEventListener('error', () => resolve(true));
        picture.src = `/?${text}`;
      });
      return Promise.all([...outcomes, image]);
    }, secret);
    expect(refused).toEqual([true, true, true, true, true]);
    expect(host.requests.filter((request) => request.includes(secret))).toEqual([]);
    letGo();
  });

  test('no text leaves: not from the worker that reads, on a first visit either', async ({ page }) => {
    const letGo = host.hold('sw.js');
    const started = page.waitForEvent('worker', (worker) => worker.url().includes('inference.worker'));
    await page.goto(host.url);
    await new ReadPlace(page).write(draft);
    // Nothing to tell of: no worker may start before there is a policy for it.
    expect(page.workers()).toEqual([]);
    letGo();
    await new ReadPlace(page).isRead();
    const refused = await (
      await started
    ).evaluate(async (text) => {
      const addresses = [`../v1/analyze?${text}`, `../?${text}`, `/?${text}`];
      return Promise.all(
        addresses.map((address) =>
          fetch(new URL(address, location.href)).then(
            () => false,
            () => true,
          ),
        ),
      );
    }, secret);
    expect(refused).toEqual([true, true, true]);
    expect(host.requests.filter((request) => request.includes(secret))).toEqual([]);
  });

  test('what becomes no realm of its own is handed on as it is kept', async ({ page }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read(draft);
    const policies = await page.evaluate(
      async (name) => {
        const isFile = ({ name: url }: { name: string }) => /\.(?:wasm|js|css)$/.test(new URL(url).pathname);
        const urls = performance.getEntriesByType('resource').filter(isFile);
        const wasm = (await (await caches.open(name)).keys()).filter(({ url }) => url.endsWith('.wasm'));
        const asked = [...urls.map((entry) => entry.name), ...wasm.map(({ url }) => url)];
        const answers = await Promise.all(asked.map((url) => fetch(url)));
        return answers.map(({ url, headers }) => [url, headers.get('content-security-policy')]);
      },
      (await versions(page))[0] ?? '',
    );
    expect(policies.some(([url]) => url?.endsWith('.wasm'))).toBe(true);
    expect(policies.filter(([, policy]) => policy !== null)).toEqual([]);
  });

  test('every view comes up without a network once the reader is there', async ({ page, context }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read(draft);
    host.stop();
    await context.setOffline(true);
    for (const view of ['models', 'settings']) {
      await page.goto(host.url + view);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
    await page.goto(host.url);
    await new ReadPlace(page).read('The breakfast was cold and the waiter was rude.');
    await expect(page.getByText('Offline', { exact: true })).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText('Offline', { exact: true })).toBeHidden();
  });

  test('the app asks for nothing outside its path, and the manifest names it by its path', async ({
    page,
    context,
    browserName,
  }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read(draft);
    for (const request of host.requests) expect(request).toMatch(/^GET \/words\/tone\/[^?]*$/);
    // The protocol that tells how a manifest is understood is Chromium's own.
    if (browserName !== 'chromium') return;
    const session = await context.newCDPSession(page);
    const { manifest, errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(manifest).toMatchObject({
      id: host.url,
      startUrl: host.url,
      scope: host.url,
      shareTarget: { action: `${host.url}share`, method: 'kPost' },
      launchHandler: { clientMode: 'kNavigateExisting' },
      shortcuts: ['', 'files', 'models', 'settings'].map((view) => ({ url: host.url + view })),
    });
  });

  test('crawlers are told by a file that they may look, and the service worker lets it through', async ({
    page,
  }) => {
    await openFirst(page, host);
    await page.goto(`${host.url}robots.txt`);
    await expect(page.getByText('Allow: /')).toBeVisible();
  });

  test(
    'a service worker is switched off by a file: it goes, and what it kept',
    { tag: '@every-browser' },
    async ({ page }) => {
      await openFirst(page, host);
      await new ReadPlace(page).read(draft);
      host.replace('service-worker.json', '{ "use": false }');
      await page.reload();
      // This page still owes its isolation to the service worker, and reads.
      await new ReadPlace(page).read(draft);
      expect(await isIsolated(page)).toBe(true);

      const before = host.requests.length;
      await page.reload();
      await new ReadPlace(page).read(draft);
      expect(await isIsolated(page)).toBe(false);
      expect(host.requests.slice(before)).toContain(`GET ${basePath}index.html`);
      await expect.poll(() => registrations(page), { intervals: oftenMs }).toBe(0);
      await expect.poll(() => versions(page), { intervals: oftenMs }).toEqual([]);
      await page.reload();
      await new ReadPlace(page).read(draft);
      expect(host.requests.slice(before)).toContain(`GET ${basePath}`);

      host.replace('service-worker.json', null);
      await page.reload();
      await expect.poll(() => registrations(page), { intervals: oftenMs }).toBe(1);
    },
  );

  test('a page that no longer runs does not keep its service worker alive', async ({ page }) => {
    await openFirst(page, host);
    host.replace('service-worker.json', '{ "use": false }');
    // Its first step fails, so that none of its own code gets to look at the file.
    await page.addInitScript(() => {
      document.getElementById = () => {
        throw new Error('This page is broken.');
      };
    });
    await page.reload();
    await expect(new ReadPlace(page).box).toBeHidden();
    await expect
      .poll(() => page.evaluate(async () => (await caches.keys()).join()), { intervals: oftenMs })
      .toContain(':off');
    await page.reload();
    await expect.poll(() => registrations(page), { intervals: oftenMs }).toBe(0);
  });

  test('a worker that is beyond listening is replaced by one that removes both', async ({ page }) => {
    await openFirst(page, host);
    await new ReadPlace(page).read(draft);
    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    host.replace('service-worker.json', '{ "use": false }');
    host.replace('sw.js', await readFile(join(folder, 'sw-off.js'), 'utf8'));
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await expect.poll(() => registrations(page), { intervals: oftenMs }).toBe(0);
    await expect.poll(() => versions(page), { intervals: oftenMs }).toEqual([]);
    expect(navigations).toEqual([]);
  });

  test('a host that answers everything with the page does not switch it off', async ({ page }) => {
    host.replace('service-worker.json', await readFile(join(folder, 'index.html'), 'utf8'));
    await openFirst(page, host);
    await page.reload();
    await expect(new ReadPlace(page).box).toBeVisible();
    expect(await registrations(page)).toBe(1);
  });
});
