/**
 * Takes the place of a service worker that is beyond listening: published under its name, it removes what that one
 * kept and itself. It answers nothing, so every page comes from the network again; it reloads none.
 */
import { eraseVersions } from './offline/kept-files.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  const baseUrl = new URL('./', self.location.href).href;
  event.waitUntil(
    (async () => {
      await eraseVersions(baseUrl);
      await self.registration.unregister();
    })(),
  );
});
