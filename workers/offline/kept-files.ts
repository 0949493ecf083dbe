/**
 * The files of the app as the service worker keeps them: a cache for each version, checked against the hashes of the
 * build. The one that was in use before stays, for tabs that still show it.
 */
import { versionPrefix } from '#core/contracts/service-worker';
import type { KeptFile, KeptGroup } from '#core/contracts/service-worker';

export interface KeptFilesOptions {
  /** Absolute address of the app's base, with a slash at its end. */
  baseUrl: string;
  /** Differs between any two versions. */
  version: string;
  files: readonly KeptFile[];
}

export interface KeptFiles {
  /**
   * Fetches and checks everything a visit without a network needs.
   *
   * @throws Error when something does not come, or is not what the build wrote
   */
  install(): Promise<void>;
  /** Marks this version as the one in use, and forgets versions that no tab can still show. */
  takeOver(): Promise<void>;
  /** Whether a path relative to the base is for this to answer. */
  has(path: string): boolean;
  /** The answer for such a path. */
  answer(path: string, keepAlive: (work: Promise<unknown>) => void): Promise<Response>;
  /** Keeps the app and these groups of files; true when they are all there. */
  keepGroups(groups: readonly KeptGroup[]): Promise<boolean>;
}

/** Names under `assets/` carry a hash of their content, so a file of any version is the right one. */
const hashedPattern = /^assets\//;
const usedMark = 'used';

/** An address without the hash in it: the same for this file in every version. */
function stemOf(url: string): string {
  return url.replace(/-[\w-]{8}(?=\.\w+$)/, '');
}

export function createKeptFiles({ baseUrl, version, files }: KeptFilesOptions): KeptFiles {
  const prefix = versionPrefix(new URL(baseUrl).pathname);
  const name = prefix + version;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const urlOf = (path: string): string => new URL(path, baseUrl).href;

  const versionNames = async (): Promise<string[]> =>
    (await caches.keys()).filter((key) => key.startsWith(prefix));

  async function findInAnyVersion(path: string): Promise<Response | undefined> {
    for (const key of await versionNames()) {
      const found = await (await caches.open(key)).match(urlOf(path));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function obtain(file: KeptFile): Promise<Response> {
    const isHashed = hashedPattern.test(file.path);
    const kept = isHashed ? await findInAnyVersion(file.path) : undefined;
    if (kept !== undefined) return kept;
    const response = await fetch(urlOf(file.path), { cache: isHashed ? 'default' : 'reload' });
    const checked = response.ok ? await checkedCopy(response, file) : null;
    if (checked === null) throw new Error(`Not as built: ${file.path}`);
    return checked;
  }

  async function keep(wanted: readonly KeptFile[]): Promise<void> {
    const cache = await caches.open(name);
    await Promise.all(
      wanted.map(async (file) => {
        const url = urlOf(file.path);
        if ((await cache.match(url)) === undefined) await cache.put(url, await obtain(file));
      }),
    );
  }

  /** What a device keeps today it keeps through the change to this version. */
  async function groupsKept(): Promise<Set<KeptGroup>> {
    const stems = new Set<string>();
    for (const key of await versionNames()) {
      for (const { url } of await (await caches.open(key)).keys()) stems.add(stemOf(url));
    }
    return new Set(files.filter(({ path }) => stems.has(stemOf(urlOf(path)))).map(({ group }) => group));
  }

  async function answerKept(file: KeptFile, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
    const cache = await caches.open(name);
    const url = urlOf(file.path);
    const kept = await cache.match(url);
    if (kept !== undefined) return kept;
    // Not kept yet, or cleared by the browser: the file is put aside on its way to the page.
    const response = await fetch(url);
    if (response.ok) {
      keepAlive(
        checkedCopy(response.clone(), file)
          .then((checked) => (checked === null ? undefined : cache.put(url, checked)))
          // Without room the page has its file all the same.
          .catch(() => undefined),
      );
    }
    return response;
  }

  return {
    async install() {
      const groups = await groupsKept();
      await keep(files.filter(({ group }) => group === 'app'));
      await keep(files.filter(({ group }) => groups.has(group)));
    },
    async takeOver() {
      const own = await caches.open(name);
      await own.put(urlOf(usedMark), new Response());
      const others = (await versionNames()).filter((key) => key !== name);
      // Oldest first. A version that waited and was overtaken was never used.
      const used: string[] = [];
      for (const key of others) {
        if ((await (await caches.open(key)).match(urlOf(usedMark))) !== undefined) used.push(key);
      }
      const before = used.at(-1);
      await Promise.all(others.filter((key) => key !== before).map((key) => caches.delete(key)));
    },
    has: (path) => byPath.has(path) || hashedPattern.test(path),
    async answer(path, keepAlive) {
      const file = byPath.get(path);
      if (file !== undefined) return answerKept(file, keepAlive);
      // A tab of an earlier version: its files may be gone from the host already.
      return (await findInAnyVersion(path)) ?? fetch(urlOf(path));
    },
    async keepGroups(groups) {
      try {
        await keep(files.filter(({ group }) => group === 'app' || groups.includes(group)));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/**
 * Forgets all versions of the app; what was shared with it is the page's to take.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export async function eraseVersions(baseUrl: string): Promise<void> {
  const prefix = versionPrefix(new URL(baseUrl).pathname);
  const own = (await caches.keys()).filter((key) => key.startsWith(prefix));
  await Promise.all(own.map((key) => caches.delete(key)));
}

/** The response with its content read and checked, or null when it is not what the build wrote. */
async function checkedCopy(response: Response, file: KeptFile): Promise<Response | null> {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== file.sha256) return null;
  const headers = new Headers(response.headers);
  // These told of the bytes on the wire.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(bytes, { status: 200, headers });
}
