/**
 * Calls `onFree` when the holder of the lock `name` has let it go, which a worker does only by ending.
 * Where there are no locks it is never called.
 */
export function awaitLock(name: string, signal: AbortSignal, onFree: () => void): void {
  if (!('locks' in navigator)) return;
  navigator.locks.request(name, { signal }, onFree).catch(() => undefined);
}
