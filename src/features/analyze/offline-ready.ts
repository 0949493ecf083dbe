/** Whether this page would also load without a network: it does once a service worker looks after it. */

function serviceWorkers(): ServiceWorkerContainer | null {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
}

export const offlineReady = {
  get: (): boolean => (serviceWorkers()?.controller ?? null) !== null,
  subscribe(this: void, listener: () => void): () => void {
    const container = serviceWorkers();
    container?.addEventListener('controllerchange', listener);
    return () => container?.removeEventListener('controllerchange', listener);
  },
};
