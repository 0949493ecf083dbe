/**
 * Looking more often. Left to itself Playwright looks every half second, soon every second, whether what a journey waits for
 * is there: over all journeys that is minutes in which nothing happens.
 */
import type { Page } from '@playwright/test';

/** For `expect.poll`, where looking costs little. */
export const oftenMs: number[] = [50];

/**
 * Resolves as soon as something in the page fits the selector, which the page itself looks for; how it is shown to people is
 * left to be asserted.
 *
 * @throws Error after `waitMs`
 */
export async function seen(page: Page, selector: string, waitMs: number): Promise<void> {
  const isThere = (asked: string) => document.querySelector(asked) !== null;
  await page.waitForFunction(isThere, selector, { polling: 50, timeout: waitMs });
}
