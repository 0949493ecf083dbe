/** Registers the service worker and tells when a newer version of the app is waiting. */
import { Workbox } from 'workbox-window';
import { createObservable } from '#core/observable';

const waiting = createObservable(false);
let workbox: Workbox | null = null;

/** Whether a newer version is ready; it is offered, and comes into use only when the person says so. */
export const update = {
  get: waiting.get,
  subscribe: waiting.subscribe,
  /** Puts the newer version into use: the page is loaded anew once it has taken over. */
  apply(): void {
    if (workbox === null) return;
    workbox.addEventListener('controlling', () => location.reload());
    workbox.messageSkipWaiting();
  },
};

/**
 * Registers the service worker once the page has loaded, so that its downloads do not delay the first view, and
 * looks for a newer version whenever the person comes back to the tab. Does nothing where there are no service
 * workers.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export function registerServiceWorker(baseUrl: string): void {
  if (!('serviceWorker' in navigator)) return;
  if (document.readyState === 'complete') register(baseUrl);
  else addEventListener('load', () => register(baseUrl), { once: true });
}

function register(baseUrl: string): void {
  const registration = new Workbox(new URL('sw.js', baseUrl).href, { scope: new URL(baseUrl).pathname });
  workbox = registration;
  registration.addEventListener('waiting', () => waiting.set(true));
  // Without a service worker the app still works, only not offline.
  registration.register().catch(() => undefined);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
  });
}
