/** The longest task on a page's thread, by the browser's own count. */
import type { BrowserContext, Page } from '@playwright/test';

declare global {
  /** Milliseconds of the longest task since the page was opened; 0 as long as none took 50. */
  var longestTaskMs: number;
}

/** From now on every page of this browser notes its tasks. */
export async function watchTasks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    globalThis.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** In milliseconds; 0 where none took 50. */
export function longestTaskMs(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.longestTaskMs);
}
