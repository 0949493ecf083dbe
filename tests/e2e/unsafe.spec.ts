/** Without encryption a browser gives a page from another machine neither workers' locks nor storage: it says so. */
import { expect, test } from '@playwright/test';
import { chromiumArguments, findChromium } from '../browser-path.ts';

const name = 'tone.example';

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...chromiumArguments, `--host-resolver-rules=MAP ${name} 127.0.0.1`],
  },
});

for (const place of ['', 'files', 'settings']) {
  test(`a page of another machine without https says what it needs, at /${place}`, async ({
    page,
    baseURL,
  }) => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const { port } = new URL(baseURL ?? '');
    await page.goto(`http://${name}:${port}/${place}`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(page.getByRole('heading', { name: 'Undertone needs a safe connection' })).toBeVisible();
    await expect(page.getByText('begins with https')).toBeVisible();
    expect(errors).toEqual([]);
  });
}
