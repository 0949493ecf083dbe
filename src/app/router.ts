/** Which place of the app is shown, which part of it and how: the address, below whatever path the app is served from. */
import { useMemo, useSyncExternalStore } from 'react';
import type { Parameters, PlaceAddress } from '../ui/place-address.ts';

export const places = ['read', 'files', 'review', 'models', 'settings'] as const;
export type Place = (typeof places)[number];

const segments = {
  read: '',
  files: 'files',
  review: 'review',
  models: 'models',
  settings: 'settings',
} as const satisfies Record<Place, string>;

/** Those that show one thing of many at an address of its own. */
const deepPlaces: ReadonlySet<Place> = new Set(['files', 'review']);
const detailPattern = /^[\w-]+$/;

/**
 * The policy of a document hangs on it, so it stands in the query, which the server gets, and goes with every step that
 * loads none anew. The parameters of the place that is shown stand in the fragment: they may hold words of a person's
 * text, and a fragment is never sent.
 */
const policyParameter = 'server';

/**
 * The app's base as an absolute address with a slash at its end. Views lie at several depths, and whoever serves the
 * document sees to it that its links lead to the base from each; so a link of the document tells where that is.
 */
export const baseUrl = findBase(document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href);

function findBase(manifestUrl: string = location.href): string {
  return new URL('.', manifestUrl).href.split('?')[0] ?? '/';
}

/**
 * To be called before the address changes for the first time: icons and manifest are looked for anew at every address,
 * also at one that lies deeper than the document did when it was loaded.
 */
export function settleLinks(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link:not([rel="stylesheet"])')) {
    link.setAttribute('href', link.href);
  }
}

export interface Address {
  /** Null when the address leads nowhere. */
  place: Place | null;
  /** What stands after the place; null where nothing does. */
  detail: string | null;
  parameters: Parameters;
}

/** The path of a place, or of a part of it, as an absolute one. */
export function pathOf(place: Place, detail: string | null = null): string {
  const { pathname } = new URL(segments[place], baseUrl);
  return detail === null ? pathname : `${pathname}/${detail}`;
}

function hrefOf(place: Place, detail: string | null, parameters: Parameters, policy = ''): string {
  const fragment = new URLSearchParams(parameters).toString();
  return pathOf(place, detail) + policy + (fragment === '' ? '' : `#${fragment}`);
}

/** What of the query goes along. */
function policyQuery(): string {
  const agreed = new URLSearchParams(location.search).get(policyParameter);
  return agreed === null ? '' : `?${new URLSearchParams({ [policyParameter]: agreed }).toString()}`;
}

function addressOf({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): Address {
  // One without an equals sign names an element of the page.
  const own = hash.includes('=') ? new URLSearchParams(hash.slice(1)) : [];
  return { ...placeOf(pathname), parameters: Object.fromEntries(own) };
}

function placeOf(path: string): Pick<Address, 'place' | 'detail'> {
  const whole = places.find((place) => pathOf(place) === path);
  if (whole !== undefined) return { place: whole, detail: null };
  if (path === new URL('index.html', baseUrl).pathname) return { place: 'read', detail: null };
  const end = path.lastIndexOf('/');
  const detail = path.slice(end + 1);
  const deep = places.find((place) => deepPlaces.has(place) && pathOf(place) === path.slice(0, end));
  return deep !== undefined && detailPattern.test(detail)
    ? { place: deep, detail }
    : { place: null, detail: null };
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

/** The place that is shown now; null when the address leads nowhere. */
export function shownPlace(): Place | null {
  return addressOf(location).place;
}

/** What is shown. */
export function useAddress(): Address {
  const shown = useSyncExternalStore(subscribe, () => location.pathname + location.hash);
  return useMemo(() => {
    const end = shown.indexOf('#');
    return end < 0
      ? addressOf({ pathname: shown, hash: '' })
      : addressOf({ pathname: shown.slice(0, end), hash: shown.slice(end) });
  }, [shown]);
}

/** The address as the place that is shown gets it. */
export function usePlaceAddress(place: Place, { detail, parameters }: Address): PlaceAddress {
  return useMemo(
    () => ({
      detail,
      parameters,
      open: (next, its = {}) => goTo(place, next, its),
      setParameters(changes, isStep = false) {
        // Whoever has left the place since is not brought back to it.
        if (location.pathname !== pathOf(place, detail)) return;
        const next: Record<string, string> = { ...addressOf(location).parameters };
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) delete next[name];
          else next[name] = value;
        }
        show(place, detail, next, isStep);
      },
      hrefOf: (next, its) => hrefOf(place, next, its ?? {}),
    }),
    [place, detail, parameters],
  );
}

const cameFromKey = 'cameFrom';

function cameFrom(state: unknown): unknown {
  return typeof state === 'object' && state !== null && cameFromKey in state ? state[cameFromKey] : null;
}

/** Shows another place, or a part of it, without loading the page anew. */
export function goTo(place: Place, detail: string | null = null, parameters: Parameters = {}): void {
  show(place, detail, parameters, true);
}

function show(place: Place, detail: string | null, parameters: Parameters, isStep: boolean): void {
  const href = hrefOf(place, detail, parameters, policyQuery());
  const current = location.pathname + location.search + location.hash;
  if (href === current) return;
  if (isStep) history.pushState({ [cameFromKey]: current }, '', href);
  // What leads to where one came from is a step back: else the way back would lead from there to the same once more.
  else if (cameFrom(history.state) === href) history.back();
  else history.replaceState(history.state, '', href);
  for (const listener of [...listeners]) listener();
}
