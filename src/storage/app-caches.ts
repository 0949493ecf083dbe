/** What the service worker keeps: the app's own files, and shares that wait for the page. */
import { shareCacheName, switchFile, versionPrefix } from '#core/contracts/service-worker';

export interface CacheSize {
  count: number;
  sizeBytes: number;
}

/** Of one app: each has its caches in the same place as the other apps of its origin. */
export interface AppCaches {
  /** How many files of the app are kept, and how large they are. */
  measureFiles(): Promise<CacheSize>;
  /** How many shares nobody has taken yet, and how large they are. */
  measureShares(): Promise<CacheSize>;
  /**
   * Forgets the app's files, unless they could not be fetched again now: the page would be lost at its next reload.
   * They are kept again at the next visit.
   *
   * @returns whether they were erased
   */
  eraseFiles(): Promise<boolean>;
  eraseShares(): Promise<void>;
}

/** @param baseUrl absolute address of the app's base, with a slash at its end */
export function openAppCaches(baseUrl: string): AppCaches {
  const { pathname: basePath } = new URL(baseUrl);
  const isOfVersion = (name: string) => name.startsWith(versionPrefix(basePath));
  const isOfShares = (name: string) => name === shareCacheName(basePath);
  return {
    measureFiles: () => measure(isOfVersion),
    measureShares: () => measure(isOfShares),
    async eraseFiles() {
      if (!(await isInReach(baseUrl))) return false;
      await erase(isOfVersion);
      return true;
    },
    eraseShares: () => erase(isOfShares),
  };
}

/** None where the browser keeps nothing. */
async function namesOf(isWanted: (name: string) => boolean): Promise<string[]> {
  return 'caches' in globalThis ? (await caches.keys()).filter(isWanted) : [];
}

async function measure(isWanted: (name: string) => boolean): Promise<CacheSize> {
  const size: CacheSize = { count: 0, sizeBytes: 0 };
  for (const name of await namesOf(isWanted)) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const content = await (await cache.match(key))?.blob();
      // An empty entry is a mark that the service worker made for itself.
      if (content === undefined || content.size === 0) continue;
      size.count += 1;
      size.sizeBytes += content.size;
    }
  }
  return size;
}

async function erase(isWanted: (name: string) => boolean): Promise<void> {
  await Promise.all((await namesOf(isWanted)).map((name) => caches.delete(name)));
}

/**
 * Whether what is erased now could be fetched again. The browser may think it has a network where the site is out of
 * reach, so the site is asked for a file that is never kept.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export async function isInReach(baseUrl: string): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    return (await fetch(new URL(switchFile, baseUrl), { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
