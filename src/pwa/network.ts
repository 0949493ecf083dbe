/** Whether the device is cut off from any network. The contrary is never certain, so it is not claimed. */

export const offline = {
  get: (): boolean => !navigator.onLine,
  subscribe(this: void, listener: () => void): () => void {
    addEventListener('online', listener);
    addEventListener('offline', listener);
    return () => {
      removeEventListener('online', listener);
      removeEventListener('offline', listener);
    };
  },
};
