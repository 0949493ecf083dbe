/** Read, from the first visit to what is kept: everything a person does there, with the built app and its server. */
import { expect, test } from '@playwright/test';
import { modelFilesPattern, weightsPattern } from './model-requests.ts';
import { labelPattern, ReadPlace } from './read-place.ts';
import { french, longText, stay } from './texts.ts';

test.describe('a first visit', () => {
  test(
    'has the cursor in the box, says what it is, and shows a reading made beforehand',
    { tag: '@every-browser' },
    async ({ page }) => {
      const read = new ReadPlace(page);
      await read.open();
      await expect(read.box).toBeFocused();
      await expect(read.verdict).toContainText('Read the tone of an English text. It stays on this device.');
      await expect(read.verdict).not.toHaveAttribute('data-label');
      await expect(page.getByRole('heading', { name: 'Read beforehand by this model' })).toBeVisible();
      const example = page.getByRole('list', { name: 'Example' }).getByRole('listitem');
      await expect(example.first()).toHaveAttribute('data-label', labelPattern);
      await expect(example.locator('mark').first()).toBeVisible();
    },
  );

  test(
    'reads a text that was pasted before the reader was here',
    { tag: '@every-browser' },
    async ({ page, context }) => {
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await context.route(weightsPattern, async (route) => {
        await held;
        await route.continue();
      });
      const read = new ReadPlace(page);
      await read.open();
      await read.write(stay);
      await expect(read.verdict).toContainText('Reads as soon as it is here.');
      await expect(read.verdict).toHaveAttribute('aria-busy', 'true');
      await expect(page.getByRole('progressbar')).toBeVisible();
      letGo();
      await read.isRead();
      await expect(read.sentences).toHaveCount(3);
      await expect(page.getByText('It also works offline: switch off Wi-Fi and try again.')).toBeVisible();
    },
  );

  test('can be stopped, and started again', async ({ page, context }) => {
    let isHeld = true;
    await context.route(weightsPattern, async (route) => {
      if (!isHeld) await route.continue();
    });
    const read = new ReadPlace(page);
    await read.open();
    await read.button('Stop').click();
    await expect(read.verdict).toContainText('The reader was not fetched.');
    await read.write(stay);
    await expect(read.verdict).toContainText('Start the reader to have this read.');
    await expect(read.verdict).toHaveAttribute('aria-busy', 'false');
    isHeld = false;
    await read.button('Start again').click();
    await read.read(stay);
  });

  test('stays stopped when the page learns of its model only afterwards', async ({ page, context }) => {
    await context.route(weightsPattern, () => undefined);
    // Holds back what the page itself asks for; the worker has a `fetch` of its own.
    await page.addInitScript(() => {
      const ask = fetch;
      const held = new Promise((resolve) => {
        addEventListener('let-go', resolve, { once: true });
      });
      globalThis.fetch = async (...asked) => {
        await held;
        return ask(...asked);
      };
    });
    const read = new ReadPlace(page);
    await read.open();
    await read.button('Stop').click();
    await expect(read.verdict).toContainText('The reader was not fetched.');
    await page.evaluate(() => dispatchEvent(new Event('let-go')));
    await page.getByRole('link', { name: 'Models' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
    await page.goBack();
    await expect(read.verdict).toContainText('The reader was not fetched.');
  });

  test('says what is wrong when the reader cannot be fetched, and gets it when asked again', async ({
    page,
    context,
  }) => {
    let isBroken = true;
    await context.route(modelFilesPattern, async (route) => {
      if (isBroken) await route.abort();
      else await route.continue();
    });
    const read = new ReadPlace(page);
    await read.open();
    await expect(read.verdict).toContainText('The reader could not be fetched.');
    await expect(read.verdict).toContainText('Check the connection and try again.');
    isBroken = false;
    await read.button('Try again').click();
    await read.read(stay);
  });
});

test(
  'a phone gets the reader only when asked, and raises no keyboard',
  { tag: '@every-browser' },
  async ({ page }) => {
    const fetched: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (modelFilesPattern.test(pathname) || pathname.endsWith('.wasm')) fetched.push(request.url());
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.addInitScript(() => {
      const ask = matchMedia.bind(globalThis);
      globalThis.matchMedia = (query) => ask(query === '(pointer: coarse)' ? 'all' : query);
      Object.defineProperty(screen, 'width', { value: 390 });
    });
    const read = new ReadPlace(page);
    await read.open();
    await expect(read.button(/^Get the reader · \d[\d.,]*\s?[kM]B, once$/)).toBeVisible();
    await expect(read.box).not.toBeFocused();
    await read.write(stay);
    await expect(read.verdict).toContainText('Start the reader to have this read.');
    expect(fetched).toEqual([]);
    await read.button(/^Get the reader/).click();
    await read.isRead();

    // What is here costs nothing: the next visit starts by itself.
    await page.reload();
    await read.isRead();
  },
);

test.describe('a reading', () => {
  test('says what, how sure, where and at what cost', { tag: '@every-browser' }, async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await expect(read.verdict).toHaveAttribute('data-confidence', /^(?:0(?:\.\d+)?|1)$/);
    const percents = await read.percents();
    expect(percents).toHaveLength(3);
    expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
    await expect(page.getByText(/^On this device, [\d.,]+\s(?:ms|s)\.$/)).toBeVisible();
    await expect(page.getByText('0 bytes of your text sent.')).toBeVisible();
    // What is spoken once the hand has rested.
    await expect(
      page.getByRole('status').filter({ hasText: /^(?:Negative|Neutral|Positive|Mixed|Unsure)/ }),
    ).toHaveCount(1);
  });

  test('shows every sentence with its label, and marks at most one word in five', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await expect(read.sentences).toHaveCount(3);
    for (const sentence of await read.sentences.all()) {
      await expect(sentence).toHaveAttribute('data-label', labelPattern);
    }
    const marked = (await page.locator('mark').allInnerTexts()).flatMap((words) => words.split(/\s+/));
    expect(marked.length).toBeLessThanOrEqual(Math.max(1, stay.split(/\s+/).length / 5));
  });

  test('explains its percentage, and closes that with Escape without clearing the text', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read('I love it.');
    const figure = read.verdict.getByRole('button', { name: /%$/ });
    const note = page.getByText(/^Of 100 test texts read this surely, about \d+ matched people’s labels\.$/);
    await figure.click();
    await expect(note).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();
    await expect(read.box).toHaveValue('I love it.');
  });

  test(
    'turns soft while one types, and keeps what was not touched',
    { tag: '@every-browser' },
    async ({ page }) => {
      const read = new ReadPlace(page);
      await read.open();
      await read.read(stay);
      const [first, , third] = stay.split(/(?<=\.) /);
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 60_000);
      await read.write(stay.replace('cold', 'not cold'));
      await expect(read.verdict).toHaveAttribute('aria-busy', 'true');
      await expect(read.verdict).toHaveAttribute('data-label', labelPattern);
      await expect(read.sentences).toHaveText([first ?? '', /not cold/, third ?? ''].map(atStart));
      await expect(read.sentences.nth(0)).toHaveAttribute('data-label', labelPattern);
      await expect(read.sentences.nth(1)).not.toHaveAttribute('data-label');
      await expect(read.sentences.nth(1).locator('mark')).toHaveCount(0);

      // The hand has not rested, but it asked.
      await read.box.press('Control+Enter');
      // What comes is shown at the next tick of the clock; all these ticks are far from a rest.
      await expect
        .poll(async () => {
          await page.clock.runFor(1);
          return read.verdict.getAttribute('aria-busy');
        })
        .toBe('false');
      await expect(read.sentences.nth(1)).toHaveAttribute('data-label', labelPattern);
    },
  );

  for (const [name, viewport] of Object.entries({
    'a laptop': { width: 1280, height: 860 },
    'a narrow page': { width: 390, height: 844 },
  })) {
    test(`moves nothing when its verdict arrives, on ${name}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      const read = new ReadPlace(page);
      await read.open();
      await read.read('I love it.');
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 60_000);
      await read.write('I hate it, and the food was great.');
      await expect(read.verdict).toHaveAttribute('aria-busy', 'true');
      const heading = page.getByRole('heading', { name: 'Where the model saw it' });
      const places = () =>
        Promise.all(
          [read.verdict, read.button('Test these words'), heading].map((what) => what.boundingBox()),
        );
      const before = await places();
      await page.clock.runFor(2000);
      await read.isRead();
      expect(await places()).toEqual(before);
    });
  }
});

test.describe('the box', () => {
  test('grows with its text, so that the page scrolls and not the box', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.write(longText(4000));
    const sizes = await read.box.evaluate((box) => ({ inner: box.scrollHeight, outer: box.clientHeight }));
    expect(sizes.inner).toBeLessThanOrEqual(sizes.outer);
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight);
    expect(scrolls).toBe(true);
  });

  test('is cleared by Escape, and filled again by Undo', { tag: '@every-browser' }, async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await read.box.press('Escape');
    await expect(read.box).toHaveValue('');
    await expect(read.verdict).not.toHaveAttribute('data-label');
    await read.button('Undo').click();
    await expect(read.box).toHaveValue(stay);
    await read.isRead();
  });

  test(
    'keeps its text over a reload and over a walk to other places',
    { tag: '@every-browser' },
    async ({ page }) => {
      const read = new ReadPlace(page);
      await read.open();
      await read.read(stay);
      await page.reload();
      await expect(read.box).toHaveValue(stay);
      await page.getByRole('link', { name: 'Models' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reads English');
      await page.goBack();
      await expect(read.box).toHaveValue(stay);
      await read.isRead();
    },
  );

  test('says of blank and of strange input what it is', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await read.write('   \n ');
    await expect(read.verdict).toContainText('Read the tone of an English text.');
    await expect(read.verdict).not.toHaveAttribute('data-label');
    await read.read('<b>lovely</b> & "quiet" \u202Eroom');
    await expect(read.sentences.first()).toContainText('<b>lovely</b>');
  });
});

test.describe('another language', () => {
  test('is said by name, and read only when one insists', { tag: '@every-browser' }, async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await read.write(french);
    await expect(read.verdict).toContainText('This looks like French.');
    await expect(read.verdict).not.toHaveAttribute('data-label');
    await expect(read.verdict).toHaveAttribute('aria-busy', 'false');
    await read.button('Read it anyway').click();
    await read.isRead();
  });
});

test.describe('a long text', () => {
  test('of 50,000 characters is read to its end', async ({ page }) => {
    test.slow();
    const read = new ReadPlace(page);
    const text = longText(50_000);
    await read.open();
    await read.read(text, 480_000);
    await expect(read.sentences).toHaveCount(text.split(/(?<=\.) /).length);
    await expect(read.sentences.last()).toHaveAttribute('data-label', labelPattern);
  });

  test('shows how far it is, can be stopped, and read after all', async ({ page }) => {
    const read = new ReadPlace(page);
    await read.open();
    await read.read(stay);
    await read.write(longText(300_000));
    const progress = read.verdict.getByRole('progressbar', { name: 'Reading' });
    await expect(progress).toBeVisible();
    await expect(read.verdict).toContainText(/Reading · [\d,]+ of [\d,]+ parts/);
    await read.verdict.getByRole('button', { name: 'Cancel' }).click();
    await expect(read.verdict).toContainText('This text was not read to the end.');
    await expect(read.verdict).toHaveAttribute('aria-busy', 'false');
    await read.write(stay);
    await read.isRead();
  });
});

function atStart(sentence: string | RegExp): RegExp {
  return typeof sentence === 'string' ? new RegExp(`^${sentence.replaceAll('.', '\\.')}`) : sentence;
}
