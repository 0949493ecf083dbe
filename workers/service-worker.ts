/**
 * Keeps the app for offline use, isolates it where the host does not, takes in what is shared with it, and steps back
 * when the site says so. The model files are kept by the inference worker; no text goes from here to the network.
 */
import { sharePath } from '#core/contracts/service-worker';
import type { KeptFile, ReaderKept, ToServiceWorker } from '#core/contracts/service-worker';
import { isDocumentPath } from '#core/page-policy';
import { allowFilesOnly } from './files-only.ts';
import { guarded } from './offline/guarded.ts';
import { createKeptFiles } from './offline/kept-files.ts';
import { isSwitchedOff } from './offline/kill-switch.ts';
import { takeShare } from './offline/share-intake.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written by the build. */
declare const __KEPT_FILES__: readonly KeptFile[];
declare const __VERSION__: string;

allowFilesOnly();

const baseUrl = new URL('./', self.location.href).href;
const { pathname: basePath } = new URL(baseUrl);
const kept = createKeptFiles({ baseUrl, version: __VERSION__, files: __KEPT_FILES__ });
let isOff = false;

/**
 * Steps back where the site says so: from the next navigation on the network answers. The page on its way may still
 * ask for files of the version it belongs to, so those go when a page comes up without a service worker.
 */
async function obeySwitch(): Promise<void> {
  if (!(await isSwitchedOff(baseUrl))) return;
  isOff = true;
  await self.registration.unregister();
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      await obeySwitch();
      if (!isOff) await kept.install();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      if (isOff) return;
      await kept.takeOver();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(basePath)) return;
  const path = url.pathname.slice(basePath.length);
  const keepAlive = (work: Promise<unknown>) => event.waitUntil(work);

  if (request.method === 'POST' && request.mode === 'navigate' && path === sharePath) {
    event.respondWith(takeShare(request, baseUrl));
    return;
  }
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (isOff) return;
    keepAlive(obeySwitch());
    // A document for which the person agreed to the server needs the wider policy, which only the server can send.
    if (url.searchParams.get('server') === 'agreed' || !isDocumentPath(url.pathname, basePath)) return;
  }
  const answer = kept.answer(request.mode === 'navigate' ? 'index.html' : path, keepAlive);
  if (answer !== null) event.respondWith(answer.then((response) => guarded(response, baseUrl)));
});

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (message === ('use-new-version' satisfies ToServiceWorker)) event.waitUntil(self.skipWaiting());
  if (message !== ('keep-reader' satisfies ToServiceWorker)) return;
  const [port] = event.ports;
  event.waitUntil(
    (async () => {
      const isKept = !isOff && (await kept.keepReader());
      port?.postMessage((isKept ? 'kept' : 'not-kept') satisfies ReaderKept);
    })(),
  );
});
