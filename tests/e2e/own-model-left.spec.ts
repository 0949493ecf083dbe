/** What comes after a model of the person's own: nothing that was erased, and nothing unasked where data is saved. */
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import type { OwnModel } from '#core/contracts/own-model';
import { back, OwnModelPlace } from './own-model-place.ts';
import { ReadPlace } from './read-place.ts';
import { stay } from './texts.ts';

/** What is remembered of a model that was not kept. */
const memoryOnly: OwnModel = {
  id: 'held',
  name: 'held',
  sha256: '',
  files: [{ name: 'model.onnx', sizeBytes: 5 }],
  onnxName: 'model.onnx',
  labels: ['neg', 'pos'],
  maxTokens: 64,
  isKept: false,
  tones: ['negative', 'positive'],
  isInUse: false,
};

/** The weights of Undertone's own model, as asked for by any tab from now on. */
function weightsAskedFor(context: BrowserContext): string[] {
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('weights-')) asked.push(request.url());
  });
  return asked;
}

async function eraseEverything(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase everything' }).click();
  await expect(page.getByText(/^Erased\./).first()).toBeVisible();
}

test('erasing everything does not fetch the reader back before somebody reads', async ({ page, context }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await new OwnModelPlace(page).use();
  const asked = weightsAskedFor(context);
  await eraseEverything(page);
  await page.waitForTimeout(3000);
  expect(asked).toEqual([]);
  const kept = await page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  });
  expect(kept).toEqual([]);
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await read.read('The waiter was rude.');
  await expect(page.getByText(/^Read by/)).toHaveCount(0);
});

test.describe('where data is saved', () => {
  const get = /^Get the reader/;

  test.beforeEach(({ page }) =>
    page.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    }),
  );

  const ways: readonly { what: string; leave: (page: Page, own: OwnModelPlace) => Promise<void> }[] = [
    { what: 'going back from it', leave: (_, own) => own.button(back).click() },
    { what: 'removing it', leave: (_, own) => own.button('Remove it').click() },
    {
      what: 'erasing it',
      async leave(page) {
        await page.getByRole('link', { name: 'Settings' }).click();
        await page.getByRole('button', { name: 'Erase Your own model' }).click();
      },
    },
    { what: 'erasing everything', leave: eraseEverything },
  ];
  for (const { what, leave } of ways) {
    test(`${what} offers the reader that was never here`, async ({ page, context }) => {
      const asked = weightsAskedFor(context);
      const read = new ReadPlace(page);
      await page.goto('/');
      const own = new OwnModelPlace(page);
      await own.use();
      await leave(page, own);
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      await expect(read.button(get)).toBeVisible();
      await read.write('The waiter was rude.');
      await page.waitForTimeout(1500);
      expect(asked).toEqual([]);
      await read.button(get).click();
      await read.isRead();
    });
  }

  test('the reader that is here takes over again by itself', async ({ page, context }) => {
    const read = new ReadPlace(page);
    await page.goto('/');
    await read.button(get).click();
    await read.read(stay);
    const own = new OwnModelPlace(page);
    await own.use();
    const asked = weightsAskedFor(context);
    await own.button(back).click();
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.read('The waiter was rude.');
    expect(asked).toEqual([]);
  });

  test('erased while it reads, it reads on, also after a long rest, and is fetched no more', async ({
    page,
    context,
  }) => {
    await page.clock.install();
    const read = new ReadPlace(page);
    await page.goto('/');
    await page.clock.runFor(500);
    await read.button(get).click();
    await read.write(stay);
    const isJudged = async () => {
      await page.clock.runFor(500);
      return read.verdict.getAttribute('data-label');
    };
    await expect.poll(isJudged).toBe('mixed');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Erase The reader' }).click();
    await expect(page.getByText(/^Erased\./).first()).toBeVisible();
    const asked = weightsAskedFor(context);
    await page.clock.fastForward('10:00');
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await read.write('The waiter was rude.');
    await expect.poll(isJudged).toBe('negative');
    expect(asked).toEqual([]);
  });
});

test('one in memory alone leaves no name behind when everything is erased', async ({ page }) => {
  const name = 'patients-2026';
  // As it is left by a tab that closed.
  await page.addInitScript(
    (left) => {
      if (sessionStorage.getItem('is-left') !== null) return;
      sessionStorage.setItem('is-left', 'yes');
      localStorage.setItem('undertone.own-model', left);
    },
    JSON.stringify({ ...memoryOnly, name }),
  );
  const read = new ReadPlace(page);
  await read.open();
  await read.read(stay);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase everything' }).click();
  await expect(page.getByText(/^Erased\./).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /^Your own model/ })).toBeHidden();
  expect(await page.evaluate(() => Object.values(localStorage).join(' '))).not.toContain(name);
});
