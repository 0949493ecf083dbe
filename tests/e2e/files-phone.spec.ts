/** Files on a phone, where the reader is fetched only when it is asked for. */
import { expect, test } from '@playwright/test';
import { FilesPlace, survey } from './files-place.ts';
import { weightsPattern } from './model-requests.ts';

test('starting a file fetches the reader, and shows how large it is, how far it is and how to stop it', async ({
  page,
}) => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    (url) => weightsPattern.test(url.pathname),
    async (route) => {
      await released;
      await route.continue();
    },
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => {
    const ask = matchMedia.bind(globalThis);
    globalThis.matchMedia = (query) => ask(query === '(pointer: coarse)' ? 'all' : query);
    Object.defineProperty(screen, 'width', { value: 390 });
  });
  const files = new FilesPlace(page);
  await files.takeIn(survey);
  await expect(
    files.bar.getByRole('button', { name: /^Get the reader · \d[\d.,]*\s?[kM]B, once$/ }),
  ).toBeVisible();
  await files.button('Start').click();
  await expect(files.bar).toContainText(/Getting the reader/);
  await expect(files.bar.getByRole('progressbar', { name: 'Getting the reader' })).toBeVisible();
  await files.bar.getByRole('button', { name: 'Stop' }).last().click();
  await expect(files.bar).toContainText('Paused at 0');
  await expect(files.bar).toContainText('The reader was not fetched.');

  // To go on is a word for both: the file, and the reader that it is read with.
  release();
  await files.button('Go on').click();
  await files.isDone();
});
