/**
 * Keeps the app for offline use: its own files and what the registry says of the models. The model files themselves
 * are kept by the inference worker, and nothing that could carry a text passes through here.
 */
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { allowFilesOnly } from './files-only.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written by the build: the address of every file to keep, and its revision unless the name carries a hash. */
declare const __PRECACHE__: { url: string; revision: string | null }[];

const basePath = new URL('./', self.location.href).pathname;
const viewPattern = /^(?:index\.html|[a-z][a-z0-9-]*)?$/;

allowFilesOnly();
clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(__PRECACHE__);

// The cached document carries the headers it came with: isolation and the narrow policy hold offline too. A document
// for which the person agreed to the server needs the wider policy, which only the server can send.
registerRoute(
  ({ request, url }) =>
    request.mode === 'navigate' &&
    viewPattern.test(url.pathname.slice(basePath.length)) &&
    url.searchParams.get('server') !== 'agreed',
  createHandlerBoundToURL('index.html'),
);

// A newer version waits until the page, on the person's word, asks for it.
self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'SKIP_WAITING'
  ) {
    void self.skipWaiting();
  }
});
