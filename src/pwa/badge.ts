/** A badge on the app's icon when long work has ended while nobody looked. */
import type { Work } from './work.ts';

/** Shorter work than this nobody waits for. */
const defaultLongMs = 10_000;

export interface BadgeOptions {
  longMs?: number;
  /** Milliseconds that only ever grow. */
  nowMs?: () => number;
}

/**
 * Sets the badge when work that took `longMs` or more ends in a hidden page, and clears it when the page is looked
 * at. Does nothing where apps have no badge. The returned function ends it.
 */
export function badgeEndOfWork(work: Work, options: BadgeOptions = {}): () => void {
  const { longMs = defaultLongMs, nowMs = () => performance.now() } = options;
  if (!('setAppBadge' in navigator)) return () => undefined;
  let beganAtMs: number | null = work.get() ? nowMs() : null;

  function follow(): void {
    if (work.get()) {
      beganAtMs = nowMs();
      return;
    }
    const tookMs = beganAtMs === null ? 0 : nowMs() - beganAtMs;
    beganAtMs = null;
    if (document.visibilityState === 'hidden' && tookMs >= longMs) {
      // Without leave to show it there is no badge, and nothing is lost.
      navigator.setAppBadge().catch(() => undefined);
    }
  }

  function clear(): void {
    if (document.visibilityState === 'visible') navigator.clearAppBadge().catch(() => undefined);
  }

  const unfollow = work.subscribe(follow);
  document.addEventListener('visibilitychange', clear);
  clear();
  return () => {
    unfollow();
    document.removeEventListener('visibilitychange', clear);
  };
}
