/** What a worker may ask the network for. Texts are read in workers, so nothing may go out of one that could carry them. */
import { closeWorkerWays } from '#core/ways-out';

/**
 * Leaves a worker one way to the network: `fetch` for a file, without body and query. The page's meter need not ask
 * workers what they sent, since they cannot send. To be called before a worker does anything else.
 */
export function allowFilesOnly(realm: { fetch: typeof fetch } = globalThis): void {
  closeWorkerWays(realm);
  const bareFetch = realm.fetch;
  realm.fetch = async (input, init) => {
    const request = new Request(input, init);
    // As the browser itself refuses a request, so that callers meet nothing new.
    if (!isForFile(request)) throw new TypeError('A worker asks for files only.');
    return await bareFetch(request);
  };
}

function isForFile({ method, mode, url }: Request): boolean {
  // A document on its way through the service worker: its address is the browser's, no script can make such a request.
  return method === 'GET' && (mode === 'navigate' || new URL(url).search === '');
}
