/** A sign of life that needs no messages: a lock that only the end of the worker releases. */

/**
 * Takes the lock and keeps it for the worker's whole life. A worker that is killed for want of memory, or closes
 * itself, fires no event on the page; but the browser then hands the lock on, and the page waits for that.
 * Where there are no locks (an insecure origin, an old browser) nothing is held.
 */
export function holdLifeLock(name: string): Promise<void> {
  if (!('locks' in navigator)) return Promise.resolve();
  return new Promise((resolve) => {
    const held = navigator.locks.request(name, () => {
      resolve();
      return new Promise<never>(() => undefined);
    });
    held.catch(() => resolve());
  });
}
