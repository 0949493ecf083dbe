/** Whether the app would also work without a network: its files are kept, and what the reader runs on, too. */
import type { ReaderKept, ToServiceWorker } from '#core/contracts/service-worker';
import { createObservable } from '#core/observable';

const isReady = createObservable(false);

export const offlineReady = { get: isReady.get, subscribe: isReady.subscribe };

/** To be called once the reader is on this device: has the service worker, if there is one, keep what it runs on. */
export async function keepReader(): Promise<void> {
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
  active.postMessage('keep-reader' satisfies ToServiceWorker, [port2]);
  isReady.set(await kept);
}

/** To be called when something that a visit without a network needs was erased. */
export function noteErased(): void {
  isReady.set(false);
}
