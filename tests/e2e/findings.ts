/** What axe finds on a screen, by the rules that hold for every place: nothing. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';

const options: RunOptions = {
  runOnly: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  // All rules run; it is of no use here to describe every element that keeps them.
  resultTypes: ['violations'],
};

/**
 * Fails with the rules that are broken and where, if there is any, in dark or in light; light it is afterwards. Nothing moves
 * from then on: a colour on its way from one to the other is neither.
 */
export async function hasNoFindings(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect(found, `in ${colorScheme}`).toEqual([]);
  }
}
