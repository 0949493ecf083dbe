/** Two versions of the model side by side: the newer one is got, takes over once it is right, and can be left again. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Locator, Page, Route } from '@playwright/test';
import { manifest as manifestSchema } from '../../src/core/contracts/manifest.ts';
import type { Manifest } from '../../src/core/contracts/manifest.ts';
import { ReadPlace } from './read-place.ts';

// What the service worker keeps is the app's own version of the registry; here the site's changes under its feet.
test.use({ serviceWorkers: 'block' });

const text = 'The room was lovely and quiet.';

type Fixture = 'tiny-1' | 'tiny-2';

function fixtureFile(fixture: Fixture, name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../models/fixtures/${fixture}/${name}`, import.meta.url)));
}

/** A site whose one model can be published anew; it has the files of the version that is published, and no others. */
class Site {
  #fixture: Fixture = 'tiny-1';
  #change = (manifest: Manifest): Manifest => manifest;
  #isAway = false;
  #answerWeights: ((route: Route) => Promise<void>) | null = null;

  async serve(context: BrowserContext): Promise<void> {
    await context.route('**/weights/**', (route) => this.#answer(route));
  }

  publish(fixture: Fixture, change = (manifest: Manifest): Manifest => manifest): void {
    this.#fixture = fixture;
    this.#change = change;
  }

  /** Answers nothing any more. */
  goAway(): void {
    this.#isAway = true;
  }

  /** Answers requests for the weights in another way from now on; as ever with null. */
  answerWeights(answer: ((route: Route) => Promise<void>) | null): void {
    this.#answerWeights = answer;
  }

  async #answer(route: Route): Promise<void> {
    if (this.#isAway) return route.abort();
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (name === 'registry.json') {
      const models = [{ id: 'tiny', version: '1', manifest: 'tiny/manifest.json' }];
      return route.fulfill({ json: { default: 'tiny', models } });
    }
    if (name === 'manifest.json') {
      const content: unknown = JSON.parse(String(await fixtureFile(this.#fixture, name)));
      return route.fulfill({ json: this.#change({ ...manifestSchema.parse(content), id: 'tiny' }) });
    }
    if (name.startsWith('weights-') && this.#answerWeights !== null) return this.#answerWeights(route);
    return fixtureFile(this.#fixture, name).then(
      (body) => route.fulfill({ body }),
      () => route.fulfill({ status: 404 }),
    );
  }
}

function versionRow(page: Page, version: string): Locator {
  return page
    .getByRole('list', { name: 'Versions on this device' })
    .getByRole('listitem')
    .filter({ has: page.getByText(version, { exact: true }) });
}

/** A visit that reads a text with whatever version is in use, and ends on Models. */
async function visit(page: Page): Promise<void> {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(text);
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { name: 'Versions on this device' })).toBeVisible();
}

/** The graph of a wrong answer: what was surely positive is negative. */
function withWrongAnswers(manifest: Manifest): Manifest {
  const knownAnswers = manifest.knownAnswers.map(
    ({ text: known, logits: [negative, neutral, positive] }) => ({
      text: known,
      logits: [positive + 3, negative - 3, neutral] satisfies [number, number, number],
    }),
  );
  return { ...manifest, knownAnswers };
}

test(
  'a newer version is got, takes over at the next start, and is left again in one click',
  { tag: '@every-browser' },
  async ({ page, context }) => {
    const site = new Site();
    await site.serve(context);
    await visit(page);
    await expect(versionRow(page, '0.1.0')).toContainText('In use');

    site.publish('tiny-2');
    await visit(page);
    await expect(versionRow(page, '0.1.0')).toContainText('In use');
    await expect(page.getByText(/^Undertone 0\.1\.0 ·/)).toBeVisible();
    await versionRow(page, '0.2.0').getByRole('button', { name: 'Get it' }).click();
    await expect(versionRow(page, '0.2.0')).toContainText('takes over at the next start');
    await expect(versionRow(page, '0.1.0')).toContainText('In use');

    await visit(page);
    await expect(versionRow(page, '0.2.0')).toContainText('In use');
    await expect(page.getByText(/^Undertone 0\.2\.0 ·/)).toBeVisible();

    await versionRow(page, '0.1.0').getByRole('button', { name: 'Go back to 0.1.0' }).click();
    await expect(versionRow(page, '0.2.0')).toContainText('In use until the next start');
    await versionRow(page, '0.1.0').getByRole('button', { name: 'Start it now' }).click();
    await expect(versionRow(page, '0.1.0')).toContainText('In use ·');

    // And so it stays, although the site has the newer one.
    await visit(page);
    await expect(versionRow(page, '0.1.0')).toContainText('In use ·');
    await expect(versionRow(page, '0.2.0').getByRole('button', { name: 'Use 0.2.0 again' })).toBeVisible();

    // Once the older one is proven the newer one is gone, but there to be had again.
    await visit(page);
    await visit(page);
    await versionRow(page, '0.2.0').getByRole('button', { name: 'Get it again' }).click();
    await versionRow(page, '0.2.0').getByRole('button', { name: 'Start it now' }).click();
    await expect(versionRow(page, '0.2.0')).toContainText('In use ·');
  },
);

test('a site that does not answer costs a version that is here nothing', async ({ page, context }) => {
  const site = new Site();
  await site.serve(context);
  await visit(page);
  site.goAway();
  await visit(page);
  await expect(page.getByText(/^Undertone 0\.1\.0 ·/)).toBeVisible();
  await expect(versionRow(page, '0.1.0')).toContainText('In use ·');
});

test('where data is saved, the version that is here starts by itself although the site has a newer one', async ({
  page,
  context,
}) => {
  const site = new Site();
  await site.serve(context);
  await visit(page);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  site.publish('tiny-2');
  await visit(page);
  await expect(versionRow(page, '0.1.0')).toContainText('In use ·');
  await expect(versionRow(page, '0.2.0').getByRole('button', { name: 'Get it' })).toBeVisible();
});

test('a newer version that gives wrong known answers is not used', async ({ page, context }) => {
  const site = new Site();
  await site.serve(context);
  await visit(page);
  site.publish('tiny-2', withWrongAnswers);
  await page.reload();
  await versionRow(page, '0.2.0').getByRole('button', { name: 'Get it' }).click();
  await versionRow(page, '0.2.0').getByRole('button', { name: 'Start it now' }).click();
  await expect(versionRow(page, '0.2.0')).toContainText('Not used here');
  await expect(versionRow(page, '0.1.0')).toContainText('In use ·');
  await page.getByRole('link', { name: 'Read' }).click();
  await new ReadPlace(page).read(`${text} Breakfast was cold.`);
});

test('getting it can be stopped and begun again, and what goes wrong is said', async ({ page, context }) => {
  const site = new Site();
  await site.serve(context);
  await visit(page);
  site.publish('tiny-2');
  site.answerWeights(() => Promise.resolve());
  await page.reload();
  const newer = versionRow(page, '0.2.0');
  await newer.getByRole('button', { name: 'Get it' }).click();
  await expect(newer.getByRole('progressbar')).toBeVisible();
  await newer.getByRole('button', { name: 'Stop' }).click();
  await expect(newer.getByRole('button', { name: 'Get it' })).toBeFocused();

  site.answerWeights((route) => route.fulfill({ status: 404 }));
  await newer.getByRole('button', { name: 'Get it' }).click();
  await expect(page.getByText('The reader could not be fetched.').first()).toBeVisible();
  await expect(versionRow(page, '0.1.0')).toContainText('In use');

  site.answerWeights(null);
  await newer.getByRole('button', { name: 'Get it' }).click();
  await expect(newer).toContainText('takes over at the next start');
});

test.describe('before an update', () => {
  /** How the first version calls them, and the second: the first two differ. */
  const corrected = ['Check-out is at eleven.', 'Not bad at all.', 'I love it.'];
  const heldWorker = /\/assets\/inference\.worker-/;

  interface Before {
    texts: readonly string[];
    change?: (manifest: Manifest) => Manifest;
  }

  /** Has the texts corrected with the version in use; then Models offers the newer one. */
  async function offerNewer(page: Page, context: BrowserContext, { texts, change }: Before): Promise<void> {
    const site = new Site();
    await site.serve(context);
    await visit(page);
    await page.getByRole('link', { name: 'Read' }).click();
    const read = new ReadPlace(page);
    for (const one of texts) {
      await read.read(one);
      await read.button('Correct this').click();
      await read.button('Mixed').click();
      await expect(page.getByText(/^You call it mixed\./)).toBeVisible();
    }
    site.publish('tiny-2', change);
    await visit(page);
    await expect(versionRow(page, '0.2.0').getByRole('button', { name: 'Get it' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Before the update' })).toBeHidden();
  }

  async function getNewer(page: Page): Promise<void> {
    await versionRow(page, '0.2.0').getByRole('button', { name: 'Get it' }).click();
    await expect(versionRow(page, '0.2.0')).toContainText('takes over at the next start');
  }

  /** What is kept of the versions and of how they did. */
  function slots(page: Page): Promise<string> {
    return page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await (await root.getDirectoryHandle('models')).getDirectoryHandle('tiny');
      return (await (await folder.getFileHandle('slots.json')).getFile()).text();
    });
  }

  test(
    'it lists which corrected texts would change, and takes nothing over',
    { tag: '@every-browser' },
    async ({ page, context }) => {
      await page.clock.install();
      await offerNewer(page, context, { texts: corrected });
      await getNewer(page);
      const before = await slots(page);
      const section = page.getByRole('region', { name: 'Before the update' });
      await expect(section).toContainText('2 of your 3 corrected texts would change.');
      await expect(section.getByRole('listitem')).toHaveText([
        /^Not bad at all\..*Negative → Unsure.*You call it mixed\./,
        /^Check-out is at eleven\..*Neutral → Unsure.*You call it mixed\./,
      ]);
      expect(await slots(page)).toBe(before);
      await expect(versionRow(page, '0.1.0')).toContainText('In use');

      // The reader that is in use rests after a while; what was found stays where it is.
      await page.clock.fastForward('10:00');
      await page.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByText('Resting; the next text wakes it')).toBeVisible();
      await page.getByRole('link', { name: 'Models' }).click();
      await expect(section.getByRole('listitem')).toHaveCount(2);

      await versionRow(page, '0.2.0').getByRole('button', { name: 'Start it now' }).click();
      await expect(versionRow(page, '0.2.0')).toContainText('In use');
      await expect(section).toBeHidden();
    },
  );

  test('it says how far it is, and can be stopped and begun again', async ({ page, context }) => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isHeld = false;
    await context.route(heldWorker, async (route) => {
      if (isHeld) await held;
      await route.continue();
    });
    await offerNewer(page, context, { texts: corrected.slice(0, 1) });
    isHeld = true;
    await getNewer(page);
    const section = page.getByRole('region', { name: 'Before the update' });
    await expect(section).toContainText('Comparing 0 of 1');
    await expect(section.getByRole('progressbar')).toBeVisible();
    await section.getByRole('button', { name: 'Stop' }).click();
    await expect(section).toContainText('Stopped.');
    await expect(section.getByRole('button', { name: 'Compare' })).toBeFocused();
    letGo();
    await section.getByRole('button', { name: 'Compare' }).click();
    await expect(section).toContainText('Your one corrected text would change.');
  });

  test('it is not spoken of where nothing was corrected', async ({ page, context }) => {
    await offerNewer(page, context, { texts: [] });
    await getNewer(page);
    await expect(page.getByRole('region', { name: 'Before the update' })).toBeHidden();
  });

  test('it says so when the newer version cannot be used here anyway', async ({ page, context }) => {
    await offerNewer(page, context, { texts: corrected, change: withWrongAnswers });
    await getNewer(page);
    const section = page.getByRole('region', { name: 'Before the update' });
    await expect(section).toContainText(
      'It gives other answers than it should on this device, and will not be used.',
    );
  });
});
