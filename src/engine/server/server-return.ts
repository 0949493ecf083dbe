/** Finds out when a server that did not answer is there again. What is asked holds nothing of any text. */

const everyMs = 5000;

/**
 * Asks every few seconds while the page is seen, and at once when it comes into view or the network comes back.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @param delayMs the server is left alone for so long first
 * @param onBack called once, when it answers
 * @returns ends the asking
 */
export function watchServerReturn(baseUrl: string, delayMs: number, onBack: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let isAsking = false;
  let isDue = false;

  async function ask(): Promise<void> {
    if (!isDue || isAsking || document.visibilityState !== 'visible') return;
    isAsking = true;
    // One that hangs is away as well, and must not keep the next from being asked.
    const both = AbortSignal.any([signal, AbortSignal.timeout(everyMs)]);
    const isBack = await fetch(new URL('v1/health', baseUrl), { signal: both, cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    isAsking = false;
    if (!isBack || signal.aborted) return;
    ended.abort();
    onBack();
  }

  const begin = setTimeout(
    () => {
      isDue = true;
      void ask();
    },
    Math.max(everyMs, delayMs),
  );
  const timer = setInterval(() => void ask(), everyMs);
  signal.addEventListener('abort', () => {
    clearTimeout(begin);
    clearInterval(timer);
  });
  window.addEventListener('online', () => void ask(), { signal });
  document.addEventListener('visibilitychange', () => void ask(), { signal });
  return () => ended.abort();
}
