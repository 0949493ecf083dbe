/**
 * A host that knows files and nothing else: no headers, no views, no API. What it does not find it answers with the
 * page that the site has for that. The app lies under a path of its own.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';

export const basePath = '/words/tone/';
/** A page of the host's own, outside the app: it posts to the app as the system does when something is shared. */
const shareSheetPath = '/share-sheet';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const shareSheet = `<!doctype html><title>Share sheet</title>
<form method="post" action="${basePath}share" enctype="multipart/form-data">
<input name="title" aria-label="title"><textarea name="text" aria-label="text"></textarea>
<input name="url" aria-label="url"><input name="files" type="file" multiple aria-label="files"><button>Share</button>
</form>`;

/**
 * Opens the app for the first time in this browser and waits until it has been isolated, by its one reload. To look
 * inside the page before counts as a touch, after which it would not reload.
 */
export async function openFirst(page: Page, host: StaticHost): Promise<void> {
  if (page.context().browser()?.browserType().name() === 'firefox') {
    // Firefox's driver itself looks inside, so that the page waits for the next visit.
    await page.goto(host.url);
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { intervals: oftenMs })
      .toBe(true);
    await page.reload();
  } else {
    let navigations = 0;
    const count = () => {
      navigations += 1;
    };
    page.on('framenavigated', count);
    await page.goto(host.url);
    await expect.poll(() => navigations, { intervals: oftenMs }).toBe(2);
    page.off('framenavigated', count);
  }
  await expect
    .poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { intervals: oftenMs })
    .toBe(true);
  await expect(new ReadPlace(page).box).toBeVisible();
}

export interface StaticHost {
  /** The app's base, with a slash at its end. */
  readonly url: string;
  readonly shareSheetUrl: string;
  /** Every request so far, as "GET /path?query". */
  readonly requests: readonly string[];
  /** Serves this folder from now on. */
  serve(folder: string): void;
  /** Puts another content in the place of a file; null brings the file back. */
  replace(path: string, content: string | null): void;
  /** Leaves requests for a path open until the returned function is called. */
  hold(path: string): () => void;
  stop(): void;
}

export async function startStaticHost(firstFolder: string): Promise<StaticHost> {
  let folder = firstFolder;
  const requests: string[] = [];
  const replaced = new Map<string, string>();
  const held = new Map<string, Promise<void>>();

  async function answer(path: string, response: ServerResponse): Promise<void> {
    await held.get(path);
    const content = replaced.get(path) ?? (await readFile(join(folder, path)).catch(() => null));
    if (content === null) {
      const notFound = await readFile(join(folder, '404.html')).catch(() => '<!doctype html>');
      response.writeHead(404, { 'content-type': 'text/html' }).end(notFound);
      return;
    }
    response.writeHead(200, { 'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream' });
    response.end(content);
  }

  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === shareSheetPath) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(shareSheet);
    } else if (request.method === 'GET' && pathname.startsWith(basePath)) {
      void answer(pathname.slice(basePath.length) || 'index.html', response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The host has no port.');
  const origin = `http://localhost:${address.port}`;

  return {
    url: origin + basePath,
    shareSheetUrl: origin + shareSheetPath,
    requests,
    serve(next) {
      folder = next;
    },
    replace(path, content) {
      if (content === null) replaced.delete(path);
      else replaced.set(path, content);
    },
    hold(path) {
      let open = (): void => undefined;
      held.set(
        path,
        new Promise((resolve) => {
          open = resolve;
        }),
      );
      return () => {
        held.delete(path);
        open();
      };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
