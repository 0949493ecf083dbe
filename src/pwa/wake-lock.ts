/** Keeps the screen on while something long is under way, since a device that falls asleep stops reading. */

/**
 * Asks for the screen to stay on until the returned function is called. The browser takes that back whenever the page
 * is hidden, so it is asked for again when it is looked at. Where it is refused, as on an empty battery, or where
 * there is no such thing, nothing happens.
 */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined;
  let lock: WakeLockSentinel | null = null;
  let isAsking = false;
  let isOver = false;

  async function ask(): Promise<void> {
    if (isOver || isAsking || document.visibilityState === 'hidden') return;
    if (lock?.released === false) return;
    isAsking = true;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      // Refused for now; the next look at the page asks again.
    } finally {
      isAsking = false;
    }
    if (isOver) await lock?.release();
  }

  const follow = (): void => void ask();
  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', follow);
    lock?.release().catch(() => undefined);
  };
}
