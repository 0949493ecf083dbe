/** Which place of the app is shown: the last part of the address, below whatever path the app is served from. */
import { useSyncExternalStore } from 'react';

export const places = ['read', 'models', 'settings'] as const;
export type Place = (typeof places)[number];

const segments = { read: '', models: 'models', settings: 'settings' } as const satisfies Record<
  Place,
  string
>;

/**
 * The app's base as an absolute address with a slash at its end. Every place lies one level deep, so the folder of
 * the document is the base; it is taken once, before the address changes.
 */
export const baseUrl = new URL('.', location.href).href.split('?')[0] ?? '/';

/** The address of a place, as an absolute path. */
export function pathOf(place: Place): string {
  return new URL(segments[place], baseUrl).pathname;
}

/** The place of a path, or null when there is none. */
function placeOf(path: string): Place | null {
  const found = places.find((place) => pathOf(place) === path);
  return found ?? (path === new URL('index.html', baseUrl).pathname ? 'read' : null);
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The place that is shown; null when the address leads nowhere. */
export function usePlace(): Place | null {
  return placeOf(useSyncExternalStore(subscribe, () => location.pathname));
}

/** Shows another place without loading the page anew; the query stays, since the policy of this document hangs on it. */
export function goTo(place: Place): void {
  history.pushState(null, '', pathOf(place) + location.search);
  for (const listener of [...listeners]) listener();
}
