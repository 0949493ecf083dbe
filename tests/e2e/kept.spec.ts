/** Settings names everything this device keeps for the app, and erases it, each by itself and all of it. */
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { builtApp } from './built-app.ts';
import { weightsPattern } from './model-requests.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';
import { basePath, openFirst, startStaticHost } from './static-host.ts';
import type { StaticHost } from './static-host.ts';

const text = 'The room was lovely and quiet.';
const nothing = { local: [], session: [], caches: [], databases: [], files: [] };

/** What the browser holds for the app, store by store; a database without a row in it holds nothing. */
async function stores(page: Page) {
  const { empty: _, ...held } = await look(page);
  return held;
}

/** The same, and which stores of the databases are empty. */
function look(page: Page) {
  return page.evaluate(async () => {
    const databases: string[] = [];
    const empty: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '');
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('It does not open.')));
      });
      for (const store of opened.objectStoreNames) {
        const count = await new Promise<number>((resolve) => {
          const request = opened.transaction(store).objectStore(store).count();
          request.addEventListener('success', () => resolve(request.result));
        });
        (count > 0 ? databases : empty).push(`${name} ${store}`);
      }
      opened.close();
    }
    const files: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      caches: await caches.keys(),
      databases,
      empty,
      files,
    };
  });
}

/** Whether the service worker keeps all that a visit without a network needs. */
function isReaderKept(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().some(({ url }) => /\/ort-wasm[^/]*\.wasm$/.test(url));
  });
}

/** Has a file of one row read. */
async function readFile(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Files' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Pick a file' }).click();
  await (await chooser).setFiles({ name: 'rows.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Take in the rows' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/, all done/).first()).toBeVisible();
}

/** Leaves a blind check as Review does. */
async function answerBlindly(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('undertone');
        opening.addEventListener('success', () => {
          const store = opening.result.transaction('blindChecks', 'readwrite').objectStore('blindChecks');
          store.put({ runId: 'run', seed: 1, drawnFrom: 1, rows: [0], answers: [], endedAtMs: null });
          store.transaction.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
  );
}

test.describe('what is kept', () => {
  let host: StaticHost;

  test.beforeEach(async ({ page }) => {
    host = await startStaticHost(await builtApp('one'));
    await openFirst(page, host);
  });
  test.afterEach(() => host.stop());

  const row = (page: Page, name: RegExp): Locator => page.getByRole('row', { name });
  const openSettings = (page: Page) => page.getByRole('link', { name: 'Settings' }).click();

  /** Leaves something in every store. */
  async function useEverything(page: Page): Promise<void> {
    const read = new ReadPlace(page);
    await read.read(text);
    await read.button('Pin this version').click();
    await read.button('Correct this').click();
    await read.button('Neutral').click();
    await expect(page.getByText(/^You call it neutral\./)).toBeVisible();
    await expect.poll(() => isReaderKept(page), { intervals: oftenMs }).toBe(true);
    await readFile(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Keep a history').check();
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.box.press('Control+Enter');
    // As the service worker leaves a share that no page came to take, and as the ways to read are remembered.
    await page.evaluate(
      async ([name, key]) => {
        await (await caches.open(name)).put(key, new Response('text=Shared'));
        localStorage.setItem('undertone.backends', 'null');
        const settings = { unsureBelow: null, themes: [{ name: 'Food', words: ['egg'] }], trendUnit: null };
        localStorage.setItem('undertone.report-settings', JSON.stringify([{ runId: 'run', settings }]));
        localStorage.setItem('undertone.themes', JSON.stringify(settings.themes));
      },
      [`undertone:${basePath}:shared`, `${basePath}share/left`] as const,
    );
    await answerBlindly(page);
    const kept = await look(page);
    expect(kept.empty).toEqual([]);
    expect(kept.databases).toEqual(
      expect.arrayContaining(['undertone corrections', 'undertone history', 'undertone-runs results']),
    );
    expect(kept.files).toEqual(['models']);
    expect(kept.caches).toHaveLength(2);
    expect(kept.local).not.toEqual([]);
    expect(kept.session).not.toEqual([]);
  }

  test('is listed: what, how many, how large', { tag: '@every-browser' }, async ({ page }) => {
    await useEverything(page);
    await openSettings(page);
    await expect(row(page, /^Your corrections/)).toContainText('1 text');
    await expect(row(page, /^Files and their readings/)).toContainText('1 file');
    await expect(row(page, /^Blind checks and your answers/)).toContainText('1 file');
    await expect(row(page, /^Your themes/)).toContainText('1 file, 1 theme for the next');
    await expect(row(page, /^History of readings/)).toContainText('1 text');
    await expect(row(page, /^The reader/)).toContainText(/\d+ files/);
    await expect(row(page, /^The text in the box/)).toContainText(`${text.length} characters`);
    await expect(row(page, /^Texts put aside/)).toContainText('1 text');
    await expect(row(page, /^The app’s own files/)).toContainText(/\d\d files.*\sMB/);
    await expect(row(page, /^Small notes/)).toContainText(/\d notes?/);
    await expect(row(page, /^Shared, not opened yet/)).toContainText('1 share');
  });

  test('is erased, each by itself', async ({ page }) => {
    await useEverything(page);
    await openSettings(page);
    const erase = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: `Erase ${name}`, exact: true }).click();
      await expect(row(page, new RegExp(`^${name}`))).toBeHidden();
    };
    const databases = async () => (await stores(page)).databases;
    await erase('History of readings');
    expect(await databases()).not.toContain('undertone history');
    await erase('Blind checks and your answers');
    expect(await databases()).not.toContain('undertone blindChecks');
    await erase('Your themes');
    const { local } = await stores(page);
    expect(local.filter((key) => /report-settings|themes/.test(key))).toEqual([]);
    await erase('Files and their readings');
    expect(await databases()).toEqual(['undertone corrections']);
    await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(0);
    await page.getByRole('link', { name: 'Files' }).click();
    await expect(page.getByText('rows.txt')).toBeHidden();
  });

  test('a database of before this version is taken over with what it holds', async ({ page }) => {
    await page.goto(`${host.url}robots.txt`);
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          indexedDB.deleteDatabase('undertone').addEventListener('success', () => {
            const opening = indexedDB.open('undertone', 1);
            opening.addEventListener('upgradeneeded', () => {
              const options = { keyPath: 'id', autoIncrement: true };
              const store = opening.result.createObjectStore('corrections', options);
              store.createIndex('text', 'text');
              const facts = { modelLabel: 'positive', modelName: 'tone', modelVersion: '1', savedAtMs: 1 };
              store.put({ text: 'Said before.', label: 'neutral', ...facts });
            });
            opening.addEventListener('success', () => {
              opening.result.close();
              resolve();
            });
          });
        }),
    );
    await page.goto(`${host.url}settings`);
    await expect(row(page, /^Your corrections/)).toContainText('1 text');
    expect((await look(page)).empty).toEqual(
      expect.arrayContaining(['undertone blindChecks', 'undertone history']),
    );
  });

  test(
    'is erased, all of it, and does not come back within the visit',
    { tag: '@every-browser' },
    async ({ page, context }) => {
      await useEverything(page);
      await openSettings(page);
      await expect(
        page.getByRole('definition').filter({ hasText: 'that this browser allows' }),
      ).toBeVisible();
      const everything = page.getByRole('button', { name: 'Erase everything', exact: true });
      const sure = page.getByRole('button', { name: 'Yes, erase everything' });
      // The list above it may grow meanwhile, and a press that is let go of elsewhere is none.
      await expect(async () => {
        if (!(await sure.isVisible())) await everything.click();
        await expect(sure).toBeVisible({ timeout: 2000 });
      }).toPass();
      await sure.click();
      await expect(everything).toBeFocused();
      await expect(
        page.getByText('Erased. What the app needs is fetched again at the next visit.').first(),
      ).toBeVisible();
      expect(await stores(page)).toEqual(nothing);
      await expect(row(page, /^The app’s own files/)).toContainText('0 files');
      await expect(row(page, /^Texts put aside/)).toBeHidden();
      await expect(row(page, /^Shared, not opened yet/)).toBeHidden();
      // The diagnostics say what the browser said just then: it may still count what it is about to let go of.
      const room = page.getByRole('definition').filter({ hasText: 'that this browser allows' });
      const differenceMegabytes = async (): Promise<number> => {
        const shown = Number.parseFloat((await room.textContent()) ?? '');
        const usedBytes = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
        return Math.abs(shown - usedBytes / 1e6);
      };
      await expect.poll(differenceMegabytes, { intervals: oftenMs }).toBeLessThan(1);

      // Files that the page still asks for in this visit are answered and not kept.
      const answered = await page.evaluate(async () => {
        const script = document.querySelector<HTMLScriptElement>('script[src]')?.src ?? '';
        return (await fetch(script)).status;
      });
      expect(answered).toBe(200);
      await page.getByRole('link', { name: 'Models' }).click();
      await expect(page.getByText(/^In use for this visit/)).toBeVisible();
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      const read = new ReadPlace(page);
      await expect(read.box).toHaveValue('');
      await read.read('The breakfast was cold.');
      await expect(page.getByRole('region', { name: 'Pinned' })).toBeHidden();
      expect((await stores(page)).caches).toEqual([]);

      // The next visit keeps everything again, so that the one after it needs no network.
      await page.reload();
      await read.isRead();
      await expect.poll(() => isReaderKept(page), { intervals: oftenMs }).toBe(true);
      host.stop();
      await context.setOffline(true);
      await page.reload();
      await read.read(text);
    },
  );

  test(
    'is not erased where the app would break: without a network its own files stay',
    { tag: '@every-browser' },
    async ({ page, context }) => {
      await useEverything(page);
      await openSettings(page);
      const files = row(page, /^The app’s own files/);
      // The device thinks it has a network, but the site is out of reach.
      host.stop();
      await files.getByRole('button').click();
      const kept = 'What the app needs was kept: without a network it could not be fetched again.';
      await expect(page.getByText(kept).first()).toBeVisible();
      await context.setOffline(true);
      await expect(files).toContainText('needed while there is no network');
      await expect(files.getByRole('button')).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await page.getByRole('button', { name: 'Yes, erase everything' }).click();
      await expect(page.getByText(`Erased. ${kept}`).first()).toBeVisible();
      await expect(files).toContainText(/\d\d files/);
      expect(await stores(page)).toEqual({
        ...nothing,
        caches: [expect.stringContaining(':version:')],
        files: ['models'],
      });
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      await new ReadPlace(page).read(text);
    },
  );
});

/** Reads the text on the server, which a device that cannot read was offered and a person agreed to. */
async function readOnServer(page: Page): Promise<ReadPlace> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await read.open();
  await read.write(text);
  await read.button('See what would be sent').click();
  await read.button('Agree and send').click();
  await read.isRead();
  return read;
}

test('erasing the small notes takes the agreement to use the server back', async ({ page }) => {
  await readOnServer(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText(/^You agreed to use the server until this tab closes/)).toBeVisible();
  await page.getByRole('button', { name: 'Erase Small notes' }).click();
  await expect(page.getByText(/^You agreed to use the server until this tab closes/)).toBeHidden();
  await expect.poll(() => new URL(page.url()).search, { intervals: oftenMs }).toBe('');
});

test('erasing everything takes the agreement back last: nothing the person wrote stays behind', async ({
  page,
}) => {
  const read = await readOnServer(page);
  await read.button('Correct this').click();
  await read.button('Neutral').click();
  await expect(page.getByText(/^You call it neutral\./)).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase everything' }).click();
  await expect.poll(() => new URL(page.url()).search, { intervals: oftenMs }).toBe('');
  await expect(page.getByRole('row', { name: /^Your corrections/ })).toContainText('0 texts');
  await expect(page.getByRole('row', { name: /^The text in the box/ })).toContainText('0 characters');
});

test('a reader that is on its way is stopped before it is erased', async ({ page, context }) => {
  let asked = 0;
  await context.route(weightsPattern, async (route) => {
    asked += 1;
    // A part of it comes, and then nothing for as long as the connection holds.
    if (asked === 2) return;
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: asked === 1 ? body.subarray(0, 3_000_000) : body });
  });
  await page.goto('/');
  await expect.poll(() => asked, { intervals: oftenMs }).toBe(2);
  await page.getByRole('link', { name: 'Settings' }).click();
  const reader = page.getByRole('row', { name: /^The reader/ });
  await expect(reader).toContainText(/[1-9] files?/);
  await reader.getByRole('button').click();
  await expect(
    page.getByText('Erased. What the app needs is fetched again at the next visit.').first(),
  ).toBeVisible();
  await expect(reader).toContainText('0 files');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  const read = new ReadPlace(page);
  await read.button('Start again').click();
  await read.read(text);
});
