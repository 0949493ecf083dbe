/**
 * Keeps the app for offline use, isolates it where the host does not, takes in what is shared with it, and steps back
 * when the site says so. The model files are kept by the inference worker; no text goes from here to the network.
 */
import { keptGroups, offCacheName, sharePath } from '#core/contracts/service-worker';
import type { KeptFile, KeptGroup, ReaderKept, ToServiceWorker } from '#core/contracts/service-worker';
import { isDocumentPath } from '#core/page-policy';
import { documentAt, levelsBelow } from '#core/view-document';
import { allowFilesOnly } from './files-only.ts';
import { guarded } from './offline/guarded.ts';
import { createKeptFiles, eraseVersions } from './offline/kept-files.ts';
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
/** From its last answer on, nothing is kept any more. */
let hasSteppedBack = false;

/**
 * A page that is open may owe its isolation to this worker and start its own workers yet, so being switched off only
 * leaves a mark; the next navigation ends it.
 */
async function markIfSwitchedOff(): Promise<boolean> {
  const isOff = await isSwitchedOff(baseUrl);
  if (isOff) await caches.open(offCacheName(basePath));
  return isOff;
}

/** The document with its addresses as a view at this path needs them. */
async function asSeenFrom(path: string, response: Response): Promise<Response> {
  const levels = levelsBelow(basePath, path);
  if (levels === 0 || !response.ok) return response;
  const headers = new Headers(response.headers);
  // These told of the bytes as they came.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(documentAt(await response.text(), levels), { headers });
}

/** The document: the kept one, or once this worker has been switched off the host's, as the host sends it. */
async function answerView(path: string, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
  if (await caches.has(offCacheName(basePath))) {
    try {
      const { body, headers } = await fetch(new URL('index.html', baseUrl), { cache: 'no-store' });
      hasSteppedBack = true;
      keepAlive(self.registration.unregister().then(() => eraseVersions(baseUrl)));
      return await asSeenFrom(path, new Response(body, { headers }));
    } catch {
      // Without a network what is kept still serves.
    }
  }
  keepAlive(
    markIfSwitchedOff()
      .then((isOff) => (isOff ? undefined : kept.restore()))
      // Without a network there is nothing to keep; the next visit tries again.
      .catch(() => undefined),
  );
  return guarded(await asSeenFrom(path, await kept.answer('index.html', keepAlive)), baseUrl);
}

/**
 * A file of the app. A worker's script brings the policy of its realm with it; anything else is handed on as it is kept,
 * since the browser keeps compiled code only with a response of its own: a copy of the runtime is compiled at each visit.
 */
async function answerFile(
  path: string,
  request: Request,
  keepAlive: (work: Promise<unknown>) => void,
): Promise<Response> {
  const response = await kept.answer(path, keepAlive);
  return request.destination === 'worker' ? guarded(response, baseUrl) : response;
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      if (await markIfSwitchedOff()) throw new Error('Switched off.');
      await kept.install();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
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
    // A document for which the person agreed to the server needs the wider policy, which only the server can send.
    if (url.searchParams.get('server') === 'agreed' || !isDocumentPath(url.pathname, basePath)) return;
    event.respondWith(answerView(url.pathname, keepAlive));
  } else if (!hasSteppedBack && kept.has(path)) {
    event.respondWith(answerFile(path, request, keepAlive));
  }
});

/** Of a message that asks for files to be kept; null of any other. */
function groupsToKeep(message: unknown): KeptGroup[] | null {
  if (typeof message !== 'object' || message === null || !('keep' in message)) return null;
  const { keep } = message;
  return Array.isArray(keep) ? keptGroups.filter((group) => keep.includes(group)) : null;
}

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (message === ('use-new-version' satisfies ToServiceWorker)) event.waitUntil(self.skipWaiting());
  const groups = groupsToKeep(message);
  if (groups === null) return;
  const [port] = event.ports;
  event.waitUntil(
    (async () => {
      const isKept = !hasSteppedBack && (await kept.keepGroups(groups));
      port?.postMessage((isKept ? 'kept' : 'not-kept') satisfies ReaderKept);
    })(),
  );
});
