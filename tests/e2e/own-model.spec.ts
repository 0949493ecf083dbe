/** A model of the person's own: taken in, asked about, read with, also without a network, and left again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createOwnModel, writeModel, zipped } from './own-model-files.ts';
import { back, OwnModelPlace } from './own-model-place.ts';
import { ReadPlace } from './read-place.ts';
import { stay } from './texts.ts';

const ownScript = /own-model[^/]*\.worker/;

/** Waits until the service worker keeps what the person's own model runs on. */
async function isKeptForOffline(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const requests = await Promise.all(
          (await caches.keys()).map(async (key) => (await caches.open(key)).keys()),
        );
        return requests
          .flat()
          .filter(({ url }) => /\/own-model[^/]*\.worker|\/ort-wasm[^/]*\.wasm$/.test(url)).length;
      }),
    )
    .toBe(3);
}

test('as a folder whose labels do not say what they mean; also without a network, and back again', async ({
  page,
  context,
}) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'undertone-own-')), 'hotel-model');
  await writeModel(folder, createOwnModel({ labels: ['LABEL_0', 'LABEL_1'] }));
  const read = new ReadPlace(page);
  const own = new OwnModelPlace(page);
  await read.open();
  await read.read(stay);
  const before = await read.verdict.innerText();

  await own.open();
  await own.pickFolder(folder);
  await expect(own.section.getByText('hotel-model', { exact: true })).toBeVisible();
  // From here on the page has files of its own.
  await rm(folder, { recursive: true });
  await expect(own.button('Read with it')).toHaveCount(0);
  await own.button('That is what they mean').click();
  await expect(own.section.getByText(/^Say it of every label/)).toBeVisible();
  await own.section.getByLabel('LABEL_0').selectOption('Negative');
  await own.section.getByLabel('LABEL_1').selectOption('Positive');
  await own.button('That is what they mean').click();
  await own.readWithIt();
  await expect(own.section.getByText(/not calibrated/)).toBeVisible();
  await expect(page.getByRole('link', { name: /Your own model, “hotel-model”, is reading/ })).toBeVisible();

  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await read.isRead();
  await expect(read.verdict).toHaveAttribute('data-label', 'mixed');
  await expect(read.sentences).toHaveCount(3);
  await expect(read.sentences.nth(0)).toHaveAttribute('data-label', 'positive');
  await expect(read.sentences.nth(1)).toHaveAttribute('data-label', 'negative');
  expect((await read.percents())[1]).toBe(0);
  await expect(page.getByText(/^Read by “hotel-model”.*not calibrated\.$/)).toBeVisible();
  await expect(page.getByText('This model does not show where it saw it.')).toBeVisible();
  await expect(read.button('Test these words')).toHaveCount(0);

  await read.read('The room was lovely and quiet.');
  await read.verdict.getByRole('button', { name: /%$/ }).click();
  await expect(page.getByRole('note')).toContainText('not calibrated');

  await isKeptForOffline(page);
  await context.setOffline(true);
  await page.reload();
  await read.read('The waiter was rude.');
  await expect(read.verdict).toHaveAttribute('data-label', 'negative');
  await expect(page.getByText(/^Read by “hotel-model”/)).toBeVisible();

  await own.open();
  await own.button(back).click();
  await expect(own.button('Read with it')).toBeVisible();
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await read.read(stay);
  expect(await read.verdict.innerText()).toBe(before);
  await expect(page.getByText(/^Read by/)).toHaveCount(0);
});

test('as a zip file whose labels are plain: in all tabs, and erased in Settings', async ({
  page,
  context,
}) => {
  const own = new OwnModelPlace(page);
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  const other = new ReadPlace(await context.newPage());
  await other.open();
  await other.read('The room was lovely and quiet.');

  await own.open();
  await own.pickZip(zipped(createOwnModel({ labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'] })));
  await expect(own.section.getByText(/“NEUTRAL” is read as neutral/)).toBeVisible();
  await own.readWithIt();
  await other.read('The waiter was rude.');
  await expect(other.page.getByText(/^Read by “my-model”/)).toBeVisible();

  // The tab that chose it closes: the other one reads on with it.
  await page.close();
  await other.read('The breakfast was cold.');
  await expect(other.page.getByText(/^Read by “my-model”/)).toBeVisible();

  await other.page.getByRole('link', { name: 'Settings' }).click();
  await other.page.getByRole('button', { name: 'Erase Your own model' }).click();
  await expect(other.page.getByText('Erased.').first()).toBeVisible();
  await other.page.getByRole('link', { name: 'Read', exact: true }).click();
  await other.read('The waiter was rude.');
  await expect(other.page.getByText(/^Read by/)).toHaveCount(0);
  await other.page.getByRole('link', { name: 'Models' }).click();
  await expect(new OwnModelPlace(other.page).button('Read with it')).toHaveCount(0);
});

test('what its labels mean can be changed, and every tab reads anew', async ({ page, context }) => {
  const own = new OwnModelPlace(page);
  await new ReadPlace(page).open();
  await own.open();
  await own.pickZip(zipped(createOwnModel({ labels: ['neg', 'pos'] })));
  await own.readWithIt();
  const other = new ReadPlace(await context.newPage());
  await other.open();
  await other.read('The waiter was rude.');
  await expect(other.verdict).toHaveAttribute('data-label', 'negative');
  await own.button('Change what its labels mean').click();
  await own.section.getByRole('combobox').nth(0).selectOption('Positive');
  await own.section.getByRole('combobox').nth(1).selectOption('Negative');
  await own.button('That is what they mean').click();
  await expect(other.verdict).toHaveAttribute('data-label', 'positive');
});

test('a text longer than the model takes is read whole', async ({ page }) => {
  const own = new OwnModelPlace(page);
  const read = new ReadPlace(page);
  await read.open();
  await own.open();
  await own.pickZip(zipped(createOwnModel({ labels: ['neg', 'pos'], maxTokens: 16 })));
  await own.readWithIt();
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  // All that weighs anything stands at the end, far behind what fits at once; and there is no end of a sentence.
  const filling = Array.from({ length: 30 }, (_, index) => `and number ${index}`).join(' ');
  await read.read(`${filling} ${'lovely '.repeat(30)}`);
  await expect(read.verdict).toHaveAttribute('data-label', 'positive');
});

const refused: readonly { what: string; zip: () => Buffer; says: string; todo: RegExp }[] = [
  {
    what: 'a damaged zip file',
    zip: () => {
      const zip = zipped(createOwnModel({ labels: ['neg', 'pos'] }));
      const at = zip.indexOf('tokenizer.json') + 60;
      zip.fill(0x55, at, at + 40);
      return zip;
    },
    says: 'This model could not be read.',
    todo: /Get it once more/,
  },
  {
    what: 'a file that is no zip file',
    zip: () => Buffer.from('hello'),
    says: 'This model could not be read.',
    todo: /Get it once more/,
  },
  {
    what: 'a model of another kind',
    zip: () =>
      zipped(
        createOwnModel({ labels: ['neg', 'pos'], config: { architectures: ['DistilBertForMaskedLM'] } }),
      ),
    says: 'This model does not sort texts by one label each.',
    todo: /made for text classification/,
  },
  {
    what: 'a model without its tokenizer',
    zip: () => {
      const { 'tokenizer.json': _, ...rest } = createOwnModel({ labels: ['neg', 'pos'] });
      return zipped(rest);
    },
    says: 'A file of this model is missing.',
    todo: /Missing: tokenizer\.json\./,
  },
];

for (const { what, zip, says, todo } of refused) {
  test(`${what} is refused, and says what to do; the reader stays in use`, async ({ page }) => {
    const own = new OwnModelPlace(page);
    const read = new ReadPlace(page);
    await read.open();
    await own.open();
    await own.pickZip(zip());
    await expect(own.section.getByText(says, { exact: true })).toBeVisible();
    await expect(own.section.getByText(todo).first()).toBeVisible();
    await expect(own.button('Read with it')).toHaveCount(0);
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.read('The waiter was rude.');
    await expect(page.getByText(/^Read by/)).toHaveCount(0);
  });
}

test('a model the runtime refuses is not read with, and files that are gone are not replaced in silence', async ({
  page,
}) => {
  const own = new OwnModelPlace(page);
  const read = new ReadPlace(page);
  await read.open();
  await own.open();
  const broken = createOwnModel({ labels: ['neg', 'pos'] });
  await own.pickZip(zipped({ ...broken, 'onnx/model_quantized.onnx': new TextEncoder().encode('no model') }));
  await own.button('Read with it').click();
  await expect(
    own.section.getByText('Your own model could not be run on this device.', { exact: true }),
  ).toBeVisible();
  await expect(own.button('Read with it')).toBeVisible();

  await own.pickZip(zipped(createOwnModel({ labels: ['neg', 'pos'] })), 'second.zip');
  await expect(own.section.getByText('second', { exact: true })).toBeVisible();
  await own.readWithIt();
  // The browser may clear what it keeps.
  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('own-models', { recursive: true });
  });
  await page.goto('/');
  await read.box.fill('The waiter was rude.');
  await expect(read.verdict.getByText('Your own model is not on this device any more.')).toBeVisible();
  await expect(read.verdict).not.toHaveAttribute('data-label');
  await read.button(back).click();
  await read.isRead();
});

test('another one takes the place of the one in use only once it was tried', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  const own = new OwnModelPlace(page);
  await own.use();
  const folders = () =>
    page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('own-models');
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names.length;
    });
  const isReadBy = async (name: string) => {
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.read('The waiter was rude.');
    await expect(page.getByText(new RegExp(`^Read by “${name}”`))).toBeVisible();
    await own.open();
  };

  const good = createOwnModel({ labels: ['neg', 'pos'] });
  await own.pickZip(
    zipped({ ...good, 'onnx/model_quantized.onnx': new TextEncoder().encode('no model') }),
    'broken.zip',
  );
  await expect(own.section.getByText('broken', { exact: true })).toBeVisible();
  await expect(own.button(back)).toBeVisible();
  await own.button('Read with it').click();
  await expect(own.section.getByText('Your model from before stays in use.').first()).toBeVisible();
  expect(await folders()).toBe(2);
  // The next visit finds both.
  await page.reload();
  await isReadBy('my-model');
  await own.button('Remove it').last().click();
  await expect(own.section.getByText('broken', { exact: true })).toBeHidden();
  await expect(own.button(back)).toBeVisible();
  await expect.poll(folders).toBe(1);

  await own.pickZip(zipped(createOwnModel({ labels: ['neg', 'neu', 'pos'] })), 'better.zip');
  await own.button('Read with it').click();
  await expect(own.section.getByText('my-model', { exact: true })).toBeHidden();
  await expect(own.button(back)).toBeVisible();
  await isReadBy('better');
  await expect.poll(folders).toBe(1);
});

test('nobody else fetches what it takes, not even with Models open', async ({ page, context }) => {
  const requested: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await new OwnModelPlace(page).open();
  // The service worker has put aside what the reader runs on.
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const all = await Promise.all(
          (await caches.keys()).map(async (key) => (await caches.open(key)).keys()),
        );
        return all.flat().some(({ url }) => /\/ort-wasm[^/]*\.wasm$/.test(url));
      }),
    )
    .toBe(true);
  expect(requested.length).toBeGreaterThan(8);
  expect(requested.filter((url) => ownScript.test(url) || url.includes('.jspi'))).toEqual([]);
});

test.describe('without room to keep it', () => {
  // What goes through a service worker cannot be changed on its way.
  test.use({ serviceWorkers: 'block' });

  test('it is read with from memory, in all tabs, until its own tab closes', async ({ page, context }) => {
    await context.route(/own-model-intake\.worker/, async (route) => {
      const response = await route.fetch();
      const noRoom = 'navigator.storage.estimate = () => Promise.resolve({ quota: 1000, usage: 1000 });';
      await route.fulfill({ response, body: `${noRoom}\n${await response.text()}` });
    });
    const other = new ReadPlace(await context.newPage());
    await other.open();
    await other.read('The room was lovely and quiet.');

    const own = new OwnModelPlace(page);
    await new ReadPlace(page).open();
    await own.open();
    await own.pickZip(zipped(createOwnModel({ labels: ['neg', 'pos'] })));
    await expect(own.section.getByText(/^It is in memory for this visit/)).toBeVisible();
    await own.readWithIt();
    await other.read('The waiter was rude.');
    await expect(other.page.getByText(/^Read by “my-model”/)).toBeVisible();

    await page.close();
    await other.box.fill('The breakfast was cold.');
    await expect(other.verdict.getByText('Your own model is not on this device any more.')).toBeVisible();
    await other.button(back).click();
    await other.isRead();
    await expect(other.page.getByText(/^Read by/)).toHaveCount(0);
  });
});

test('it can be dropped', async ({ page }) => {
  const own = new OwnModelPlace(page);
  await new ReadPlace(page).open();
  await own.open();
  const content = zipped(createOwnModel({ labels: ['neg', 'pos'] })).toString('base64');
  const dataTransfer = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'dropped.zip'));
    return data;
  }, content);
  await own.section.dispatchEvent('dragover', { dataTransfer });
  await expect(own.section.getByText('Drop it here', { exact: true })).toBeVisible();
  await own.section.dispatchEvent('drop', { dataTransfer });
  await expect(own.section.getByText('dropped', { exact: true })).toBeVisible();
  await expect(own.section.getByText('or drop it here')).toBeVisible();
  await own.readWithIt();
});

test('taking it in can be stopped, and what came is removed', async ({ page }) => {
  const own = new OwnModelPlace(page);
  await new ReadPlace(page).open();
  await own.open();
  const large = createOwnModel({ labels: ['neg', 'pos'] });
  await own.pickZip(zipped({ ...large, 'onnx/model_quantized.onnx': new Uint8Array(400_000_000) }));
  await own.button('Stop').click();
  await expect(own.section.getByText('Stopped. Nothing was changed.').first()).toBeVisible();
  await expect(own.button('Pick a folder')).toBeFocused();
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('own-models', { create: true });
        const names: string[] = [];
        for await (const name of folder.keys()) names.push(name);
        return names;
      }),
    )
    .toEqual([]);
});
