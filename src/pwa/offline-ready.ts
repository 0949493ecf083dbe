/** Whether the app would also work without a network: its files are kept, and what the reader runs on, too. */
import type { KeptGroup, ReaderKept, ToServiceWorker } from '#core/contracts/service-worker';
import { createObservable } from '#core/observable';

const groupsOfWays: Readonly<Record<string, KeptGroup[]>> = { webgpu: ['graphics'], own: ['own-model'] };

const isReady = createObservable(false);

export const offlineReady = { get: isReady.get, subscribe: isReady.subscribe };

/**
 * To be called once a reader is on this device: has the service worker, if there is one, keep what it runs on. What
 * Undertone's own reader needs is kept with every way of reading, since one goes back to it.
 *
 * @param way how it reads; names other than of a group need nothing more
 */
export async function keepReader(way: string | null): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  if (active === null) return;
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise<boolean>((resolve) => {
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      resolve(data === ('kept' satisfies ReaderKept));
      port1.close();
    });
    port1.start();
  });
  const keep: KeptGroup[] = ['reader', ...(way === null ? [] : (groupsOfWays[way] ?? []))];
  active.postMessage({ keep } satisfies ToServiceWorker, [port2]);
  isReady.set(await kept);
}
