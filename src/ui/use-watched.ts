/** Something outside React that tells of its changes, as React sees it. */
import { useCallback, useSyncExternalStore } from 'react';

interface Watchable {
  subscribe(listener: () => void): () => void;
}

/** @param read takes what is shown; it has to be the same value until the source tells of a change */
export function useWatched<Value>(source: Watchable, read: () => Value): Value {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  return useSyncExternalStore(subscribe, read);
}
