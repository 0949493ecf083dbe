/** A newer version is offered and never forced: a reload would drop what the reader is doing. */
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { expect, test } from '@playwright/test';

function without(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/** Passes everything on to `target`, but shows another service worker once `isNewer` says so. */
async function startProxy(target: string, isNewer: () => boolean): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    const isChanged = incoming.url === '/sw.js' && isNewer();
    // Whole and plain, so that something can be put in front of it.
    const headers = isChanged
      ? {
          ...without(incoming.headers, ['if-none-match', 'if-modified-since']),
          'accept-encoding': 'identity',
        }
      : incoming.headers;
    const onward = sendRequest(new URL(incoming.url ?? '/', target), { headers }, (response) => {
      const kept = isChanged ? without(response.headers, ['content-length', 'etag']) : response.headers;
      outgoing.writeHead(response.statusCode ?? 502, kept);
      if (isChanged) outgoing.write('// a newer version\n');
      response.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return { url: `http://localhost:${address.port}/`, server };
}

test('a newer version waits until the reader reloads', async ({ page, baseURL }) => {
  let isNewer = false;
  const { url, server } = await startProxy(baseURL ?? '', () => isNewer);
  try {
    await page.goto(url);
    const box = page.getByRole('textbox', { name: 'Your text' });
    await box.fill('A draft that must not be lost.');
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    const offer = page.getByText('A new version is ready');
    await expect(offer).toBeHidden();

    isNewer = true;
    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await expect(offer).toBeVisible();
    await expect(box).toHaveValue('A draft that must not be lost.');
    expect(navigations).toEqual([]);

    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => navigations).toEqual([url]);
    await expect(box).toHaveValue('A draft that must not be lost.');
    await expect(offer).toBeHidden();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
