/** The service worker as the page sees it: registered, replaced by a newer one on the person's word, or switched off. */
import { offCacheName, switchesOff, switchFile, versionPrefix } from '#core/contracts/service-worker';
import type { ToServiceWorker } from '#core/contracts/service-worker';
import { createObservable } from '#core/observable';
import { serviceWorkerPath } from '#core/page-policy';
import { work } from './work.ts';

/** Where a newer version stands: none there, ready, or wanted as soon as the work that runs has ended. */
export type UpdateState = 'none' | 'ready' | 'wanted';

const state = createObservable<UpdateState>('none');
let registration: ServiceWorkerRegistration | null = null;
/** The newer version is in use, by this tab's hand or another's: here it takes no more than loading the page anew. */
let isInUse = false;
/** The newer version was told to come into use by this tab, and has not yet. */
let isChanging = false;

export const update = {
  get: state.get,
  subscribe: state.subscribe,
  /** Puts the newer version into use and loads this page anew; while work runs, only once that has ended. */
  use(): void {
    if (state.get() === 'none') return;
    if (work.get()) state.set('wanted');
    else switchOver();
  },
  /** Takes the wish back. */
  postpone(): void {
    if (state.get() === 'wanted') state.set('ready');
  },
};

work.subscribe(() => {
  if (state.get() === 'wanted' && !work.get()) switchOver();
});

function switchOver(): void {
  const waiting = registration?.waiting ?? null;
  if (isInUse || waiting === null) {
    location.reload();
  } else {
    isChanging = true;
    waiting.postMessage('use-new-version' satisfies ToServiceWorker);
  }
}

/**
 * Registers the service worker, unless the site has switched it off: then it is removed, and what it kept goes once
 * no page depends on it.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @returns the registration, or null where there is none to be had
 */
export async function registerServiceWorker(baseUrl: string): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const container = navigator.serviceWorker;
  try {
    const use = await askSwitch(baseUrl);
    if (use === 'off') await remove(container, baseUrl);
    if (use !== 'on') return null;
    await caches.delete(offCacheName(new URL(baseUrl).pathname));
    watchControl(container);
    registration = await container.register(new URL(serviceWorkerPath, baseUrl), { scope: baseUrl });
  } catch {
    // Without a service worker the app still works, only not offline.
    return null;
  }
  watchVersions(registration);
  return registration;
}

function watchControl(container: ServiceWorkerContainer): void {
  let wasControlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (container.controller === null) return;
    if (wasControlled || isChanging) {
      isInUse = true;
      if (state.get() === 'none') state.set('ready');
      // Since the press something may have begun, which a reload would drop.
      if (isChanging) update.use();
      isChanging = false;
    }
    wasControlled = true;
  });
}

function watchVersions(own: ServiceWorkerRegistration): void {
  const look = () => {
    if (own.waiting !== null && own.active !== null && state.get() === 'none') state.set('ready');
  };
  const lookWhenInstalled = () => own.installing?.addEventListener('statechange', look);
  look();
  lookWhenInstalled();
  own.addEventListener('updatefound', lookWhenInstalled);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') own.update().catch(() => undefined);
  });
}

/**
 * Whether there is to be a service worker. `off-later`: not, but this page owes its isolation to the one there is, and
 * could start no reader without it; that one steps back at the next navigation.
 */
async function askSwitch(baseUrl: string): Promise<'on' | 'off' | 'off-later'> {
  try {
    const response = await fetch(new URL(switchFile, baseUrl), { cache: 'no-store' });
    if (!response.ok || !switchesOff(await response.json())) return 'on';
    const isHostIsolating = response.headers.has('cross-origin-embedder-policy');
    return crossOriginIsolated && !isHostIsolating ? 'off-later' : 'off';
  } catch {
    // Offline, or a host that answers with some page.
    return 'on';
  }
}

async function remove(container: ServiceWorkerContainer, baseUrl: string): Promise<void> {
  const own = await container.getRegistration(baseUrl);
  if (own?.scope === baseUrl) await own.unregister();
  // This page may still ask for kept files of its version; the next one comes from the network.
  if (container.controller !== null) return;
  const { pathname: basePath } = new URL(baseUrl);
  const prefix = versionPrefix(basePath);
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  await Promise.all([...names, offCacheName(basePath)].map((name) => caches.delete(name)));
}
